package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.request.AcceptedRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A few statements in one transaction of SQLite, during which nobody else writes. */
final class AcceptedByTransaction implements AcceptedRows {
  private final Database database;
  private final SlotPeriods periods;
  private final Permits permits;
  private final WaitingLine line;
  private final RequestRows rows;
  private final Outbox outbox;

  AcceptedByTransaction(
      Database database,
      SlotPeriods periods,
      Permits permits,
      WaitingLine line,
      RequestRows rows,
      Outbox outbox) {
    this.database = database;
    this.periods = periods;
    this.permits = permits;
    this.line = line;
    this.rows = rows;
    this.outbox = outbox;
  }

  @Override
  public Map<UUID, Instant> take(List<Candidate> group) {
    return database.begin(
        status -> {
          Instant now = database.now();
          List<Candidate> accepted = granted(group);
          if (!accepted.isEmpty()) {
            rows.insert(accepted.stream().map(one -> RequestRows.Row.accepted(one, now)).toList());
            outbox.insert(
                accepted.stream()
                    .flatMap(one -> one.entries().stream())
                    .map(entry -> entry.acceptedAt(now))
                    .toList());
          }
          return accepted.stream()
              .map(Candidate::request)
              .collect(Collectors.toMap(AcceptedRequest::requestUuid, request -> now));
        });
  }

  private List<Candidate> granted(List<Candidate> group) {
    List<Permits.Asked> asked =
        group.stream()
            .filter(one -> periods.on(one.request().slot()))
            .filter(one -> !one.mayWait() || !line.somebodyWaits(one.request().slot()))
            .map(one -> new Permits.Asked(one.request().slot(), one.request().requestUuid()))
            .toList();
    Set<UUID> granted = new HashSet<>(permits.grantEach(asked));
    return group.stream()
        .filter(
            one ->
                granted.contains(one.request().requestUuid()) || !periods.on(one.request().slot()))
        .toList();
  }
}
