package dev.journeygateway.journey;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A destination as the catalogue file has it: a name, a type and settings of that type. */
record DestinationNode(Destination destination) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static DestinationNode of(Map<String, Object> fields) {
    Map<String, String> settings = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (value instanceof Map || value instanceof Iterable) {
            throw new IllegalArgumentException(name + " of a destination is a single value");
          }
          if (value != null) {
            settings.put(name, value.toString());
          }
        });
    return new DestinationNode(
        new Destination(settings.remove("name"), settings.remove("type"), settings));
  }

  String name() {
    return destination.name();
  }
}
