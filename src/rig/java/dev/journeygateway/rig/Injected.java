package dev.journeygateway.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was tried at all doors, and what must be found of it. */
final class Injected {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> values = new HashMap<>();
  private final List<String> otherVerdicts = new ArrayList<>();
  private long requests;
  private long ids;
  private int tries;
  private int toRefuse;

  /** The number of the next request. */
  long request() {
    tries++;
    return requests++;
  }

  /** A message of which nothing is to be found but on the queue of the refused. */
  void messageToRefuse() {
    tries++;
    toRefuse++;
  }

  /** An id that nobody else has. */
  String id() {
    return "u" + ids++;
  }

  /** The attribute value that must be stored for an id. */
  void value(String id, String value) {
    values.put(id, value);
  }

  void otherVerdict(String text, Object... values) {
    otherVerdicts.add(text.formatted(values));
  }

  Map<String, String> values() {
    return values;
  }

  List<String> otherVerdicts() {
    return otherVerdicts;
  }

  int tries() {
    return tries;
  }

  int toRefuse() {
    return toRefuse;
  }

  /** A request for one, with one attribute or, where that is null, none. */
  static String body(String id, String attribute, String value) {
    return attribute == null
        ? payload(Map.of("users", List.of(id)))
        : payload(Map.of("users", List.of(id), "attribute_values", Map.of(attribute, value)));
  }

  static String payload(Map<String, Object> payload) {
    try {
      return JSON.writeValueAsString(Map.of("payload", new LinkedHashMap<>(payload)));
    } catch (JsonProcessingException e) {
      throw new RigFailure("not to be written as JSON: " + payload, e);
    }
  }
}
