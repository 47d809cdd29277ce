package dev.journeygateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API tokens that are in force, known by their SHA-256 alone.
 *
 * <p>They are answered from memory and read again when two seconds old, so that a revoked token is
 * out on every replica within five. A token is found by the first bytes of its hash and then
 * compared in full in constant time.
 */
public final class ApiTokens {

  private static final Logger LOG = LoggerFactory.getLogger(ApiTokens.class);
  private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

  /** One token that is not revoked. */
  public record ApiToken(byte[] sha256, Caller caller) {}

  private record Snapshot(Map<Integer, List<ApiToken>> byPrefix, long readAt) {}

  private final Supplier<List<ApiToken>> source;
  private final LongSupplier nanoTime;
  private volatile Snapshot snapshot;

  /**
   * @param source reads all tokens in force
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public ApiTokens(Supplier<List<ApiToken>> source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /** The caller behind a token as it was sent; empty when the token is unknown or revoked. */
  public Optional<Caller> authenticate(String token) {
    byte[] sha256 = sha256(token);
    for (ApiToken known : current().byPrefix().getOrDefault(prefix(sha256), List.of())) {
      if (MessageDigest.isEqual(known.sha256(), sha256)) {
        return Optional.of(known.caller());
      }
    }
    return Optional.empty();
  }

  /** Forgets what is remembered, so that the next question is answered from the database. */
  public void forget() {
    snapshot = null;
  }

  private Snapshot current() {
    Snapshot known = snapshot;
    return known != null && nanoTime.getAsLong() - known.readAt() < FRESH_NANOS ? known : read();
  }

  private synchronized Snapshot read() {
    Snapshot known = snapshot;
    if (known != null && nanoTime.getAsLong() - known.readAt() < FRESH_NANOS) {
      return known;
    }
    Map<Integer, List<ApiToken>> byPrefix;
    try {
      byPrefix = new HashMap<>();
      for (ApiToken token : source.get()) {
        byPrefix.merge(prefix(token.sha256()), List.of(token), ApiTokens::joined);
      }
    } catch (RuntimeException e) {
      if (known == null) {
        throw e;
      }
      LOG.warn(
          "The API tokens could not be read again, the known ones stay in force: {}",
          e.getMessage());
      byPrefix = known.byPrefix();
    }
    snapshot = new Snapshot(byPrefix, nanoTime.getAsLong());
    return snapshot;
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
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
