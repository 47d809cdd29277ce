package dev.journeygateway.delivery;

import dev.journeygateway.database.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Calls that wait and are not to be made: their request was cancelled, or their person erased. */
public final class WaitingCalls {

  private final Database database;

  public WaitingCalls(Database database) {
    this.database = database;
  }

  /**
   * Ends a call for one person that was not tried yet, in the transaction under way; with the last
   * call of a request that ends too.
   *
   * @return whether the call is ended by that: not one that was tried, that names more people, or
   *     whose request is still being made into calls
   */
  public boolean cancelSingle(UUID request, UUID delivery) {
    Optional<DeliverySlot> slot =
        database
            .write("find-slot-of-request")
            .with("request_uuid", request)
            .first(DeliverySlot::of);
    if (slot.isEmpty()) {
      return false;
    }
    slot.get().in(database.write("lock-delivery-slot")).exists();
    boolean ready =
        database
            .write("find-slot-of-request")
            .with("request_uuid", request)
            .first(row -> row.flag("ready"))
            .orElse(false);
    if (!ready
        || database
                .write("cancel-single-delivery")
                .with("no", false)
                .with("delivery_uuid", delivery)
                .update()
            == 0) {
      return false;
    }
    leaveLine(slot.get(), request, 1);
    if (database.write("find-unended-calls").with("request_uuid", request).number() == 0) {
      database.write("end-delivering-request").with("request_uuid", request).update();
    }
    return true;
  }

  private record Settled(UUID delivery, long ids, int attempts, UUID leader, int shares) {}

  /**
   * Ends those of one request whose body is settled, in the transaction under way. One that others
   * share goes on without it where nobody has got it yet, and else as it is.
   *
   * @return how many people of them will not be delivered
   */
  long cancel(DeliverySlot slot, UUID request, Predicate<UUID> which) {
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

  /** Takes calls of a request out of the line of its slot. */
  void leaveLine(DeliverySlot slot, UUID request, int calls) {
    addWaiting(request, -calls);
    addUnended(request, -calls);
    slot.in(database.write("add-waiting-to-slot")).with("calls", -calls).update();
  }

  private void addWaiting(UUID request, int calls) {
    database.write("add-waiting-calls").with("calls", calls).with("request_uuid", request).update();
  }

  private void addUnended(UUID request, int calls) {
    database.write("add-unended-calls").with("calls", calls).with("request_uuid", request).update();
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
    addUnended(request, -1);
    UUID leader = each.leader();
    if (leader.equals(request)) {
      leader =
          database
              .write("find-delivery-shares")
              .with("delivery_uuid", each.delivery())
              .first(row -> row.uuid("request_uuid"))
              .orElseThrow();
      addWaiting(request, -1);
      addWaiting(leader, 1);
    }
    database
        .write("lead-delivery")
        .with("request_uuid", leader)
        .with("ids", each.ids())
        .with("delivery_uuid", each.delivery())
        .update();
  }
}
