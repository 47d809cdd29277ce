package dev.journeygateway.door;

import static dev.journeygateway.support.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.RawConnection;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A header is a header and a parameter is a parameter. */
class CallFieldsIT {

  private static final String START = "/api/journey/running/start/external";
  private static final String ANN = "{\"payload\": {\"users\": [\"ann\"]}}";
  private static final Map<String, String> HEADERS =
      Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json");

  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  @Test
  void takesNoKeyFromTheQuery() {
    String path = START + "?Idempotency-Key=k";
    assertThat(gateway.send("POST", path, HEADERS, ANN).statusCode()).isEqualTo(200);

    assertThat(json(gateway.send("POST", path, HEADERS, ANN)).at("/details/0/reason").asText())
        .as("another request, not a replay")
        .isEqualTo("RATE_LIMITED");
  }

  @Test
  void takesNoDryRunFromAHeader() {
    assertThat(
            json(gateway.post("running", "{\"users\": [\"ann\"]}", "dry_run", "true"))
                .has("request_uuid"))
        .isTrue();
  }

  @Test
  void aHeaderDoesNotBeatTheParameter() {
    Map<String, String> headers = new java.util.HashMap<>(HEADERS);
    headers.put("dry_run", "false");

    assertThat(json(gateway.send("POST", START + "?dry_run=true", headers, ANN)).has("dry_run"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Api stranger",
        "Content-Type: text/plain",
        "Content-Encoding: identity\r\nContent-Encoding: gzip",
        "Idempotency-Key: a\r\nIdempotency-Key: b"
      })
  void refusesTwoDifferentValuesOfWhatCountsOnce(String more) throws IOException {
    try (RawConnection connection = new RawConnection(gateway.port())) {
      connection.send(
          ("POST "
                  + START
                  + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + "Authorization: Api start-and-read\r\nContent-Type: application/json\r\n"
                  + more
                  + "\r\nContent-Length: "
                  + ANN.length()
                  + "\r\n\r\n"
                  + ANN)
              .getBytes(StandardCharsets.UTF_8));

      assertThat(connection.answersUntilClosed())
          .singleElement()
          .satisfies(answer -> assertThat(answer.status()).isEqualTo(400));
    }
  }
}
