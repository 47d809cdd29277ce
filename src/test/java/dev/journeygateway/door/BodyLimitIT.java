package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Escapes;
import dev.journeygateway.support.RawConnection;
import dev.journeygateway.support.RawConnection.Answer;
import dev.journeygateway.support.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bound on a body, whatever was said of its length, and calls that are no sound HTTP; on bare
 * sockets.
 */
class BodyLimitIT {

  private static final int LIMIT = 64 * 1024;
  private static final String BODY = "{\"payload\":{\"users\":[\"a\"]}}";
  private static final String START = start("start-and-read");
  private static final String NEXT =
      "GET /api/start-requests HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api start-and-read\r\nConnection: close\r\n\r\n";

  private static RunningGateway gateway;

  @BeforeAll
  static void startGateway() {
    gateway =
        RunningGateway.start(
            "gateway.http.max-body=64KB",
            // So that a second acceptance would show.
            "gateway.limit.period=0s",
            "server.jetty.connection-idle-timeout=2s");
  }

  @AfterAll
  static void stopGateway() {
    gateway.close();
  }

  private static String start(String token) {
    return "POST /api/journey/running/start/external HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api "
        + token
        + "\r\nContent-Type: application/json\r\n";
  }

  private static RawConnection connect() throws IOException {
    return new RawConnection(gateway.port());
  }

  private static void assertRefused(
      Optional<Answer> answer, int status, String reason, String message) throws IOException {
    assertThat(answer).isPresent();
    assertThat(answer.get().status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.get().headers().get("Content-Type")).isEqualTo("application/json");
    JsonNode refusal = RunningGateway.JSON.readTree(answer.get().body());
    assertThat(refusal.at("/details/0/reason").asText()).isEqualTo(reason);
    assertThat(refusal.get("message").asText()).isEqualTo(message);
  }

  private static void assertTooLarge(Optional<Answer> answer) throws IOException {
    assertRefused(answer, 413, "BODY_TOO_LARGE", "request body is larger than 65536 bytes");
  }

  /** A body that would be accepted but for its length. */
  private static String bodyOf(int bytes) {
    return BODY + " ".repeat(bytes - BODY.length());
  }

  @Test
  void acceptsABodyOfTheLimitAndRefusesOneByteMore() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(START + "Content-Length: " + LIMIT + "\r\n\r\n" + bodyOf(LIMIT));
      assertThat(connection.answer().orElseThrow().status()).isEqualTo(200);

      connection.send(START + "Content-Length: " + (LIMIT + 1) + "\r\n\r\n" + bodyOf(LIMIT + 1));
      assertTooLarge(connection.answer());
    }
  }

  @Test
  void refusesAnAnnouncedLengthBeforeTheBodyComes() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(START + "Content-Length: 2000000000000\r\n\r\n");

      assertTooLarge(connection.answer());
    }
  }

  /** Java's client gives up when the connection is reset while it sends, answer or not. */
  @Test
  void answersAClientThatIsStillSending() {
    for (int i = 0; i < 100; i++) {
      HttpResponse<String> answer =
          gateway.send(
              "POST",
              "/api/journey/running/start/external",
              Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json"),
              bodyOf(900_000));
      assertThat(answer.statusCode()).isEqualTo(413);
    }
  }

  @Test
  void doesNotAskForABodyThatItRefuses() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(START + "Content-Length: 65537\r\nExpect: 100-continue\r\n\r\n");

      assertTooLarge(connection.answer());
    }
  }

  @Test
  void asksForABodyThatItWantsToRead() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(START + "Content-Length: 27\r\nExpect: 100-continue\r\n\r\n");
      assertThat(connection.answer().orElseThrow().status()).isEqualTo(100);

      connection.send(BODY);
      assertThat(connection.answer().orElseThrow().status()).isEqualTo(200);
    }
  }

  @Test
  void looksAtTheTokenBeforeTheBody() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(start("nobody") + "Content-Length: 2000000000\r\n\r\n");

      assertRefused(connection.answer(), 401, "UNAUTHENTICATED", "invalid api token");
    }
  }

  @Test
  void refusesAChunkedBodyBeyondTheLimit() throws IOException {
    try (RawConnection connection = connect()) {
      String chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
      connection.send(
          START + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(4) + "1\r\n \r\n");

      assertTooLarge(connection.answer());
    }
  }

  @Test
  void acceptsAChunkedBodyWithinTheLimit() throws IOException {
    try (RawConnection connection = connect()) {
      ByteArrayOutputStream call = new ByteArrayOutputStream();
      call.writeBytes(
          (START + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      for (byte b : BODY.getBytes(StandardCharsets.UTF_8)) {
        call.writeBytes(new byte[] {'1', '\r', '\n', b, '\r', '\n'});
      }
      call.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      connection.send(call.toByteArray());

      assertThat(connection.answer().orElseThrow().status()).isEqualTo(200);
    }
  }

  @Test
  void readsLittleOfABodyThatNeverEnds() throws Exception {
    long whole = 200L * 1024 * 1024;
    AtomicLong sent = new AtomicLong();
    try (RawConnection connection = connect()) {
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(
              () -> {
                byte[] chunk =
                    ("10000\r\n" + " ".repeat(0x10000) + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
                try {
                  connection.send(START + "Transfer-Encoding: chunked\r\n\r\n");
                  while (sent.get() < whole) {
                    connection.send(chunk);
                    sent.addAndGet(0x10000);
                  }
                } catch (IOException e) {
                  // The gateway closed the connection, which is what is asked for.
                }
              });
      assertTooLarge(connection.answer());
      assertThat(connection.answersUntilClosed()).isEmpty();
      sender.get(30, TimeUnit.SECONDS);
    }
    // What was sent and not read lay in the buffers of the two sockets, which may hold 40 MiB.
    assertThat(sent.get()).isLessThan(whole / 2);
  }

  @Test
  void refusesABodyThatEndsBeforeItsLength() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(START + "Content-Length: 100\r\n\r\n" + BODY);
      connection.halfClose();

      assertRefused(
          connection.answer(), 400, "MALFORMED_REQUEST", "the request body did not arrive whole");
      assertThat(connection.answersUntilClosed()).isEmpty();
    }
  }

  @Test
  void refusesAChunkedBodyThatEndsBeforeItsLastChunk() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(START + "Transfer-Encoding: chunked\r\n\r\n1b\r\n" + BODY + "\r\n");
      connection.halfClose();

      assertRefused(
          connection.answer(), 400, "MALFORMED_REQUEST", "the request body did not arrive whole");
      assertThat(connection.answersUntilClosed()).isEmpty();
    }
  }

  @Test
  void doesNotWaitWithoutAnEndForTheRestOfABody() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(START + "Content-Length: 100\r\n\r\n" + BODY);

      assertRefused(
          connection.answer(), 400, "MALFORMED_REQUEST", "the request body did not arrive whole");
      assertThat(connection.answersUntilClosed()).isEmpty();
    }
  }

  @Test
  void refusesAFormWithoutReadingIt() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(
          START.replace("application/json", "application/x-www-form-urlencoded")
              + "Content-Length: 2000000000\r\n\r\n");

      assertRefused(
          connection.answer(),
          415,
          "UNSUPPORTED_CONTENT_TYPE",
          "content type must be application/json");
    }
  }

  @Test
  void refusesHeadersAndPathsBeyondTheirBounds() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(START + "X-Long: " + "a".repeat(64 * 1024) + "\r\n\r\n");
      assertRefused(connection.answer(), 431, "MALFORMED_REQUEST", "malformed request");
    }
    try (RawConnection connection = connect()) {
      connection.send("GET /" + "a".repeat(64 * 1024) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertRefused(connection.answer(), 414, "MALFORMED_REQUEST", "malformed request");
    }
  }

  static Stream<Arguments> unsoundCalls() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/http/unsound-calls.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" \\| ", 3))
        .map(parts -> Arguments.of(parts[0], parts[1], parts[2]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsoundCalls")
  void agreesWithNobodyToDisagreeWhereACallEnds(String name, String statuses, String call)
      throws IOException {
    long before = accepted();
    List<Answer> answers;
    try (RawConnection connection = connect()) {
      connection.send(
          Escapes.bytes(
              call.replace("{start}", START.replace("\r\n", "\\r\\n"))
                  .replace("{start-lf}", START.replace("\r\n", "\\n"))
                  .replace("{body}", BODY)
                  .replace("{next}", NEXT.replace("\r\n", "\\r\\n"))));
      answers = connection.answersUntilClosed();
    }

    assertThat(answers.stream().map(answer -> Integer.toString(answer.status())))
        .containsExactly(statuses.split(" "));
    assertThat(accepted() - before).isEqualTo(statuses.equals("200 200") ? 1 : 0);
    for (Answer answer : answers) {
      assertThat(answer.headers().get("Content-Type"))
          .as(answer.toString())
          .isEqualTo("application/json");
      assertThat(answer.text()).doesNotContain("jetty", "java", "Exception", "Api start-and-read");
    }
  }

  private static long accepted() {
    return gateway.jdbc().queryForObject("select count(*) from start_request", Long.class);
  }
}
