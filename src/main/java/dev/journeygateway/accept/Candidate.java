package dev.journeygateway.accept;

import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxEntry;
import dev.journeygateway.request.AcceptedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that passed every check and asks to be accepted.
 *
 * @param overLimit what becomes of it while its entry point's slot is taken
 * @param startAt when it is to start, where that is later
 * @param file the name of the file it came in
 * @param entries its messages with their places in the outbox; none of a list in a file
 */
record Candidate(
    AcceptedRequest request,
    OverLimit overLimit,
    Optional<Instant> startAt,
    Optional<String> file,
    List<OutboxEntry> entries) {

  boolean mayWait() {
    return overLimit != OverLimit.REFUSE;
  }

  boolean sharesSlot() {
    return overLimit == OverLimit.COALESCE;
  }

  boolean startsLater() {
    return startAt.isPresent();
  }

  /** Its messages as they are in the outbox once it is committed. */
  Optional<Outbox.Stored> stored() {
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Outbox.Stored(
                entries.get(0).owner(), entries.get(0).position(), entries.size(), weight()));
  }

  /** Characters of its messages. */
  long weight() {
    return entries.stream().mapToLong(entry -> entry.message().body().length()).sum();
  }
}
