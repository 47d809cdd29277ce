package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.RateLimitCache;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.outbox.OutboxSettings;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Selector;
import dev.journeygateway.trace.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.util.unit.DataSize;

/** What accepts, on a database of a test and with a queue that only remembers. */
final class Accepting {
  final Database database;
  final ProcessLease lease;
  final Outbox outbox;
  final OutboxSender sender;
  final RateLimitCache taken = new RateLimitCache(() -> 0);
  final LateAcceptances late;
  final WaitingLine line;
  final SlotGrants grants;
  final ScheduledRequests scheduled;
  final Acceptance acceptance;
  final IdempotencyKeys keys;
  final List<AcceptedMessage> queued = new CopyOnWriteArrayList<>();
  final AtomicBoolean brokerAway = new AtomicBoolean();
  final AtomicLong nanos = new AtomicLong();

  Accepting(Database database, Duration period) {
    this(database, period, new OutboxSettings(1000, DataSize.ofMegabytes(1)));
  }

  Accepting(Database database, Duration period, OutboxSettings settings) {
    this.database = database;
    LimitSettings limit = new LimitSettings(period, 400, 20, 2);
    SlotPeriods periods = slot -> period;
    lease = new ProcessLease(database);
    outbox = new Outbox(database, lease);
    sender =
        new OutboxSender(
            outbox,
            messages -> {
              if (brokerAway.get()) {
                throw new IllegalStateException("the broker is away");
              }
              queued.addAll(messages);
            },
            lease,
            settings,
            1 << 20,
            Traces.off());
    sender.start();
    Permits permits = new Permits(database, periods);
    RequestRows rows = new RequestRows(database);
    line = new WaitingLine(limit, periods, permits, rows, database);
    grants = new SlotGrants(limit, periods, permits, taken, outbox, sender, database);
    late = new LateAcceptances(database, periods, permits, outbox, sender, nanos::get);
    AcceptedRows accepted =
        database.either(
            () -> new AcceptedByTransaction(database, periods, permits, line, rows, outbox),
            () -> new AcceptedByStatement(database, periods, outbox));
    scheduled = new ScheduledRequests(limit, periods, permits, line, rows, database);
    acceptance =
        new Acceptance(periods, accepted, line, scheduled, permits, taken, sender, database, late);
    keys = new IdempotencyKeys(database, new IdempotencySettings(Duration.ofHours(24)));
  }

  Candidate candidate(String journey, OverLimit overLimit, String key) {
    return candidate(journey, overLimit, key, new Selector.Users(List.of("a", "b", "c")));
  }

  Candidate candidate(String journey, OverLimit overLimit, String key, Selector selector) {
    AcceptedRequest request =
        new AcceptedRequest(
            UUID.randomUUID(),
            "http",
            new Slot(journey, "point"),
            "AAAAA-00001",
            selector,
            Collections.emptyMap(),
            Instant.EPOCH,
            Optional.ofNullable(key).map(some -> new IdempotencyKey(some, "sha")),
            Optional.empty());
    return new Candidate(
        request,
        overLimit,
        Optional.empty(),
        selector instanceof Selector.Listed ? Optional.of("list.csv") : Optional.empty(),
        outbox.entries(new AcceptedMessages(2).write(request)));
  }

  /** How many rows a table has. */
  long count(String table) {
    return database.writing().queryForObject("select count(*) from " + table, Long.class);
  }

  Map<String, Object> row(Candidate candidate) {
    return database
        .writing()
        .queryForMap(
            "select * from start_request where request_uuid = ?",
            candidate.request().requestUuid());
  }

  /** Frees every slot, as if the period had passed. */
  void letThePeriodPass() {
    database.writing().update("update permit set granted_at = '1970-01-01T00:00:00.000000Z'");
  }
}
