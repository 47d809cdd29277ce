package dev.journeygateway.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One message of {@code journey.start.accepted}.
 *
 * @param requestUuid also the correlation id; empty for a message of somebody else's that was sent
 *     back
 * @param properties strings and numbers by their names
 * @param body JSON text
 */
public record AcceptedMessage(
    Optional<UUID> requestUuid, Map<String, Object> properties, String body) {

  static final String TRACEPARENT = "traceparent";

  /** From 1; empty for a message of somebody else's. */
  public Optional<Integer> chunk() {
    return whole("chunk");
  }

  /** How many chunks its request has; known to the last of them. */
  public Optional<Integer> chunks() {
    return whole("chunks");
  }

  /** What the trace of its request goes on from. */
  public Optional<String> traceparent() {
    return properties.get(TRACEPARENT) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The same message, from which the trace goes on after another step. */
  AcceptedMessage after(Optional<String> traceparent) {
    Map<String, Object> after = new LinkedHashMap<>(properties);
    after.remove(TRACEPARENT);
    traceparent.ifPresent(text -> after.put(TRACEPARENT, text));
    return new AcceptedMessage(requestUuid, after, body);
  }

  /** A sender of dead letters may have put anything there. */
  private Optional<Integer> whole(String property) {
    return properties.get(property) instanceof Integer number
        ? Optional.of(number)
        : Optional.empty();
  }
}
