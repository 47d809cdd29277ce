package dev.journeygateway.delivery;

import dev.journeygateway.database.Database;
import java.util.UUID;

/**
 * How many calls of a request wait and how many have not ended, and how many wait for a slot; all
 * in the transaction under way, which has locked the slot.
 */
final class CallCounts {

  private final Database database;

  CallCounts(Database database) {
    this.database = database;
  }

  /** Calls of a request begin to wait, or with a negative number do so no more. */
  void addWaiting(UUID request, int calls) {
    database.write("add-waiting-calls").with("calls", calls).with("request_uuid", request).update();
  }

  /** As {@link #addWaiting(UUID, int)}, and the slot has so many more in its line. */
  void addWaiting(DeliverySlot slot, UUID request, int calls) {
    addWaiting(request, calls);
    slot.in(database.write("add-waiting-to-slot")).with("calls", calls).update();
  }

  /** Calls of a request are open, or with a negative number are so no more. */
  void addUnended(UUID request, int calls) {
    database.write("add-unended-calls").with("calls", calls).with("request_uuid", request).update();
  }

  long unended(UUID request) {
    return database.write("find-unended-calls").with("request_uuid", request).number();
  }

  /** Shows a request as done whose calls have all ended; returns whether it is by that. */
  boolean endIfOver(UUID request) {
    return unended(request) == 0
        && database.write("end-delivering-request").with("request_uuid", request).update() == 1;
  }
}
