package dev.journeygateway.deadletter;

import dev.journeygateway.outbox.AcceptedMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that was set aside because it could not be processed.
 *
 * @param id a UUIDv7: those set aside later have the larger ids
 * @param applicationCode whose it is; empty where neither the message nor its request tells
 * @param sentBack how often it was sent back before
 */
record DeadLetter(
    UUID id,
    Optional<String> applicationCode,
    Optional<String> journeyId,
    String cause,
    Instant failedAt,
    int sentBack,
    AcceptedMessage message) {

  public Optional<UUID> requestUuid() {
    return message.requestUuid();
  }
}
