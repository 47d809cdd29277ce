package dev.journeygateway.delivery;

import dev.journeygateway.access.Caller;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the destinations are, for those whose journeys go there. */
final class DestinationReport {

  private final Database database;
  private final DestinationCatalog destinations;
  private final DestinationStates states;

  DestinationReport(Database database, DestinationCatalog destinations, DestinationStates states) {
    this.database = database;
    this.destinations = destinations;
    this.states = states;
  }

  /**
   * A destination as it is shown.
   *
   * @param state up, stopped or broken
   * @param waiting calls that wait, the held ones among them
   * @param nextCallAt when the next call may be made; there while calls wait
   */
  record Shown(
      String name,
      String type,
      String state,
      long waiting,
      long held,
      long sending,
      long unknown,
      Optional<Instant> nextCallAt,
      Optional<Instant> stoppedAt,
      Optional<String> stoppedBecause,
      Optional<String> lastError,
      Optional<Instant> lastErrorAt) {}

  /** All destinations of the catalogue. */
  List<Shown> all() {
    return database
        .ask("find-destination-states")
        .list(
            row -> {
              String name = row.text("name");
              Optional<Instant> stopped = Optional.ofNullable(row.instant("stopped_at"));
              return new Shown(
                  name,
                  row.text("type"),
                  stopped.isPresent() ? "stopped" : broken(row, name) ? "broken" : "up",
                  row.number("waiting"),
                  row.number("held"),
                  row.number("sending"),
                  row.number("unknown_calls"),
                  Optional.ofNullable(row.instant("next_call_at")),
                  stopped,
                  Optional.ofNullable(row.text("stopped_because")),
                  Optional.ofNullable(row.text("last_error")),
                  Optional.ofNullable(row.instant("last_error_at")));
            });
  }

  /** Where no call waits, nobody looks whether it can be reached again. */
  private boolean broken(Row row, String name) throws SQLException {
    return states.broken(name) && row.number("waiting") + row.number("sending") > 0;
  }

  /** Those that the caller's journeys go to. */
  List<Shown> of(Caller caller) {
    Set<String> named = named(caller);
    return all().stream().filter(one -> named.contains(one.name())).toList();
  }

  Optional<Shown> one(Caller caller, String name) {
    return of(caller).stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The destination of that name, where the caller's journeys go to it. */
  Optional<Destination> visible(Caller caller, String name) {
    return destinations.find(name).filter(found -> named(caller).contains(name));
  }

  /** The names of those that the caller's journeys go to. */
  Set<String> named(Caller caller) {
    return new HashSet<>(
        database
            .ask("find-destinations-of-applications")
            .with("applications", caller.applications())
            .texts());
  }
}
