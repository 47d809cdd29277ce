package dev.journeygateway.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One action that changed something.
 *
 * @param tokenHint which token asked for it; {@link Audit#GATEWAY} for the gateway's own
 * @param applicationCode empty where it concerns every application
 * @param targetKind what sort of thing it hit, as {@code dead_letter}
 * @param target which of them; of a person, a keyed hash
 */
public record Audited(
    UUID id,
    Instant at,
    String tokenHint,
    Optional<String> applicationCode,
    String action,
    String targetKind,
    String target,
    Map<String, Long> counts) {}
