package dev.journeygateway.api;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Description;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever changes something is written down. */
@ParameterizedClass
@EnumSource
class AuditIT {

  private static RunningGateway gateway;

  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("gateway.limit.period=0s");
    settings.add("gateway.worker.max-deliveries=1");
    gateway = RunningGateway.start(settings.toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  private static HttpResponse<String> ask(String method, String path, String token) {
    return gateway.send(method, path, Map.of("Authorization", "Api " + token), null);
  }

  private static List<JsonNode> audit(String query, String token) {
    HttpResponse<String> answer = ask("GET", "/api/audit" + query, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<JsonNode> all = new ArrayList<>();
    json(answer).get("audit").forEach(all::add);
    return all;
  }

  @Test
  void findsADeadLetterThatWasSentBack() {
    gateway.refuseEntriesOf("x%");
    String id = uuid(gateway.post("running", "{\"users\": [\"x1\"]}"));
    gateway.await(id, "failed");
    gateway.takeAllEntries();
    String letter =
        json(ask("GET", "/api/dead-letters", "administrator")).at("/dead_letters/0/id").asText();
    assertThat(ask("POST", "/api/dead-letters/" + letter + "/send-back", "administrator"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);

    JsonNode found = audit("?action=dead_letter_sent_back", "administrator").get(0);

    assertThat(found.at("/target/kind").asText()).isEqualTo("dead_letter");
    assertThat(found.at("/target/id").asText()).isEqualTo(letter);
    assertThat(found.get("token_hint").asText()).isEqualTo("sha256:4194d170");
    assertThat(found.get("application_code").asText()).isEqualTo("AAAAA-00001");
    assertThat(found.at("/counts/sent_back").asInt()).isEqualTo(1);
    assertThat(audit("", "stranger-administrator")).isEmpty();
    assertThat(audit("", "operator")).contains(found);
    gateway.await(id, "done");
  }

  @Test
  void findsARequestThatWasCancelled() {
    Instant inAnHour = Instant.now().plus(Duration.ofHours(1));
    String id =
        uuid(
            gateway.send(
                "POST",
                "/api/journey/running/start/external?start_at=" + inAnHour,
                Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json"),
                "{\"payload\": {\"users\": [\"later\"]}}"));
    assertThat(ask("DELETE", "/api/start-requests/" + id, "start-and-read").statusCode())
        .isEqualTo(200);

    JsonNode found = audit("?action=request_cancelled", "administrator").get(0);

    assertThat(found.at("/target/id").asText()).isEqualTo(id);
    assertThat(found.get("token_hint").asText()).isEqualTo("sha256:da34f7bf");
    assertThat(found.at("/counts/cancelled").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"hold, journey_held", "release, journey_released"})
  void findsAJourneyThatWasHeldAndReleased(String verb, String action) {
    List<JsonNode> before = audit("?action=" + action, "administrator");
    assertThat(ask("POST", "/api/journeys/once/hold", "administrator").statusCode()).isEqualTo(200);
    assertThat(ask("POST", "/api/journeys/once/release", "administrator").statusCode())
        .isEqualTo(200);

    List<JsonNode> after = audit("?action=" + action, "administrator");

    assertThat(after).as(verb).hasSize(before.size() + 1);
    assertThat(after.get(0).at("/target/id").asText()).isEqualTo("once");
    assertThat(after.get(0).get("token_hint").asText()).isEqualTo("sha256:4194d170");
  }

  @Test
  void findsACatalogueThatWasLoaded() throws IOException {
    List<JsonNode> before = audit("?action=catalog_loaded", "operator");
    Files.writeString(
        gateway.catalog(),
        Files.readString(gateway.catalog())
            .replace("- id: draft\n", "- id: another\n        state: draft\n      - id: draft\n"));

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> audit("?action=catalog_loaded", "operator").size() > before.size());

    JsonNode found = audit("?action=catalog_loaded", "operator").get(0);
    assertThat(found.get("token_hint").asText()).isEqualTo("gateway");
    assertThat(found.has("application_code")).isFalse();
    assertThat(found.at("/counts/journeys_added").asInt()).isEqualTo(1);
    assertThat(audit("?action=catalog_loaded", "administrator")).isEmpty();
  }

  @Test
  void describesItsAnswers() throws IOException {
    Description http = Description.read(gateway.get("/openapi.yaml"));
    String responses = "/paths/~1api~1audit/get/responses/";
    Map<String, Map.Entry<String, Integer>> calls =
        Map.of(
            "", Map.entry("operator", 200),
            "?limit=1", Map.entry("operator", 200),
            "?limit=0", Map.entry("operator", 400),
            "?action=nothing", Map.entry("operator", 400),
            "?x=1", Map.entry("start-and-read", 403),
            "?x=2", Map.entry("nobody", 401));
    for (var call : calls.entrySet()) {
      HttpResponse<String> answer =
          ask("GET", "/api/audit" + call.getKey(), call.getValue().getKey());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(call.getValue().getValue());
      String schema =
          http.resolve(responses + answer.statusCode()) + "/content/application~1json/schema";
      assertThat(http.faults(schema, json(answer))).as(call.getKey()).isEmpty();
    }
    assertThat(ask("POST", "/api/audit", "operator").statusCode()).isEqualTo(405);
    assertThat(
            new TreeSet<>(
                RunningGateway.JSON.convertValue(
                    http.at("/components/schemas/AuditAction/enum"), List.class)))
        .isEqualTo(
            new TreeSet<>(
                java.util.Arrays.stream(dev.journeygateway.audit.Action.values())
                    .map(dev.journeygateway.audit.Action::text)
                    .toList()));
  }
}
