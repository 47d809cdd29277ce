package dev.journeygateway.journey;

import dev.journeygateway.database.Database;
import java.time.Instant;
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

  JourneyHolds(Database database, JourneyCatalog journeys) {
    this.database = database;
    this.journeys = journeys;
  }

  /**
   * Holds a journey; one that is held already stays so.
   *
   * @return since when it is held
   */
  public Optional<Instant> hold(String journeyId) {
    return change("hold-journey", journeyId);
  }

  /** Releases a journey, which is then again what the catalogue file says. */
  public void release(String journeyId) {
    change("release-journey", journeyId);
  }

  private Optional<Instant> change(String statement, String journeyId) {
    Optional<Instant> heldAt =
        database.begin(
            status -> {
              if (database.write(statement).with("journey_id", journeyId).update() == 1) {
                database.write("note-catalog-change").update();
                LOG.info("{}: {}", statement, journeyId);
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
