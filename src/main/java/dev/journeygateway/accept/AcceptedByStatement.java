package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxEntry;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.IdempotencyKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * One statement of PostgreSQL, which commits itself: a transaction of several would travel five
 * times and be planned for each request.
 */
final class AcceptedByStatement implements AcceptedRows {
  private final Database database;
  private final SlotPeriods periods;
  private final Outbox outbox;

  AcceptedByStatement(Database database, SlotPeriods periods, Outbox outbox) {
    this.database = database;
    this.periods = periods;
    this.outbox = outbox;
  }

  @Override
  public Map<UUID, Instant> take(List<Candidate> group) {
    List<OutboxEntry> entries = group.stream().flatMap(one -> one.entries().stream()).toList();
    Map<UUID, Instant> accepted = new HashMap<>();
    database
        .write("accept-requests")
        .with("request_uuids", column(group, AcceptedRequest::requestUuid))
        .with("doors", column(group, AcceptedRequest::door))
        .with("journey_ids", column(group, request -> request.slot().journeyId()))
        .with("entry_point_ids", column(group, request -> request.slot().entryPointId()))
        .with("application_codes", column(group, AcceptedRequest::applicationCode))
        .with("selectors", column(group, request -> request.selector().kind()))
        .with("requested", column(group, AcceptedRequest::requested))
        .with("rejected", column(group, AcceptedRequest::rejected))
        .with("traceparents", column(group, request -> request.traceparent().orElse(null)))
        .with("files", group.stream().map(one -> one.file().orElse(null)).toList())
        .with(
            "idempotency_keys",
            column(group, request -> request.key().map(IdempotencyKey::key).orElse(null)))
        .with(
            "body_sha256s",
            column(group, request -> request.key().map(IdempotencyKey::bodySha256).orElse(null)))
        .with("periods", column(group, request -> periods.of(request.slot()).toMillis()))
        .with("may_wait", group.stream().map(Candidate::mayWait).toList())
        .with("owner", outbox.owner())
        .with("time_from", AcceptedMessages.TIME_FROM)
        .with(
            "message_request_uuids",
            entries.stream().map(entry -> entry.message().requestUuid().orElseThrow()).toList())
        .with("positions", entries.stream().map(OutboxEntry::position).toList())
        .with(
            "chunk_numbers",
            entries.stream().map(entry -> entry.message().chunk().orElseThrow()).toList())
        .with(
            "chunk_totals",
            entries.stream().map(entry -> entry.message().chunks().orElse(null)).toList())
        .with("messages", entries.stream().map(entry -> entry.message().body()).toList())
        .each(row -> accepted.put(row.uuid("request_uuid"), row.instant("accepted_at")));
    return accepted;
  }

  private static List<?> column(List<Candidate> group, Function<AcceptedRequest, ?> value) {
    return group.stream().map(Candidate::request).<Object>map(value).toList();
  }
}
