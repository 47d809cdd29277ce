package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outage.Outage;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.trace.TraceLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acceptances whose callers were told to try again: their commit came back too late, or it is not
 * known whether it went through, because the database hung. They are undone before the sender sees
 * them, unless their key was sent again and answered meanwhile.
 */
final class LateAcceptances implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LateAcceptances.class);

  /**
   * A commit that is in doubt may still go through when the database is back. While that answers
   * and has no such request, it is looked for so long.
   */
  private static final long LOOKED_FOR_NANOS = Duration.ofSeconds(60).toNanos();

  private final Database database;
  private final SlotPeriods periods;
  private final Permits permits;
  private final Outbox outbox;
  private final OutboxSender sender;
  private final LongSupplier nanoTime;
  private final Map<UUID, Late> all = new ConcurrentHashMap<>();

  private record Late(Candidate candidate, boolean certain, Long absentSinceNanos) {}

  private enum Found {
    UNDONE,
    KEPT,
    ABSENT
  }

  /**
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  LateAcceptances(
      Database database,
      SlotPeriods periods,
      Permits permits,
      Outbox outbox,
      OutboxSender sender,
      LongSupplier nanoTime) {
    this.database = database;
    this.periods = periods;
    this.permits = permits;
    this.outbox = outbox;
    this.sender = sender;
    this.nanoTime = nanoTime;
  }

  /** Takes one that was committed when its caller had given up. */
  void add(Candidate candidate) {
    all.put(candidate.request().requestUuid(), new Late(candidate, true, null));
  }

  /** Takes one of which it is not known whether it was committed. */
  void addUncertain(Candidate candidate) {
    all.put(candidate.request().requestUuid(), new Late(candidate, false, null));
  }

  /** How many there are. */
  public int count() {
    return all.size();
  }

  /**
   * Undoes what can be undone now.
   *
   * @throws org.springframework.dao.DataAccessException when the database is away
   */
  public void undo() {
    for (Late each : List.copyOf(all.values())) {
      UUID id = each.candidate().request().requestUuid();
      try (var log = TraceLog.of(id, each.candidate().request().traceparent())) {
        Found found;
        try {
          found = database.finish(status -> undo(each.candidate()));
        } catch (RuntimeException e) {
          if (Outage.of(e) != Outage.Kind.WRONG) {
            throw e;
          }
          // The others are not to wait for it.
          LOG.error("It cannot be undone and is tried again", e);
          continue;
        }
        switch (found) {
          case UNDONE -> {
            all.remove(id);
            LOG.warn("Undone: its commit came too late for its caller");
          }
          case KEPT -> {
            all.remove(id);
            each.candidate().stored().ifPresent(sender::add);
            LOG.info("Kept: its caller asked again with its key");
          }
          case ABSENT -> keepLooking(id, each);
        }
      }
    }
  }

  private Found undo(Candidate candidate) {
    UUID id = candidate.request().requestUuid();
    boolean replayed =
        database
            .write("lock-idempotency-key")
            .with("request_uuid", id)
            .first(row -> row.flag("replayed"))
            .orElse(false);
    if (replayed) {
      return Found.KEPT;
    }
    if (database.write("undo-start-request").with("request_uuid", id).update() == 0) {
      return Found.ABSENT;
    }
    outbox.undo(id);
    database.write("delete-scheduled-request").with("request_uuid", id).update();
    database.write("leave-line").with("request_uuid", id).update();
    database.write("delete-waiting-messages").with("request_uuid", id).update();
    if (periods.on(candidate.request().slot())) {
      permits.free(List.of(new Permits.Asked(candidate.request().slot(), id)));
    }
    return Found.UNDONE;
  }

  private void keepLooking(UUID id, Late each) {
    long now = nanoTime.getAsLong();
    if (each.absentSinceNanos() == null) {
      all.put(id, new Late(each.candidate(), each.certain(), now));
    } else if (each.certain() || now - each.absentSinceNanos() > LOOKED_FOR_NANOS) {
      all.remove(id);
    }
  }

  /** Undoes what is left: after the end of this process nobody could. */
  @Override
  public void close() {
    try {
      undo();
    } catch (RuntimeException e) {
      LOG.warn("{} acceptances came too late and are not undone: {}", all.size(), e.toString());
    }
  }
}
