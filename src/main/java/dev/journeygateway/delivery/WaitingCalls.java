package dev.journeygateway.delivery;

import dev.journeygateway.database.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Calls that wait and are not to be made: their request was cancelled, or their person erased. */
public final class WaitingCalls {

  private final Database database;
  private final CallCounts counts;

  public WaitingCalls(Database database) {
    this.database = database;
    this.counts = new CallCounts(database);
  }

  /**
   * Cancels the calls of a request that were not made yet, in the transaction under way. Calls
   * under way end as they do, but for one that nobody got; so does one that failed and is shared
   * with other requests. The state of the request and its counts are the caller's to write.
   */
  Deliveries.Cancelled cancel(UUID request) {
    Optional<DeliverySlot> slot = lockSlot(request);
    if (slot.isEmpty()) {
      return new Deliveries.Cancelled(0, 0);
    }
    record Open(long people, int calls) {}
    Open open =
        database
            .write("count-people-to-cancel")
            .with("request_uuid", request)
            .first(row -> new Open(row.number("ids"), row.integer("calls")))
            .orElseThrow();
    boolean ready = ready(request);
    database.write("delete-people-to-cancel").with("request_uuid", request).update();
    database
        .write("cancel-unsettled-deliveries")
        .with("no", false)
        .with("request_uuid", request)
        .update();
    if (!ready) {
      return new Deliveries.Cancelled(open.people(), 0);
    }
    leaveLine(slot.get(), request, open.calls());
    long people = open.people() + cancelSettled(slot.get(), request, any -> true);
    return new Deliveries.Cancelled(people, counts.unended(request));
  }

  /**
   * Ends a call for one person that was not tried yet, in the transaction under way; with the last
   * call of a request that ends too.
   *
   * @return whether the call is ended by that: not one that was tried, that names more people, or
   *     whose request is still being made into calls
   */
  public boolean cancelSingle(UUID request, UUID delivery) {
    Optional<DeliverySlot> slot = lockSlot(request);
    boolean cancelled =
        slot.isPresent()
            && ready(request)
            && database
                    .write("cancel-single-delivery")
                    .with("no", false)
                    .with("delivery_uuid", delivery)
                    .update()
                == 1;
    if (cancelled) {
      leaveLine(slot.get(), request, 1);
      counts.endIfOver(request);
    }
    return cancelled;
  }

  /** The slot of a request that is made into calls. */
  private Optional<DeliverySlot> lockSlot(UUID request) {
    Optional<DeliverySlot> slot =
        database
            .write("find-slot-of-request")
            .with("request_uuid", request)
            .first(DeliverySlot::of);
    slot.ifPresent(found -> found.in(database.write("lock-delivery-slot")).exists());
    return slot;
  }

  /** Whether all people of a request are in calls. */
  private boolean ready(UUID request) {
    return database
        .write("find-slot-of-request")
        .with("request_uuid", request)
        .first(row -> row.flag("ready"))
        .orElse(false);
  }

  private record Settled(UUID delivery, long ids, int attempts, UUID leader, int shares) {}

  /**
   * Ends those of one request whose body is settled, in the transaction under way. One that others
   * share goes on without it where nobody has got it yet, and else as it is.
   *
   * @return how many people of them will not be delivered
   */
  long cancelSettled(DeliverySlot slot, UUID request, Predicate<UUID> which) {
    List<Settled> settled =
        database
            .write("find-settled-shares")
            .with("request_uuid", request)
            .list(
                row ->
                    new Settled(
                        row.uuid("delivery_uuid"),
                        row.number("ids"),
                        row.integer("attempts"),
                        row.uuid("leader"),
                        row.integer("shares")));
    long people = 0;
    for (Settled each : settled) {
      if (!which.test(each.delivery())) {
        continue;
      }
      if (each.shares() == 1) {
        deletePeople(each, request);
        database
            .write("end-delivery")
            .with("state", "cancelled")
            .with("message", null)
            .with("remote_request_uuid", null)
            .with("delivery_uuid", each.delivery())
            .update();
        leaveLine(slot, request, 1);
        people += each.ids();
      } else if (each.attempts() == 0) {
        leaveShared(each, request);
        people += each.ids();
      }
    }
    return people;
  }

  private void leaveLine(DeliverySlot slot, UUID request, int calls) {
    counts.addWaiting(slot, request, -calls);
    counts.addUnended(request, -calls);
  }

  private void deletePeople(Settled each, UUID request) {
    database
        .write("delete-people-of-share")
        .with("delivery_uuid", each.delivery())
        .with("request_uuid", request)
        .update();
  }

  /** A shared call that nobody has got yet goes on without this request. */
  private void leaveShared(Settled each, UUID request) {
    deletePeople(each, request);
    database
        .write("leave-delivery")
        .with("delivery_uuid", each.delivery())
        .with("request_uuid", request)
        .update();
    counts.addUnended(request, -1);
    UUID leader = each.leader();
    if (leader.equals(request)) {
      leader =
          database
              .write("find-delivery-shares")
              .with("delivery_uuid", each.delivery())
              .first(row -> row.uuid("request_uuid"))
              .orElseThrow();
      counts.addWaiting(request, -1);
      counts.addWaiting(leader, 1);
    }
    database
        .write("lead-delivery")
        .with("request_uuid", leader)
        .with("ids", each.ids())
        .with("delivery_uuid", each.delivery())
        .update();
  }
}
