package dev.journeygateway.request;

import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.TakenSlots;
import dev.journeygateway.tracking.StartRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The decision to accept: the permit, the start_request row and the idempotency key of a request
 * are one database transaction, shared by all requests that were waiting for it (promises.md, "the
 * shape that keeps them").
 */
public final class Acceptance {

  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

  private final LimitSettings limit;
  private final Taking taking;
  private final Permits permits;
  private final TakenSlots takenSlots;
  private final StartRequests startRequests;
  private final TransactionTemplate finishing;

  public Acceptance(
      LimitSettings limit,
      Taking taking,
      Permits permits,
      TakenSlots takenSlots,
      StartRequests startRequests,
      TransactionTemplate finishing) {
    this.limit = limit;
    this.taking = taking;
    this.permits = permits;
    this.takenSlots = takenSlots;
    this.startRequests = startRequests;
    this.finishing = finishing;
  }

  /** What became of one request: accepted at the database's time, or refused. */
  public sealed interface Verdict {
    record Granted(Instant acceptedAt) implements Verdict {}

    record Refused(Refusal refusal) implements Verdict {}
  }

  /**
   * Decides about a group; the verdicts stand in the order of the requests.
   *
   * @throws org.springframework.dao.DataAccessException when nothing was decided
   */
  public List<Verdict> take(List<AcceptedRequest> group) {
    try {
      return decided(group);
    } catch (DataIntegrityViolationException e) {
      if (group.size() > 1) {
        throw e;
      }
      return decidedAgain(group);
    }
  }

  /**
   * What another replica inserted first is there by now: the slot's row, or a request with the same
   * key.
   */
  private List<Verdict> decidedAgain(List<AcceptedRequest> one) {
    try {
      return decided(one);
    } catch (DataIntegrityViolationException e) {
      return List.of(new Verdict.Refused(IdempotencyKeys.inUse()));
    }
  }

  private List<Verdict> decided(List<AcceptedRequest> group) {
    Set<Slot> asked = new HashSet<>();
    List<AcceptedRequest> first =
        limit.on() ? group.stream().filter(each -> asked.add(each.slot())).toList() : group;
    Map<UUID, Instant> accepted = taking.take(first);
    List<Verdict> verdicts = new ArrayList<>(group.size());
    for (AcceptedRequest request : group) {
      Instant at = accepted.get(request.requestUuid());
      verdicts.add(at == null ? refused(request.slot()) : new Verdict.Granted(at));
    }
    return verdicts;
  }

  private Verdict refused(Slot slot) {
    Permits.Taken taken;
    try {
      taken = permits.taken(slot);
    } catch (DataAccessException e) {
      // What was taken for the others stands: they must hear of it.
      LOG.debug("Not known until when {} is taken", slot, e);
      return new Verdict.Refused(rateLimited(limit.period()));
    }
    if (taken.sure()) {
      takenSlots.remember(slot, taken.left());
    }
    return new Verdict.Refused(rateLimited(taken.left()));
  }

  /**
   * Takes back what {@link #take} gave to requests of which nobody knows that they got onto the
   * queue: as if they had never been. One that did and that the worker has seen keeps everything.
   *
   * @return of each, in their order, whether it was taken back; the others are on the queue
   */
  public List<Boolean> takeBack(List<AcceptedRequest> group) {
    // Every replica locks rows in the same order, so that two cannot wait for each other.
    List<AcceptedRequest> ordered =
        group.stream()
            .sorted(
                Comparator.comparing(AcceptedRequest::slot)
                    .thenComparing(AcceptedRequest::requestUuid))
            .toList();
    Set<UUID> seen =
        finishing.execute(
            status -> {
              Set<UUID> stay =
                  startRequests.takeBack(
                      ordered.stream().map(AcceptedRequest::requestUuid).toList());
              if (limit.on()) {
                permits.giveBack(
                    ordered.stream()
                        .filter(request -> !stay.contains(request.requestUuid()))
                        .map(request -> new Permits.Asked(request.slot(), request.requestUuid()))
                        .toList());
              }
              return stay;
            });
    return group.stream().map(request -> !seen.contains(request.requestUuid())).toList();
  }

  /** Notes that requests are safe on the queue, from where on their slots are known to be taken. */
  public void confirm(List<AcceptedRequest> group) {
    List<UUID> ids = group.stream().map(AcceptedRequest::requestUuid).toList();
    finishing.executeWithoutResult(status -> startRequests.markEnqueued(ids));
  }

  /** The published refusal of a second request within the period. */
  public static Refusal rateLimited(Duration left) {
    return new Refusal(
        Reason.RATE_LIMITED,
        "Enhance your calm! only one request per minute is allowed",
        java.util.Map.of(),
        java.util.Optional.of(left));
  }
}
