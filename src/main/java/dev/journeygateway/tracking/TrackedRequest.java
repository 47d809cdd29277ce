package dev.journeygateway.tracking;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A start request as its row tells. */
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
    Counts counts) {}
