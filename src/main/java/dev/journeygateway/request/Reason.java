package dev.journeygateway.request;

/**
 * Why a request was refused, for programs: stable names with the gRPC code that callers of this API
 * already parse.
 *
 * @see <a
 *     href="https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto">google.rpc.Code</a>
 */
public enum Reason {
  NOT_FOUND(5),
  METHOD_NOT_ALLOWED(12),
  UNAUTHENTICATED(16),
  PERMISSION_DENIED(7),
  UNSUPPORTED_CONTENT_TYPE(3),
  BODY_TOO_LARGE(3),
  STORAGE_FULL(8),
  MALFORMED_REQUEST(3),
  MALFORMED_JSON(3),
  INVALID_FIELD(3),
  NO_SELECTOR(3),
  MANY_SELECTORS(3),
  JOURNEY_NOT_FOUND(5),
  JOURNEY_NOT_RUNNING(9),
  NO_API_ENTRY_POINT(9),
  MANY_API_ENTRY_POINTS(9),
  ENTRY_POINT_DEACTIVATED(9),
  UNKNOWN_ATTRIBUTE(3),
  INVALID_FILTER(3),
  RATE_LIMITED(3),
  IDEMPOTENCY_KEY_REUSED(3),
  IDEMPOTENCY_KEY_IN_USE(10),
  DUPLICATE_FILE(6),
  UNSUPPORTED_FILE(3),
  FILE_TOO_LARGE(3),
  MALFORMED_FILE(3),
  BAD_ROWS(3),
  UNSUPPORTED_MESSAGE(3),
  EXPIRED(4),
  REQUEST_NOT_FOUND(5),
  REQUEST_ENDED(9),
  DEAD_LETTER_NOT_FOUND(5),
  DELIVERY_NOT_FOUND(5),
  DESTINATION_NOT_FOUND(5),
  WEBHOOK_NOT_FOUND(5),
  NOT_RESOLVABLE(9),
  TOO_MANY_CALLS(3),
  SENT_BACK_TOO_OFTEN(9),
  INVALID_PARAMETER(3),
  INVALID_CATALOG(3),
  CATALOG_NEEDS_FORCE(9),
  UNAVAILABLE(14),
  INTERNAL(13);

  private final int grpcCode;

  Reason(int grpcCode) {
    this.grpcCode = grpcCode;
  }

  /** Whether a caller over HTTP can meet it; the others are about files and messages. */
  public boolean overHttp() {
    return switch (this) {
      case DUPLICATE_FILE,
          UNSUPPORTED_FILE,
          FILE_TOO_LARGE,
          MALFORMED_FILE,
          BAD_ROWS,
          UNSUPPORTED_MESSAGE,
          EXPIRED ->
          false;
      default -> true;
    };
  }

  /** The gRPC code; RATE_LIMITED is 8 where its HTTP status was set to 429. */
  public int grpcCode() {
    return grpcCode;
  }
}
