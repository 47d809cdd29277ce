package dev.journeygateway.deadletter;

import java.util.Optional;
import java.util.UUID;

/**
 * A message that was set aside because it could not be processed.
 *
 * @param id names it among the dead letters; those set aside later have the larger ids
 * @param requestUuid empty where the message names none
 * @param applicationCode whose it is, as the message says; empty where it does not
 * @param chunk empty where the message names none
 * @param sentBack how often it was sent back before
 * @param failedAt an RFC 3339 time, as it was written when the message was set aside
 * @param body the message's text
 */
public record DeadLetter(
    String id,
    Optional<UUID> requestUuid,
    Optional<String> applicationCode,
    Optional<String> journeyId,
    Optional<Integer> chunk,
    String cause,
    String failedAt,
    int sentBack,
    String body) {}
