package dev.journeygateway.journey;

import dev.journeygateway.access.Caller;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.audit.Audit.Target;
import dev.journeygateway.database.Database;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journeys that an operator holds: nobody enters them until they are released, whatever the
 * catalogue file says. Every replica notices within a second or two.
 */
public final class JourneyHolds {
  private static final Logger LOG = LoggerFactory.getLogger(JourneyHolds.class);

  private final Database database;
  private final JourneyCatalog journeys;
  private final Audit audit;

  JourneyHolds(Database database, JourneyCatalog journeys, Audit audit) {
    this.audit = audit;
    this.database = database;
    this.journeys = journeys;
  }

  /**
   * Holds a journey; one that is held already stays so.
   *
   * @return since when it is held
   */
  public Optional<Instant> hold(Journey journey, Caller caller) {
    return change("hold-journey", journey, Action.JOURNEY_HELD, caller);
  }

  /** Releases a journey, which is then again what the catalogue file says. */
  public void release(Journey journey, Caller caller) {
    change("release-journey", journey, Action.JOURNEY_RELEASED, caller);
  }

  private Optional<Instant> change(
      String statement, Journey journey, Action action, Caller caller) {
    String journeyId = journey.id();
    Optional<Instant> heldAt =
        database.begin(
            status -> {
              if (database.write(statement).with("journey_id", journeyId).update() == 1) {
                database.write("note-catalog-change").update();
                audit.write(
                    caller.hint(),
                    journey.applicationCode(),
                    action,
                    Target.of("journey", journeyId),
                    Map.of());
                LOG.info("{}: {}", action.text(), journeyId);
              }
              return database
                  .write("find-journey-hold")
                  .with("journey_id", journeyId)
                  .first(row -> Optional.ofNullable(row.instant("held_at")))
                  .flatMap(held -> held);
            });
    journeys.forget();
    return heldAt;
  }
}
