package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.RateLimitCache;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outage.Outage;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * The decision to accept. The permit, the request's row, its idempotency key and its messages are
 * one commit, shared by all that came together; there is no second step that could fail after a
 * caller's back.
 */
final class Acceptance {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

  private final SlotPeriods periods;
  private final AcceptedRows rows;
  private final WaitingLine line;
  private final ScheduledRequests scheduled;
  private final Permits permits;
  private final RateLimitCache taken;
  private final OutboxSender sender;
  private final Database database;
  private final LateAcceptances late;

  Acceptance(
      SlotPeriods periods,
      AcceptedRows rows,
      WaitingLine line,
      ScheduledRequests scheduled,
      Permits permits,
      RateLimitCache taken,
      OutboxSender sender,
      Database database,
      LateAcceptances late) {
    this.periods = periods;
    this.rows = rows;
    this.line = line;
    this.scheduled = scheduled;
    this.permits = permits;
    this.taken = taken;
    this.sender = sender;
    this.database = database;
    this.late = late;
  }

  /** What became of one request. */
  public sealed interface Verdict {
    /**
     * Accepted at the database's time.
     *
     * @param expectedAt when its slot is expected, where it waits for it
     */
    record Accepted(Instant at, Optional<Instant> expectedAt) implements Verdict {}

    record Refused(Refusal refusal) implements Verdict {}
  }

  /**
   * Decides about a group; the verdicts are in the order of the requests.
   *
   * @throws DataAccessException when nothing was decided; what may have been all the same is undone
   *     later
   */
  List<Verdict> decide(List<Candidate> group) {
    if (sender.full()) {
      return group.stream()
          .<Verdict>map(any -> new Verdict.Refused(Refusal.unavailable()))
          .toList();
    }
    try {
      return decided(group);
    } catch (DataIntegrityViolationException e) {
      if (group.size() > 1) {
        throw e;
      }
      // The row that another replica inserted in the same moment has this request's key.
      return List.of(new Verdict.Refused(IdempotencyKeys.inUse()));
    } catch (DataAccessException e) {
      if (database.mayHaveCommitted(e)) {
        group.forEach(late::addUncertain);
      }
      throw e;
    }
  }

  private List<Verdict> decided(List<Candidate> group) {
    Set<Slot> asked = new HashSet<>();
    List<Candidate> now = group.stream().filter(each -> !each.startsLater()).toList();
    List<Candidate> first =
        now.stream()
            .filter(each -> !periods.on(each.request().slot()) || asked.add(each.request().slot()))
            .toList();
    Map<UUID, Instant> accepted = first.isEmpty() ? Map.of() : rows.take(first);
    Map<UUID, Verdict> others =
        decideOthers(
            group.stream()
                .filter(each -> !accepted.containsKey(each.request().requestUuid()))
                .toList(),
            group.stream()
                .filter(each -> accepted.containsKey(each.request().requestUuid()))
                .flatMap(each -> scopedKey(each).stream())
                .collect(Collectors.toSet()));
    List<Verdict> verdicts = new ArrayList<>(group.size());
    for (Candidate each : group) {
      Instant at = accepted.get(each.request().requestUuid());
      verdicts.add(
          at == null
              ? others.get(each.request().requestUuid())
              : new Verdict.Accepted(at, Optional.empty()));
    }
    return verdicts;
  }

  private record ScopedKey(String journeyId, IdempotencyKey key) {}

  private static Optional<ScopedKey> scopedKey(Candidate candidate) {
    return candidate
        .request()
        .key()
        .map(key -> new ScopedKey(candidate.request().slot().journeyId(), key));
  }

  /**
   * Those without a slot: who may wait joins the line, who starts later waits for that time.
   *
   * @param keys of those who have one
   */
  private Map<UUID, Verdict> decideOthers(List<Candidate> others, Set<ScopedKey> keys) {
    Map<UUID, Verdict> verdicts = new HashMap<>();
    // Every replica locks rows in the same order, so that two cannot wait for each other.
    List<Candidate> waiting =
        others.stream()
            .filter(each -> each.mayWait() || each.startsLater())
            .sorted(Comparator.comparing(each -> each.request().slot()))
            .toList();
    for (Candidate each : waiting) {
      verdicts.put(each.request().requestUuid(), joined(each));
    }
    for (Candidate each : others) {
      verdicts.computeIfAbsent(
          each.request().requestUuid(),
          id ->
              new Verdict.Refused(
                  scopedKey(each).filter(keys::contains).isPresent()
                      ? IdempotencyKeys.inUse()
                      : refusal(each.request().slot())));
    }
    return verdicts;
  }

  /** In a transaction of its own: what was taken for the others is committed already. */
  private Verdict joined(Candidate candidate) {
    WaitingLine.Joined joined;
    try {
      joined =
          database.begin(
              status -> candidate.startsLater() ? scheduled.join(candidate) : line.join(candidate));
    } catch (DataIntegrityViolationException e) {
      return new Verdict.Refused(IdempotencyKeys.inUse());
    } catch (DataAccessException e) {
      LOG.warn("A request could not join the line: {}", e.toString());
      if (database.mayHaveCommitted(e)) {
        late.addUncertain(candidate);
      }
      if (Outage.causes(e)) {
        return new Verdict.Refused(Refusal.unavailable());
      }
      LOG.error("A request failed in the line for a reason that was not foreseen", e);
      return new Verdict.Refused(Refusal.of(Reason.INTERNAL, "internal error"));
    }
    if (joined instanceof WaitingLine.Joined.Waits waits) {
      return new Verdict.Accepted(waits.acceptedAt(), waits.expectedAt());
    }
    return new Verdict.Refused(((WaitingLine.Joined.Refused) joined).refusal());
  }

  private Refusal refusal(Slot slot) {
    Permits.Taken held;
    try {
      held = permits.taken(slot);
    } catch (DataAccessException e) {
      // What was taken for the others stays: they must hear of it.
      LOG.debug("Not known until when {} is taken", slot, e);
      return rateLimited(periods.of(slot));
    }
    if (held.settled()) {
      taken.remember(slot, held.left());
    }
    return rateLimited(held.left());
  }

  /** The published refusal of a second request within the period. */
  public static Refusal rateLimited(Duration left) {
    return new Refusal(
        Reason.RATE_LIMITED,
        "Enhance your calm! only one request per minute is allowed",
        Map.of(),
        Optional.of(left));
  }
}
