package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published refusals, a row or more in each file of requests/. */
public class RefusalsIT {

  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  public static Stream<Named<JsonNode>> cases() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/requests"))) {
      return files.sorted().toList().stream()
          .map(file -> Named.of(file.getFileName().toString().replace(".json", ""), read(file)));
    }
  }

  private static JsonNode read(Path file) {
    try {
      return RunningGateway.JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheTableSaysAndLeavesNothing(JsonNode request) {
    Map<String, String> headers = new HashMap<>();
    request
        .get("headers")
        .fields()
        .forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
    String body =
        request.has("text")
            ? request.get("text").asText()
            : request.has("body") ? request.get("body").toString() : null;

    HttpResponse<String> answer =
        gateway.send(request.get("method").asText(), request.get("path").asText(), headers, body);

    JsonNode expected = request.get("expect");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected.get("status").asInt());
    JsonNode refusal = RunningGateway.json(answer);
    String message = expected.get("message").asText();
    if (message.endsWith("column")) {
      assertThat(refusal.get("message").asText())
          .matches(java.util.regex.Pattern.quote(message) + " [0-9]+: \\S.*");
    } else {
      assertThat(refusal.get("message").asText()).isEqualTo(message);
    }
    assertThat(refusal.get("code").asInt()).isEqualTo(expected.get("code").asInt());
    JsonNode info = refusal.get("details").get(0);
    assertThat(info.get("@type").asText()).isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
    assertThat(info.get("reason").asText()).isEqualTo(expected.get("reason").asText());
    assertThat(info.get("domain").asText()).isEqualTo("journey-gateway");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).doesNotContain("java", "jackson", "Exception", "select ");
    expected
        .path("headers")
        .fields()
        .forEachRemaining(
            header ->
                assertThat(answer.headers().firstValue(header.getKey()))
                    .hasValue(header.getValue().asText()));
    assertThatNothingIsLeft();
  }

  private static void assertThatNothingIsLeft() {
    assertThat(gateway.jdbc().queryForObject("select count(*) from start_request", Long.class))
        .isZero();
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from permit where request_uuid is not null", Long.class))
        .isZero();
    assertThat(gateway.bean(QueueDepth.class).of("journey.start.accepted")).hasValue(0);
  }

  @Test
  void everyRowOfTheTableThatRefusesHasACase() throws IOException {
    assertThat(cases().map(one -> one.getPayload().get("row").asText()).distinct())
        .contains(
            "01", "02", "02a", "03", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14",
            "15", "16");
  }
}
