package dev.journeygateway.delivery;

import dev.journeygateway.access.Caller;
import dev.journeygateway.api.Batch;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.delivery.Deliveries.Resolution;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All calls that match a filter, the oldest first: counted, or decided about. */
final class DeliveryBatch {

  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final Deliveries deliveries;

  DeliveryBatch(Database database, Deliveries deliveries) {
    this.database = database;
    this.deliveries = deliveries;
  }

  /**
   * Which calls are meant.
   *
   * @param destinations the names of those that the caller may see
   * @param state unknown or refused
   */
  record Filter(
      Set<String> destinations, String state, Optional<String> journey, Optional<UUID> request) {}

  long count(Filter filter, Caller caller) {
    return bind("count-deliveries-to-resolve", filter, caller).number();
  }

  Batch.Came all(Filter filter, Resolution as, Caller caller) {
    Batch batch = new Batch();
    batch.<UUID>each(
        after ->
            bind("find-deliveries-to-resolve", filter, caller)
                .with("after", after.orElse(FIRST))
                .with("limit", Batch.SLICE)
                .list(row -> row.uuid("delivery_uuid")),
        delivery -> deliveries.resolve(delivery, as, caller));
    return batch.came(() -> count(filter, caller));
  }

  private Sql bind(String name, Filter filter, Caller caller) {
    return database
        .ask(name)
        .with("destinations", filter.destinations())
        .with("state", filter.state())
        .with("applications", caller.applications())
        .with("any_journey", filter.journey().isEmpty())
        .with("journey_id", filter.journey().orElse(""))
        .with("any_request", filter.request().isEmpty())
        .with("request_uuid", filter.request().orElse(FIRST));
  }
}
