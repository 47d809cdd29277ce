package dev.journeygateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.journey.Destination;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many calls a list needs, and the words for too many. */
class CallLimitTest {

  private static Destination destination(Map<String, String> settings) {
    return new Destination("hosted", "x", settings);
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj("user-%06d"::formatted).toList();
  }

  @Test
  void countsByIdsAndByBytes() {
    Destination byIds = destination(Map.of("ids-per-call", "10"));
    assertThat(CallLimit.calls("users", "{}", ids(10), byIds)).isEqualTo(1);
    assertThat(CallLimit.calls("users", "{}", ids(11), byIds)).isEqualTo(2);

    Destination byBytes = destination(Map.of("ids-per-call", "100000", "max-body", "16KB"));
    long calls = CallLimit.calls("users", "{}", ids(3000), byBytes);
    String body = CallBody.write("users", "{}", ids(3000), null);
    assertThat(calls).isEqualTo((body.length() + 16383) / 16384);
  }

  @Test
  void countsBytesAsTheyAreWritten() {
    String id = "\"quoted\" \u00e4\u20ac\u0001";
    long bytes = CallBody.emptyBytes("users", "{}") + CallBody.bytes(id);
    byte[] body =
        CallBody.write("users", "{}", List.of(id), null)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    // The first of a list has no comma.
    assertThat(bytes).isEqualTo(body.length + 1);
  }

  @Test
  void saysWhatIsTooMuch() {
    assertThat(CallLimit.words(48213, destination(Map.of("period", "60s"))))
        .isEqualTo(
            "this list needs 48213 calls, one per 60 s: 33 days; at most 10000 calls"
                + " (destinations.hosted.max-calls)");
    assertThat(CallLimit.words(48213, destination(Map.of("max-calls", "7"))))
        .isEqualTo("this list needs 48213 calls; at most 7 calls (destinations.hosted.max-calls)");
  }

  @Test
  void writesTheSameTextForTheSameValues() {
    assertThat(CallBody.attributes(Map.of("b", "2"), "{\"a\":\"1\"}"))
        .isEqualTo(CallBody.attributes(Map.of("a", "1", "b", "2")))
        .isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    assertThat(CallBody.attributes(Map.of("a", "2"), "{\"a\":\"1\"}")).isEqualTo("{\"a\":\"1\"}");
    assertThat(CallBody.write("hwids", "{\"a\":\"1\"}", List.of("X", "y"), null))
        .isEqualTo("{\"payload\":{\"hwids\":[\"X\",\"y\"],\"attribute_values\":{\"a\":\"1\"}}}");
    assertThat(CallBody.write("filter", "{}", List.of(), "T(\"a\")"))
        .isEqualTo("{\"payload\":{\"filter\":\"T(\\\"a\\\")\"}}");
  }
}
