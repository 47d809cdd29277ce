package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

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

  /** Jackson's words in one line, without its hints about settings and sources. */
  static String reason(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return e.getOriginalMessage().contains("nesting depth")
          ? "nested deeper than " + MAX_DEPTH + " levels"
          : "a number or name is too long";
    }
    String words = e.getOriginalMessage().replaceAll("(?s)\\s*\\(start marker.*|\\R.*", "");
    words = words.replaceAll("\\(for Object starting at.*?\\)|`[A-Za-z.]+`", "").strip();
    return words.length() > 200 ? words.substring(0, 200) : words;
  }
}
