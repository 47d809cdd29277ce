package dev.journeygateway.overview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.status.StartRequestStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The catalogue as it is in force, with the slot and the line of each entry point. */
final class Journeys {

  /** In place of the names, where any is taken. */
  private static final String ANY = "\"any\"";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final SlotPeriods periods;

  Journeys(Database database, SlotPeriods periods) {
    this.database = database;
    this.periods = periods;
  }

  /**
   * What a list is narrowed to; empty means any.
   *
   * @param after the last id of the page before
   * @param text a part of the id or the title, in any letter case
   */
  record Narrowed(Optional<String> after, Optional<Journey.State> state, Optional<String> text) {}

  /**
   * One journey.
   *
   * @param lastRequests the newest, where one journey is asked for
   */
  record Shown(
      String id,
      String title,
      String applicationCode,
      String state,
      Optional<String> destination,
      List<Point> entryPoints,
      Optional<List<StartRequestStatus>> lastRequests) {

    Shown with(List<StartRequestStatus> last) {
      return new Shown(
          id, title, applicationCode, state, destination, entryPoints, Optional.of(last));
    }
  }

  /**
   * A point that starts by API.
   *
   * @param anyAttributes whether other names are taken, too, for the destination to judge
   * @param nextSlotAt there while its slot is taken
   */
  record Point(
      String id,
      boolean deactivated,
      String reEntry,
      Collection<String> attributes,
      boolean anyAttributes,
      String limitPeriod,
      long waiting,
      Optional<Instant> nextSlotAt) {}

  private record Bare(
      String id,
      String title,
      String applicationCode,
      String state,
      Optional<String> destination) {}

  /** The journeys of these applications in the order of their ids, at most {@code limit}. */
  List<Shown> list(Collection<String> applications, Narrowed to, int most) {
    return withEntryPoints(
        database
            .ask("list-journeys")
            .with("applications", applications)
            .with("after", to.after().orElse(""))
            .with("any_state", to.state().isEmpty())
            .with("state", to.state().map(Journeys::text).orElse(""))
            .with("any_text", to.text().isEmpty())
            .with("text", to.text().map(Journeys::pattern).orElse(""))
            .with("limit", most)
            .list(Journeys::bare));
  }

  /** One journey of these applications; another's is as absent as none. */
  Optional<Shown> find(Collection<String> applications, String id) {
    return withEntryPoints(
            database.ask("find-journey-title").with("journey_id", id).list(Journeys::bare).stream()
                .filter(journey -> applications.contains(journey.applicationCode()))
                .toList())
        .stream()
        .findFirst();
  }

  /** The titles of journeys, by their ids; those without a title are left out. */
  Map<String, String> titles(Collection<String> ids) {
    Map<String, String> titles = new HashMap<>();
    for (String id : ids) {
      database
          .ask("find-journey-title")
          .with("journey_id", id)
          .first(row -> row.text("title"))
          .filter(title -> !title.isEmpty())
          .ifPresent(title -> titles.put(id, title));
    }
    return titles;
  }

  private static String pattern(String text) {
    return "%" + text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
  }

  private static String text(Journey.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Bare bare(Row row) throws SQLException {
    return new Bare(
        row.text("id"),
        row.text("title"),
        row.text("application_code"),
        row.text("state"),
        Optional.ofNullable(row.text("destination")));
  }

  private List<Shown> withEntryPoints(List<Bare> journeys) {
    Map<String, List<Point>> points = new HashMap<>();
    Instant now = database.now();
    database
        .ask("list-entry-points")
        .with("journeys", journeys.stream().map(Bare::id).toList())
        .each(
            row ->
                points
                    .computeIfAbsent(row.text("journey_id"), any -> new ArrayList<>())
                    .add(point(row, now)));
    return journeys.stream()
        .map(
            one ->
                new Shown(
                    one.id(),
                    one.title(),
                    one.applicationCode(),
                    one.state(),
                    one.destination(),
                    points.getOrDefault(one.id(), List.of()),
                    Optional.empty()))
        .toList();
  }

  private Point point(Row row, Instant now) throws SQLException {
    Duration period = periods.of(new Slot(row.text("journey_id"), row.text("id")));
    return new Point(
        row.text("id"),
        row.flag("deactivated"),
        row.text("re_entry"),
        names(row.text("attributes")),
        ANY.equals(row.text("attributes")),
        period.toSeconds() + "s",
        row.number("waiting"),
        Optional.ofNullable(row.instant("granted_at"))
            .map(granted -> granted.plus(period))
            .filter(next -> next.isAfter(now)));
  }

  private static Collection<String> names(String json) {
    if (json.equals(ANY)) {
      return List.of();
    }
    try {
      return JSON.readValue(json, new TypeReference<TreeSet<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table entry_point holds the attributes " + json, e);
    }
  }
}
