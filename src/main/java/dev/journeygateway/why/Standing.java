package dev.journeygateway.why;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What keeps a person out of a journey now.
 *
 * @param against in words, everything that would keep the person out of a request that is sent now;
 *     empty where nothing would
 * @param earlierEntry the first entry of the person in the journey, where it is kept
 * @param filters the newest requests of the journey that choose by a filter
 */
record Standing(
    String journeyId,
    String state,
    List<Point> entryPoints,
    List<String> against,
    Optional<Earlier> earlierEntry,
    List<Chosen> filters) {

  record Point(String id, boolean deactivated, String reEntry) {}

  record Earlier(UUID requestUuid, Instant enteredAt) {}

  /**
   * @param chooses whether a device of the person meets all of it
   * @param conditions each with whether a device of the person meets it
   */
  record Chosen(
      UUID requestUuid, String state, String filter, boolean chooses, List<Condition> conditions) {}

  record Condition(String text, int character, boolean meets) {}
}
