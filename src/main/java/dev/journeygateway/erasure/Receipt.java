package dev.journeygateway.erasure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an erasure did.
 *
 * @param person a keyed hash
 * @param state working, or done
 * @param erased how many rows, by the place they were in
 * @param reclaimedLater where bytes may stay for a while that nobody reads any more
 * @param notReached what the gateway could not look into
 * @param toAsk what is to be asked of others, who were told of the person
 */
record Receipt(
    UUID erasureId,
    String applicationCode,
    String person,
    String state,
    Instant askedAt,
    Optional<Instant> finishedAt,
    Map<String, Long> erased,
    List<String> reclaimedLater,
    List<String> notReached,
    List<String> toAsk) {}
