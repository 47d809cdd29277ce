package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.Escapes;
import dev.journeygateway.support.RawConnection;
import dev.journeygateway.support.RawConnection.Answer;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that hide another one in themselves (http/smuggling.txt), on bare sockets: each is
 * answered 400 or 501, or its connection is closed, and the hidden one starts nothing.
 */
class SmugglingIT {

  private static final String BODY = "{\"payload\":{\"users\":[\"a\"]}}";

  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.start("gateway.limit.period=0s", "server.jetty.connection-idle-timeout=2s");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String start(String journey) {
    return "POST /api/journey/"
        + journey
        + "/start/external HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api start-and-read\r\n"
        + "Content-Type: application/json\r\n";
  }

  static Stream<Arguments> cases() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/http/smuggling.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" \\| ", 2))
        .map(parts -> Arguments.of(parts[0], parts[1]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void startsNothingThatHides(String name, String call) throws IOException {
    String hidden =
        start("once") + "Connection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    List<Answer> answers;
    try (RawConnection connection = new RawConnection(gateway.port())) {
      connection.send(
          Escapes.bytes(
              call.replace("{start}", start("running").replace("\r\n", "\\r\\n"))
                  .replace("{length}", Integer.toString(BODY.length() + hidden.length()))
                  .replace("{body}", BODY)
                  .replace("{hidden}", hidden.replace("\r\n", "\\r\\n"))));
      answers = connection.answersUntilClosed();
    }

    assertThat(answers).as("at most one answer").hasSizeLessThan(2);
    assertThat(answers).allMatch(answer -> answer.status() == 400 || answer.status() == 501);
    assertThat(started("once")).as("the hidden call").isZero();
    assertThat(started("running")).as("the call that hides it").isZero();
  }

  private static long started(String journey) {
    return gateway
        .jdbc()
        .queryForObject(
            "select count(*) from start_request where journey_id = ?", Long.class, journey);
  }
}
