package dev.journeygateway.status;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A start request as its row tells.
 *
 * @param expectedAt there while it waits for its slot: when that was expected as it joined the line
 * @param startedAt when it got the slot that it waited for
 * @param traceparent what its steps go on from, where it is in a trace
 * @param startAt when its caller wanted it to start, where that was later
 */
public record TrackedRequest(
    UUID requestUuid,
    String door,
    String journeyId,
    String entryPointId,
    String applicationCode,
    String selector,
    State state,
    Optional<String> reason,
    Optional<String> file,
    Instant acceptedAt,
    Optional<Instant> finishedAt,
    Optional<Instant> expectedAt,
    Optional<Instant> startedAt,
    Optional<Instant> startAt,
    Optional<String> traceparent,
    Counts counts) {}
