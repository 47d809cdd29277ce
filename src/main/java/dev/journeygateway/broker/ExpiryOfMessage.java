package dev.journeygateway.broker;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** When a message of the embedded broker was to expire: it travels as a property of the message. */
public final class ExpiryOfMessage {

  /** An RFC 3339 time in UTC. */
  public static final String PROPERTY = "gateway_expires_at";

  private ExpiryOfMessage() {}

  /** What the property says; empty where a sender made it up and it is no time. */
  public static Optional<Instant> of(String property) {
    try {
      return Optional.ofNullable(property).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
