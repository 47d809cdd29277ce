package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.journeygateway.text.JsonWords;

/** JSON as strict as at the HTTP door, and its faults in words for the sender of a file. */
final class JsonFaults {

  private static final int MAX_DEPTH = 32;

  private JsonFaults() {}

  /** A factory that knows no leniency: no duplicate keys, at most 32 levels. */
  static JsonFactory strict() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                // The text is bounded before it comes here.
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  /** The fault in one line, in words for its sender. */
  static String reason(JsonProcessingException e) {
    return JsonWords.of(e, MAX_DEPTH);
  }
}
