package dev.journeygateway.outbox;

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

  /** From 1; empty for a message of somebody else's. */
  public Optional<Integer> chunk() {
    return whole("chunk");
  }

  /** How many chunks its request has; known to the last of them. */
  public Optional<Integer> chunks() {
    return whole("chunks");
  }

  /** A sender of dead letters may have put anything there. */
  private Optional<Integer> whole(String property) {
    return properties.get(property) instanceof Integer number
        ? Optional.of(number)
        : Optional.empty();
  }
}
