package dev.journeygateway.request;

/**
 * What makes asking twice safe: the caller's key and the body it came with. Its scope is the
 * application and the journey; a journey's id is unique among all applications.
 *
 * @param key 1 to 255 printable characters
 * @param bodySha256 in lower-case hex
 */
public record IdempotencyKey(String key, String bodySha256) {

  /**
   * @throws RequestRefusedException with INVALID_FIELD when the key is empty, too long or not
   *     printable
   */
  public static IdempotencyKey of(String key, String bodySha256) {
    boolean printable = key.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    if (key.isBlank() || key.length() > 255 || !printable) {
      throw Refusal.of(
              Reason.INVALID_FIELD,
              "Idempotency-Key must be 1 to 255 printable ASCII characters",
              "field",
              "Idempotency-Key")
          .asException();
    }
    return new IdempotencyKey(key, bodySha256);
  }
}
