package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.trace.TraceLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that start later, in the database. They are safe from the moment they are accepted, and
 * take nobody's slot; when their time comes, by the database's clock, they join the line of their
 * entry point like any other.
 */
final class ScheduledRequests {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledRequests.class);

  private static final int AT_A_TIME = 100;

  private final LimitSettings limit;
  private final SlotPeriods periods;
  private final Permits permits;
  private final WaitingLine line;
  private final RequestRows rows;
  private final Database database;

  ScheduledRequests(
      LimitSettings limit,
      SlotPeriods periods,
      Permits permits,
      WaitingLine line,
      RequestRows rows,
      Database database) {
    this.limit = limit;
    this.periods = periods;
    this.permits = permits;
    this.line = line;
    this.rows = rows;
    this.database = database;
  }

  private record Known(long requests, Optional<Instant> first) {}

  /**
   * Keeps a request until its time in the transaction under way, or refuses it when its entry point
   * has as many of them as its line may have.
   *
   * @throws org.springframework.dao.DuplicateKeyException when its key is there already
   */
  WaitingLine.Joined join(Candidate candidate) {
    Slot slot = candidate.request().slot();
    // Under the permit's lock nobody else adds one: the bound is exact.
    Permits.State permit = permits.lock(slot);
    Known known =
        database
            .write("count-scheduled")
            .with("journey_id", slot.journeyId())
            .with("entry_point_id", slot.entryPointId())
            .first(
                row -> new Known(row.number("requests"), Optional.ofNullable(row.instant("first"))))
            .orElseThrow();
    if (known.requests() >= limit.maxWaiting()) {
      Duration left =
          Duration.between(permit.now(), known.first().orElse(permit.now().plus(periods.of(slot))));
      return new WaitingLine.Joined.Refused(
          Acceptance.rateLimited(left.isNegative() ? Duration.ZERO : left));
    }
    rows.insert(List.of(new RequestRows.Row(candidate, permit.now(), Optional.empty())));
    database
        .write("insert-scheduled-request")
        .with("request_uuid", candidate.request().requestUuid())
        .with("start_at", candidate.startAt().orElseThrow())
        .with("journey_id", slot.journeyId())
        .with("entry_point_id", slot.entryPointId())
        .with("coalescing_key", WaitingLine.coalescingKey(candidate.request()))
        .with("shares_slot", candidate.sharesSlot())
        .update();
    line.insertMessages(candidate, permit.now());
    return new WaitingLine.Joined.Waits(permit.now(), Optional.empty());
  }

  private record Due(
      UUID requestUuid,
      Slot slot,
      String coalescingKey,
      boolean sharesSlot,
      Optional<String> traceparent) {}

  /** Lets those whose time has come join their lines. */
  void beginDue() {
    List<Due> due;
    do {
      due =
          database
              .read("find-due-requests")
              .with("limit", AT_A_TIME)
              .list(
                  row ->
                      new Due(
                          row.uuid("request_uuid"),
                          new Slot(row.text("journey_id"), row.text("entry_point_id")),
                          row.text("coalescing_key"),
                          row.flag("shares_slot"),
                          Optional.ofNullable(row.text("traceparent"))));
      due.forEach(this::begin);
    } while (due.size() == AT_A_TIME);
  }

  private void begin(Due due) {
    boolean begun =
        database.finish(
            status -> {
              Permits.State permit = permits.lock(due.slot());
              if (database
                      .write("delete-scheduled-request")
                      .with("request_uuid", due.requestUuid())
                      .update()
                  == 0) {
                // Another process was quicker, or it was cancelled.
                return false;
              }
              database
                  .write("begin-scheduled-request")
                  .with("request_uuid", due.requestUuid())
                  .with("expected_at", line.expected(due.slot(), permit, line.waiting(due.slot())))
                  .update();
              line.insert(due.requestUuid(), due.slot(), due.coalescingKey(), due.sharesSlot());
              return true;
            });
    if (begun) {
      try (var log = TraceLog.of(due.requestUuid(), due.traceparent())) {
        LOG.info("Its time has come: journey {}", due.slot().journeyId());
      }
    }
  }
}
