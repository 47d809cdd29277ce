package dev.journeygateway.journey;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The attributes of an entry point in the catalogue file: a list of names, or the word {@code any},
 * which leaves unknown names to the destination.
 */
record AttributeNames(boolean any, Set<String> names) {

  static final AttributeNames NONE = new AttributeNames(false, Set.of());

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static AttributeNames of(JsonNode node) {
    if (node.isTextual() && node.asText().equals("any")) {
      return new AttributeNames(true, Set.of());
    }
    if (!node.isArray()) {
      throw new IllegalArgumentException("attributes is a list of names, or any");
    }
    Set<String> names = new LinkedHashSet<>();
    node.forEach(name -> names.add(name.isNull() ? "" : name.asText()));
    return new AttributeNames(false, names);
  }
}
