package dev.journeygateway.journey.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.ProducerTemplate;

/** Reads journeys through the route find-journey, whose statement runs on camel-jdbc. */
public final class JdbcJourneys {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final ProducerTemplate camel;

  public JdbcJourneys(ProducerTemplate camel) {
    this.camel = camel;
  }

  /** One journey as the database has it now. */
  @SuppressWarnings("unchecked")
  public Optional<Journey> find(String journeyId) {
    List<Map<String, Object>> rows =
        camel.requestBody("direct:find-journey", journeyId, List.class);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<EntryPoint> entryPoints =
        rows.stream()
            .filter(row -> row.get("entry_point_id") != null)
            .map(JdbcJourneys::entryPoint)
            .toList();
    Map<String, Object> first = rows.get(0);
    return Optional.of(
        new Journey(
            (String) first.get("id"),
            (String) first.get("application_code"),
            "skip".equals(first.get("unknown_ids")),
            Journey.State.valueOf(((String) first.get("state")).toUpperCase(Locale.ROOT)),
            entryPoints));
  }

  private static EntryPoint entryPoint(Map<String, Object> row) {
    return new EntryPoint(
        (String) row.get("entry_point_id"),
        (Boolean) row.get("deactivated"),
        "once".equals(row.get("re_entry")),
        names((String) row.get("attributes")));
  }

  private static Set<String> names(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Set<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table entry_point holds the attributes " + json, e);
    }
  }
}
