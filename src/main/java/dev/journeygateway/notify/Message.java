package dev.journeygateway.notify;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a webhook is told.
 *
 * @param id the same over all attempts
 * @param attempt from 1; this one, of which another gateway knows
 * @param data a JSON object
 * @param traceparent what the trace of its request goes on from
 */
record Message(
    String id,
    String type,
    Optional<UUID> requestUuid,
    Instant occurredAt,
    int attempt,
    String data,
    Optional<String> traceparent) {

  /** The same message, from which the trace goes on after another step. */
  Message after(Optional<String> step) {
    return new Message(id, type, requestUuid, occurredAt, attempt, data, step);
  }
}
