package dev.journeygateway.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The destinations of the catalogue, answered from memory until it changes. */
public final class DestinationCatalog {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private volatile Map<String, Destination> destinations;

  public DestinationCatalog(Database database) {
    this.database = database;
  }

  /** The destination of that name; empty where the catalogue has none. */
  public Optional<Destination> find(String name) {
    return Optional.ofNullable(known().get(name));
  }

  /** All of them, by name. */
  public Collection<Destination> all() {
    return known().values();
  }

  private Map<String, Destination> known() {
    Map<String, Destination> known = destinations;
    if (known == null) {
      known = read();
      destinations = known;
    }
    return known;
  }

  private Map<String, Destination> read() {
    Map<String, Destination> read = new LinkedHashMap<>();
    database
        .read("find-destinations")
        .each(
            row ->
                read.put(
                    row.text("name"),
                    new Destination(
                        row.text("name"), row.text("type"), settings(row.text("settings")))));
    return read;
  }

  /** Forgets what is remembered, so that the next question is answered from the database. */
  public void forget() {
    destinations = null;
  }

  private static Map<String, String> settings(String json) {
    try {
      return JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table destination holds the settings " + json, e);
    }
  }

  static String json(Destination destination) {
    try {
      return JSON.writeValueAsString(new java.util.TreeMap<>(destination.settings()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written as JSON", e);
    }
  }
}
