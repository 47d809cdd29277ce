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
 */
record Message(
    String id,
    String type,
    Optional<UUID> requestUuid,
    Instant occurredAt,
    int attempt,
    String data) {}
