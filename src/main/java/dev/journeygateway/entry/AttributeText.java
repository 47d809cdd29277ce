package dev.journeygateway.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attribute values as the column holds them: a JSON object of strings. */
final class AttributeText {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private AttributeText() {}

  /** The values of all with, over them, those of one person. */
  static String merged(Map<String, String> common, String own) {
    if (common.isEmpty()) {
      return own;
    }
    try {
      Map<String, String> merged = new LinkedHashMap<>(common);
      merged.putAll(JSON.readValue(own, STRINGS));
      return of(merged);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be read again", e);
    }
  }

  static String of(Map<String, String> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings can be written as JSON", e);
    }
  }
}
