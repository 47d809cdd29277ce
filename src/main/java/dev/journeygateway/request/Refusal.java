package dev.journeygateway.request;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal as a value: what a caller needs to know, whichever door it came through.
 *
 * @param reason for programs, stable
 * @param message for people, exact
 * @param metadata the names and values the message speaks of
 * @param retryAfter after which time the same request may succeed; empty where waiting does not
 *     help
 */
public record Refusal(
    Reason reason, String message, Map<String, String> metadata, Optional<Duration> retryAfter) {

  public static Refusal of(Reason reason, String message) {
    return new Refusal(reason, message, Map.of(), Optional.empty());
  }

  public static Refusal of(Reason reason, String message, String name, String value) {
    return new Refusal(reason, message, Map.of(name, value), Optional.empty());
  }

  /** The broker or the database is out of reach; a second is what a failover takes at best. */
  public static Refusal unavailable() {
    return new Refusal(
        Reason.UNAVAILABLE, "try again later", Map.of(), Optional.of(Duration.ofSeconds(1)));
  }

  /** Seconds of {@link #retryAfter}, rounded up, so that waiting that long is enough. */
  public Optional<Long> retryAfterSeconds() {
    return retryAfter.map(after -> Math.max(1, after.plusMillis(999).toSeconds()));
  }

  public RequestRefusedException asException() {
    return new RequestRefusedException(this);
  }
}
