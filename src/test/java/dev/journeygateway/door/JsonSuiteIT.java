package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Escapes;
import dev.journeygateway.support.NodeProducer;
import dev.journeygateway.support.RawConnection;
import dev.journeygateway.support.RawConnection.Answer;
import dev.journeygateway.support.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that are JSON, are none, or are left to the reader by RFC 8259, each posted as a whole body
 * and as the value of an attribute. They stand in json/cases.txt; {@code -Djson.suite=DIR} adds the
 * files y_*.json, n_*.json and i_*.json of a folder. The published suite of 318 files comes as an
 * npm package and is posted as well, where there is node.
 */
class JsonSuiteIT {

  private static RunningGateway gateway;
  private static RawConnection connection;

  @BeforeAll
  static void start() throws IOException {
    gateway = RunningGateway.start("gateway.limit.period=0s");
    connection = new RawConnection(gateway.port());
  }

  @AfterAll
  static void stop() throws IOException {
    connection.close();
    gateway.close();
  }

  /** What RFC 8259 says of a text. */
  enum Kind {
    /** It is JSON. */
    Y,
    /** It is none. */
    N,
    /** A reader may take it or not. */
    I;

    static Kind of(String letter) {
      return valueOf(letter.toUpperCase(java.util.Locale.ROOT));
    }
  }

  static Stream<Arguments> cases() throws IOException {
    String folder = System.getProperty("json.suite");
    Stream<Arguments> own =
        Files.readAllLines(Path.of("src/test/resources/json/cases.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split(" ", 3))
            .map(
                parts ->
                    Arguments.of(
                        Kind.of(parts[0]),
                        parts[1],
                        Escapes.bytes(parts.length < 3 ? "" : parts[2])));
    return folder == null ? own : Stream.concat(own, files(Path.of(folder)));
  }

  private static Stream<Arguments> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[yni]_.*\\.json"))
          .sorted()
          .map(
              file -> {
                String name = file.getFileName().toString();
                try {
                  return Arguments.of(
                      Kind.of(name.substring(0, 1)), name, Files.readAllBytes(file));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList()
          .stream();
    }
  }

  @Test
  void holdsAtLeast318Texts() throws IOException {
    List<Arguments> cases = cases().toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(318);
    assertThat(cases.stream().map(one -> one.get()[1])).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void readsAWholeBodyAsTheRfcSays(Kind kind, String name, byte[] text) throws IOException {
    assertJudged(kind, text, post(text));
  }

  /**
   * The texts of JSONTestSuite. Its package holds them as strings: what was no UTF-8 has lost its
   * bytes and may be read or not. The contract is stricter than the RFC in one point: no name comes
   * twice.
   */
  static Stream<Arguments> published() {
    List<Arguments> texts = new ArrayList<>();
    for (JsonNode text : NodeProducer.jsonSuite()) {
      String name = text.get("name").asText();
      String input = text.get("input").asText();
      Kind kind = Kind.of(name.substring(0, 1));
      if (name.startsWith("y_object_duplicated_key")) {
        kind = Kind.N;
      } else if (input.indexOf('\uFFFD') >= 0) {
        kind = Kind.I;
      }
      texts.add(Arguments.of(kind, name, input.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(texts).hasSize(318);
    return texts.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("published")
  void readsThePublishedSuiteAsTheRfcSays(Kind kind, String name, byte[] text) throws IOException {
    assertJudged(kind, text, post(text));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void readsTheValueOfAnAttributeAsTheRfcSays(Kind kind, String name, byte[] text)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        "{\"payload\":{\"users\":[\"a\"],\"attribute_values\":{\"tier\":"
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(text);
    body.writeBytes("}}}".getBytes(StandardCharsets.UTF_8));
    assertJudged(kind, text, post(body.toByteArray()));
  }

  private static void assertJudged(Kind kind, byte[] text, Answer answer) throws IOException {
    String reason =
        answer.status() == 200
            ? ""
            : RunningGateway.JSON.readTree(answer.body()).at("/details/0/reason").asText();
    assertThat(answer.status()).as(answer.toString()).isLessThan(500);
    assertThat(answer.text()).doesNotContain("Exception", "jackson", "java.");
    switch (kind) {
      case Y -> assertThat(reason).as(answer.toString()).isNotEqualTo("MALFORMED_JSON");
      case N -> {
        assertThat(reason).as(answer.toString()).isEqualTo("MALFORMED_JSON");
        assertThat(answer.status()).isEqualTo(400);
      }
      case I -> assertThat(answer.status()).isIn(200, 400);
    }
  }

  /**
   * Every post goes over the same connection: whatever the answer to one was, it takes the next.
   */
  private static Answer post(byte[] body) throws IOException {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    call.writeBytes(
        ("POST /api/journey/running/start/external HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api start-and-read\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    call.writeBytes(body);
    connection.send(call.toByteArray());
    Optional<Answer> answer = connection.answer();
    assertThat(answer).as("the connection stays usable").isPresent();
    return answer.get();
  }
}
