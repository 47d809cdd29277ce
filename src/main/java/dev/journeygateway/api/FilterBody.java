package dev.journeygateway.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The filter of a list as the body of a call: an object of texts, named as the list names them. */
final class FilterBody {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private FilterBody() {}

  /**
   * Reads a body; one that is empty is refused, so that nobody means all by leaving it out.
   *
   * @param names the fields that it may have
   * @return the fields that have a value
   * @throws dev.journeygateway.request.RequestRefusedException with MALFORMED_JSON or INVALID_FIELD
   */
  static Map<String, String> read(byte[] body, Set<String> names) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
      throw Refusal.of(
              Reason.MALFORMED_JSON,
              "malformed JSON at line %d, column %d: not a JSON object of texts"
                  .formatted(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr())))
          .asException();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    if (root == null || !root.isObject()) {
      throw invalid("the body must be a JSON object", "");
    }
    Map<String, String> filter = new TreeMap<>();
    root.fields()
        .forEachRemaining(
            field -> {
              if (!names.contains(field.getKey())) {
                throw invalid(
                    "unknown field: "
                        + field.getKey()
                        + "; the filter takes "
                        + String.join(", ", names.stream().sorted().toList()),
                    field.getKey());
              }
              if (!field.getValue().isTextual()) {
                throw invalid(field.getKey() + " must be a string", field.getKey());
              }
              if (!field.getValue().asText().isEmpty()) {
                filter.put(field.getKey(), field.getValue().asText());
              }
            });
    return filter;
  }

  private static RuntimeException invalid(String message, String field) {
    return Refusal.of(Reason.INVALID_FIELD, message, "field", field).asException();
  }
}
