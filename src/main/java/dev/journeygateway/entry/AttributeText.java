package dev.journeygateway.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** Attribute values as the column holds them: a JSON object of strings. */
final class AttributeText {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private AttributeText() {}

  static String of(Map<String, String> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings can be written as JSON", e);
    }
  }
}
