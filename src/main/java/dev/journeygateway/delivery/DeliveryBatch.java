package dev.journeygateway.delivery;

import dev.journeygateway.access.Caller;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.delivery.Deliveries.Resolution;
import dev.journeygateway.request.RequestRefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Decides about all calls that match a filter, each in a transaction of its own, the oldest first.
 */
final class DeliveryBatch {

  private static final int SLICE = 100;
  private static final UUID FIRST = new UUID(0, 0);

  /** A caller has an answer within five seconds: what is left then is theirs to ask for again. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

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

  /**
   * What it came to.
   *
   * @param done how many were decided
   * @param refused how many were decided by somebody else meanwhile
   * @param left how many match that were not reached in time
   */
  record Came(int done, int refused, long left) {}

  long count(Filter filter, Caller caller) {
    return bind("count-deliveries-to-resolve", filter, caller).number();
  }

  Came all(Filter filter, Resolution as, Caller caller) {
    long begin = System.nanoTime();
    int done = 0;
    int refused = 0;
    UUID after = FIRST;
    List<UUID> slice;
    do {
      slice =
          bind("find-deliveries-to-resolve", filter, caller)
              .with("after", after)
              .with("limit", SLICE)
              .list(row -> row.uuid("delivery_uuid"));
      for (UUID delivery : slice) {
        if (System.nanoTime() - begin > PATIENCE_NANOS) {
          return new Came(done, refused, count(filter, caller));
        }
        try {
          deliveries.resolve(delivery, as, caller);
          done++;
        } catch (RequestRefusedException e) {
          refused++;
        }
        after = delivery;
      }
    } while (slice.size() == SLICE);
    return new Came(done, refused, 0);
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
