package dev.journeygateway.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads journeys from the database. */
final class JdbcJourneys {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Database database;

  public JdbcJourneys(Database database) {
    this.database = database;
  }

  private record JourneyRow(
      String applicationCode,
      boolean skipUnknownIds,
      Journey.State state,
      String destination,
      Optional<EntryPoint> entryPoint) {}

  /** One journey as the database has it now. */
  public Optional<Journey> find(String journeyId) {
    List<JourneyRow> rows =
        database
            .ask("find-journey")
            .with("journey_id", journeyId)
            .list(
                row ->
                    new JourneyRow(
                        row.text("application_code"),
                        "skip".equals(row.text("unknown_ids")),
                        Journey.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                        row.text("destination"),
                        entryPoint(row)));
    return rows.stream()
        .findFirst()
        .map(
            first ->
                new Journey(
                    journeyId,
                    first.applicationCode(),
                    first.skipUnknownIds(),
                    first.state(),
                    first.destination(),
                    rows.stream().flatMap(row -> row.entryPoint().stream()).toList()));
  }

  private static Optional<EntryPoint> entryPoint(Row row) throws SQLException {
    return row.text("entry_point_id") == null
        ? Optional.empty()
        : Optional.of(
            new EntryPoint(
                row.text("entry_point_id"),
                row.flag("deactivated"),
                "once".equals(row.text("re_entry")),
                names(row.text("attributes")),
                "\"any\"".equals(row.text("attributes")),
                limit(row)));
  }

  private static Optional<Duration> limit(Row row) throws SQLException {
    String millis = row.text("limit_millis");
    return millis == null
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Long.parseLong(millis)));
  }

  private static Set<String> names(String json) {
    if (json.equals("\"any\"")) {
      return Set.of();
    }
    try {
      return JSON.readValue(json, new TypeReference<Set<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table entry_point holds the attributes " + json, e);
    }
  }
}
