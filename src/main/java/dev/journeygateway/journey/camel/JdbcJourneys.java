package dev.journeygateway.journey.camel;

import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.ProducerTemplate;

/** Reads journeys through the route find-journey, whose statement runs on camel-jdbc. */
public final class JdbcJourneys {

  private final ProducerTemplate camel;

  public JdbcJourneys(ProducerTemplate camel) {
    this.camel = camel;
  }

  /** One journey as the database has it now. */
  @SuppressWarnings("unchecked")
  public Optional<Journey> find(String journeyId) {
    List<Map<String, Object>> rows = camel.requestBody("direct:find-journey", journeyId, List.class);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Set<String>> attributes = new LinkedHashMap<>();
    Map<String, Map<String, Object>> points = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      String point = (String) row.get("entry_point_id");
      if (point != null) {
        points.put(point, row);
        Set<String> names = attributes.computeIfAbsent(point, any -> new LinkedHashSet<>());
        if (row.get("attribute") != null) {
          names.add((String) row.get("attribute"));
        }
      }
    }
    List<EntryPoint> entryPoints = new ArrayList<>();
    points.forEach(
        (id, row) ->
            entryPoints.add(
                new EntryPoint(
                    id,
                    (Boolean) row.get("deactivated"),
                    "once".equals(row.get("re_entry")),
                    Set.copyOf(attributes.get(id)))));
    Map<String, Object> first = rows.get(0);
    return Optional.of(
        new Journey(
            (String) first.get("id"),
            (String) first.get("application_code"),
            "skip".equals(first.get("unknown_ids")),
            Journey.State.valueOf(((String) first.get("state")).toUpperCase(Locale.ROOT)),
            entryPoints));
  }
}
