package dev.journeygateway.access;

import dev.journeygateway.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The API tokens that are in force, known by their SHA-256 alone.
 *
 * <p>They are answered from memory and read again when the catalogue changed, so that nobody waits
 * for the database to be known. A token is found by the first bytes of its hash and then compared
 * in full in constant time.
 */
public final class ApiTokens {

  /** The SHA-256 of the token in the repository's catalogue. */
  public static final String DEMONSTRATION =
      "8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918";

  /** One token that is not revoked. */
  public record ApiToken(byte[] sha256, Caller caller) {}

  private final Supplier<List<ApiToken>> source;
  private volatile Map<Integer, List<ApiToken>> byPrefix;

  /**
   * @param source reads all tokens in force
   */
  public ApiTokens(Supplier<List<ApiToken>> source) {
    this.source = source;
  }

  /** The caller of a token as it was sent; empty when the token is unknown or revoked. */
  public Optional<Caller> authenticate(String token) {
    if (byPrefix == null) {
      refresh();
    }
    byte[] sha256 = sha256(token);
    for (ApiToken known : byPrefix.getOrDefault(prefix(sha256), List.of())) {
      if (MessageDigest.isEqual(known.sha256(), sha256)) {
        return Optional.of(known.caller());
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the tokens again. When that fails, the failure is thrown and the known ones stay in
   * force.
   */
  public synchronized void refresh() {
    Map<Integer, List<ApiToken>> read = new HashMap<>();
    for (ApiToken token : source.get()) {
      read.merge(prefix(token.sha256()), List.of(token), ApiTokens::joined);
    }
    byPrefix = read;
  }

  private static List<ApiToken> joined(List<ApiToken> some, List<ApiToken> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }

  private static int prefix(byte[] sha256) {
    return java.nio.ByteBuffer.wrap(sha256).getInt();
  }

  /** A new token with 256 bits of randomness, in letters that need no escaping in a header. */
  public static String create() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /**
   * SHA-256 of the token's UTF-8 bytes in lower-case hex, the form that the catalogue file holds.
   */
  public static String sha256Hex(String token) {
    return HexFormat.of().formatHex(sha256(token));
  }

  private static byte[] sha256(String token) {
    return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
  }
}
