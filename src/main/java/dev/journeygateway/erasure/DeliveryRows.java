package dev.journeygateway.erasure;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.delivery.WaitingCalls;
import dev.journeygateway.person.ForgottenPeople;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Calls to destinations. A call that was not tried loses the person, and is not made where it names
 * nobody else; one that was tried has to be repeated as it is, so it is waited for. Destinations
 * that were told of the person are named.
 */
final class DeliveryRows implements ErasedPlace {

  private static final Set<String> OPEN = Set.of("waiting", "held", "sending", "unknown");

  private final Database database;
  private final ForgottenPeople forgotten;
  private final WaitingCalls calls;

  DeliveryRows(Database database, ForgottenPeople forgotten) {
    this.database = database;
    this.forgotten = forgotten;
    this.calls = new WaitingCalls(database);
  }

  private record Found(
      UUID request, String submittedId, UUID delivery, String destination, String state) {

    static Found of(Row row) throws SQLException {
      return new Found(
          row.uuid("request_uuid"),
          row.text("submitted_id"),
          row.uuid("delivery_uuid"),
          row.text("destination"),
          row.text("state"));
    }
  }

  @Override
  public Swept sweep(ErasedPerson person) {
    List<String> toAsk = new ArrayList<>();
    database
        .read("find-destinations-told")
        .with("user_ids", person.written())
        .with("application_code", person.applicationCode())
        .each(
            row ->
                toAsk.add(told(row.text("destination"), "of journey " + row.text("journey_id"))));
    List<Found> all =
        database
            .read("find-deliveries-to-erase")
            .with("ids", person.written())
            .with("id", person.id())
            .with("application_code", person.applicationCode())
            .list(Found::of);
    List<String> notReached = new ArrayList<>();
    long erased = 0;
    for (Found found : all) {
      if (erase(found)) {
        erased++;
      } else {
        notReached.add(
            "the call %s to %s is %s and names the person; it goes when it has ended"
                .formatted(found.delivery(), found.destination(), found.state()));
        toAsk.add(told(found.destination(), "by the call " + found.delivery()));
      }
    }
    return new Swept(Map.of("deliveries", erased), notReached, toAsk, !notReached.isEmpty());
  }

  private static String told(String destination, String how) {
    return "the destination " + destination + ", " + how + ": erase the person there too";
  }

  private boolean erase(Found found) {
    if (!OPEN.contains(found.state())) {
      return database.finish(
          status -> {
            forget(found);
            return true;
          });
    }
    return database.finish(status -> leave(found)) || database.finish(status -> cancel(found));
  }

  private boolean leave(Found found) {
    database.write("lock-delivery").with("delivery_uuid", found.delivery()).exists();
    if (database.write("shrink-delivery").with("delivery_uuid", found.delivery()).update() == 0) {
      return false;
    }
    notSent(found);
    return true;
  }

  /** A call that names nobody else. */
  private boolean cancel(Found found) {
    if (!calls.cancelSingle(found.request(), found.delivery())) {
      return false;
    }
    notSent(found);
    return true;
  }

  private void notSent(Found found) {
    database
        .write("shrink-delivery-share")
        .with("delivery_uuid", found.delivery())
        .with("request_uuid", found.request())
        .update();
    forgotten.countCancelled(found.request(), 1);
    forget(found);
  }

  private void forget(Found found) {
    database
        .write("erase-delivery-person")
        .with("submitted_id", found.submittedId())
        .with("request_uuid", found.request())
        .update();
  }
}
