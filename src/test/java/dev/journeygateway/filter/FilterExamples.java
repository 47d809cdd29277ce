package dev.journeygateway.filter;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Reads the files of cases under filters/: on the left a filter, then "=>" or "refused:", on the
 * right what becomes of it.
 */
final class FilterExamples {

  static final String REFUSED = "refused:";

  private FilterExamples() {}

  static Stream<Arguments> of(String file) {
    try (var in = FilterExamples.class.getResourceAsStream("/filters/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(FilterExamples::example)
              .toList()
              .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arguments example(String line) {
    int arrow = line.indexOf("=> ");
    int split = arrow >= 0 ? arrow : line.indexOf(REFUSED);
    if (split <= 0) {
      throw new IllegalArgumentException("a line needs => or " + REFUSED + " " + line);
    }
    return arguments(
        line.substring(0, split).stripTrailing(),
        line.substring(arrow >= 0 ? split + 3 : split).strip());
  }
}
