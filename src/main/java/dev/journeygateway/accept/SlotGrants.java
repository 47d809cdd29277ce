package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.RateLimitCache;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.trace.TraceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants free slots to those who are first in their lines: the permit, by the same statement as
 * everywhere, the end of the wait and the messages' way into the outbox are one transaction.
 */
public final class SlotGrants {
  private static final Logger LOG = LoggerFactory.getLogger(SlotGrants.class);

  private static final int AT_A_TIME = 100;

  private final LimitSettings limit;
  private final SlotPeriods periods;
  private final Permits permits;
  private final RateLimitCache taken;
  private final Outbox outbox;
  private final OutboxSender sender;
  private final Database database;

  SlotGrants(
      LimitSettings limit,
      SlotPeriods periods,
      Permits permits,
      RateLimitCache taken,
      Outbox outbox,
      OutboxSender sender,
      Database database) {
    this.limit = limit;
    this.periods = periods;
    this.permits = permits;
    this.taken = taken;
    this.outbox = outbox;
    this.sender = sender;
    this.database = database;
  }

  /** A request that got its slot, and what its trace goes on from. */
  private record Granted(UUID request, Optional<String> traceparent) {}

  private record Head(UUID requestUuid, Slot slot, String coalescingKey, boolean sharesSlot) {}

  /**
   * Grants what can be granted now.
   *
   * @return requests that got their slot
   */
  public List<UUID> grant() {
    List<UUID> all = new ArrayList<>();
    List<Head> heads;
    boolean any;
    do {
      heads =
          database
              .read("find-heads-of-free-slots")
              .with("period", limit.period())
              .with("limit", AT_A_TIME)
              .list(
                  row ->
                      new Head(
                          row.uuid("request_uuid"),
                          new Slot(row.text("journey_id"), row.text("entry_point_id")),
                          row.text("coalescing_key"),
                          row.flag("shares_slot")));
      any = false;
      for (Head head : heads) {
        List<Granted> granted = grant(head);
        any |= !granted.isEmpty();
        granted.forEach(one -> all.add(one.request()));
      }
    } while (any && heads.size() == AT_A_TIME);
    return all;
  }

  private List<Granted> grant(Head head) {
    List<Granted> granted = new ArrayList<>();
    List<Outbox.Stored> moved = new ArrayList<>();
    database.finish(
        status -> {
          boolean free =
              !periods.on(head.slot())
                  || permits.grant(new Permits.Asked(head.slot(), head.requestUuid()));
          if (!free || !leave(head.requestUuid(), granted, moved)) {
            // Another process was quicker; a grant of ours is one too many.
            status.setRollbackOnly();
            granted.clear();
          } else if (head.sharesSlot()) {
            alike(head).forEach(other -> leave(other, granted, moved));
          }
          return null;
        });
    if (!granted.isEmpty()) {
      if (periods.on(head.slot())) {
        taken.remember(head.slot(), periods.of(head.slot()));
      }
      moved.forEach(sender::add);
      granted.forEach(one -> log(one, head.slot()));
    }
    return granted;
  }

  private List<UUID> alike(Head head) {
    return database
        .write("find-waiting-alike")
        .with("journey_id", head.slot().journeyId())
        .with("entry_point_id", head.slot().entryPointId())
        .with("coalescing_key", head.coalescingKey())
        .list(row -> row.uuid("request_uuid"));
  }

  private boolean leave(UUID request, List<Granted> granted, List<Outbox.Stored> moved) {
    if (database.write("leave-line").with("request_uuid", request).update() == 0) {
      return false;
    }
    Optional<String> traceparent =
        database
            .write("start-waiting-request")
            .with("request_uuid", request)
            .first(row -> Optional.ofNullable(row.text("traceparent")))
            .orElseThrow();
    Outbox.Stored stored = outbox.moveWaiting(request);
    if (stored.count() > 0) {
      moved.add(stored);
    }
    granted.add(new Granted(request, traceparent));
    return true;
  }

  private static void log(Granted granted, Slot slot) {
    try (var log = TraceLog.of(granted.request(), granted.traceparent())) {
      LOG.info("Got its slot: journey {}", slot.journeyId());
    }
  }
}
