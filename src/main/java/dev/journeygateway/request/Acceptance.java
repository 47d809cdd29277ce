package dev.journeygateway.request;

import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.TakenSlots;
import dev.journeygateway.tracking.StartRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The decision to accept: the permit, the start_request row and the idempotency key of a request
 * are one database transaction, shared by all requests that were waiting for it (promises.md, "the
 * shape that keeps them").
 */
public final class Acceptance {

  private final LimitSettings limit;
  private final Permits permits;
  private final TakenSlots takenSlots;
  private final StartRequests startRequests;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final TransactionTemplate finishing;

  public Acceptance(
      LimitSettings limit,
      Permits permits,
      TakenSlots takenSlots,
      StartRequests startRequests,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      TransactionTemplate finishing) {
    this.limit = limit;
    this.permits = permits;
    this.takenSlots = takenSlots;
    this.startRequests = startRequests;
    this.jdbc = jdbc;
    this.transaction = transaction;
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
    return transaction.execute(
        status -> {
          Instant now =
              jdbc.queryForObject("select current_timestamp", java.time.OffsetDateTime.class)
                  .toInstant();
          Verdict[] verdicts = new Verdict[group.size()];
          Arrays.fill(verdicts, new Verdict.Granted(now));
          if (limit.on()) {
            grantPermits(group, verdicts);
          }
          List<StartRequests.NewRow> rows = new ArrayList<>(group.size());
          for (int i = 0; i < verdicts.length; i++) {
            if (verdicts[i] instanceof Verdict.Granted) {
              rows.add(row(group.get(i), now));
            }
          }
          startRequests.insert(rows);
          return List.of(verdicts);
        });
  }

  private void grantPermits(List<AcceptedRequest> group, Verdict[] verdicts) {
    // Every replica takes row locks in the same order, so two groups cannot wait for each other.
    List<Integer> order =
        java.util.stream.IntStream.range(0, group.size())
            .boxed()
            .sorted(Comparator.comparing(i -> group.get(i).slot()))
            .toList();
    boolean[] granted =
        permits.grant(
            order.stream()
                .map(i -> new Permits.Asked(group.get(i).slot(), group.get(i).requestUuid()))
                .toList());
    for (int k = 0; k < granted.length; k++) {
      if (!granted[k]) {
        AcceptedRequest refused = group.get(order.get(k));
        Permits.Taken taken = permits.taken(refused.slot());
        if (taken.sure()) {
          takenSlots.remember(refused.slot(), taken.left());
        }
        verdicts[order.get(k)] = new Verdict.Refused(rateLimited(taken.left()));
      }
    }
  }

  static StartRequests.NewRow row(AcceptedRequest request, Instant acceptedAt) {
    return new StartRequests.NewRow(
        request.requestUuid(),
        request.door(),
        request.slot().journeyId(),
        request.slot().entryPointId(),
        request.applicationCode(),
        request.selector().kind(),
        acceptedAt,
        request.requested(),
        request.key().map(IdempotencyKey::key),
        request.key().map(IdempotencyKey::bodySha256));
  }

  /**
   * Takes back what {@link #take} gave to requests that did not get onto the queue: as if they had
   * never been.
   */
  public void takeBack(List<AcceptedRequest> group) {
    finishing.executeWithoutResult(
        status -> {
          if (limit.on()) {
            permits.giveBack(
                group.stream()
                    .sorted(Comparator.comparing(AcceptedRequest::slot))
                    .map(request -> new Permits.Asked(request.slot(), request.requestUuid()))
                    .toList());
          }
          startRequests.delete(group.stream().map(AcceptedRequest::requestUuid).toList());
        });
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
