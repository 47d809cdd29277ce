package dev.journeygateway.notify;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.journeygateway.support.Description;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.NodeProducer;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RouteController;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An application is told, by a real receiver's socket. */
@Tag("daily")
@ParameterizedClass
@EnumSource
class WebhooksIT {

  private static final String NEW = "whsec_" + "A".repeat(32);
  private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String SINCE = "since=2020-01-01T00:00:00Z";

  static final String CATALOG =
      """
      destinations:
        - {name: peer, type: journey-api, url: "http://127.0.0.1:%1$d", token: "${HOOK_NEW}", timeout: 2s}
      applications:
        - code: AAAAA-00001
          tokens:
            # start-and-read
            - {sha256: da34f7bf798b84fcb7f214cb6a9c81eccdd0222b88d6564954420326601edc73, scopes: [start, read]}
            # operator
            - {sha256: 06e55b633481f7bb072957eabcf110c972e86691c3cfedabe088024bffe42f23, scopes: [operate, read]}
          webhooks:
            - name: team
              url: http://localhost:%1$d/hooks
              secrets: ["${HOOK_NEW}", "${HOOK_OLD}"]
              events: [request.done, request.failed, request.held, request.cancelled, delivery.unknown, destination.stopped]
            - {name: "failures", url: "http://localhost:%1$d/hooks", secret: "${HOOK_OLD}", events: [request.failed]}
          journeys:
            - {id: running, state: running, entry-points: [{id: api}]}
            - {id: hosted, state: running, destination: peer, entry-points: [{id: api}]}
        - code: BBBBB-00002
          webhooks:
            - {name: other, url: "http://localhost:%1$d/hooks", secret: "${HOOK_OLD}", events: [request.done, destination.stopped]}
      """;

  private static Receiver receiver;
  private static RunningGateway gateway;

  WebhooksIT(Form form) {}

  @BeforeParameterizedClassInvocation
  static void start(Form form) throws IOException {
    receiver = Receiver.plain();
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("gateway.limit.period=0s");
    settings.add("gateway.worker.max-deliveries=1");
    settings.add("gateway.worker.poll-interval=50ms");
    settings.add("gateway.webhooks.poll-interval=50ms");
    settings.add("gateway.webhooks.allow-internal=localhost");
    settings.add("gateway.webhooks.timeout=2s");
    settings.add("gateway.public-url=https://gateway.example.com");
    settings.add("HOOK_NEW=" + NEW);
    settings.add("HOOK_OLD=" + OLD);
    gateway =
        RunningGateway.startWith(
            CATALOG.formatted(receiver.port()), settings.toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
    receiver.close();
  }

  @BeforeEach
  void nothingIsLeft() {
    receiver.told.clear();
  }

  private static String started(String journey, String... people) {
    return uuid(gateway.post(journey, "{\"users\": [\"" + String.join("\",\"", people) + "\"]}"));
  }

  private static List<Receiver.Told> toldOf(String type, String key, String value) {
    return receiver.told.stream()
        .filter(told -> told.json().get("type").asText().equals(type))
        .filter(told -> told.json().at("/data/" + key).asText().equals(value))
        .toList();
  }

  private static Receiver.Told awaitTold(String type, String key, String value) {
    return Awaitility.await(type)
        .atMost(Duration.ofSeconds(30))
        .until(() -> toldOf(type, key, value), told -> !told.isEmpty())
        .get(0);
  }

  private static HttpResponse<String> ask(String method, String path, String token) {
    return gateway.send(method, path, Map.of("Authorization", "Api " + token), null);
  }

  private static JsonNode asked(String path) throws IOException {
    HttpResponse<String> answer = gateway.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static JsonNode hook() throws IOException {
    return asked("/api/webhooks").at("/webhooks/1");
  }

  /** As if the pause of every message that waits had passed. */
  private static void letThePausePass() {
    gateway
        .jdbc()
        .update(
            "update webhook_message set next_at = '1970-01-01T00:00:00.000000Z' where state ="
                + " 'waiting'");
    gateway.jdbc().update("update webhook set paused_until = null");
  }

  @Test
  void tellsOfARequestThatIsDone() {
    String request = started("running", "ann", "bob", "ann");

    Receiver.Told told = awaitTold("request.done", "request_uuid", request);

    JsonNode data = told.json().get("data");
    assertThat(told.id()).matches("msg_[0-9a-f]{32}");
    assertThat(Instant.parse(told.json().get("timestamp").asText())).isBefore(Instant.now());
    assertThat(data.get("state").asText()).isEqualTo("done");
    assertThat(data.get("journey").asText()).isEqualTo("running");
    assertThat(data.get("entry_point").asText()).isEqualTo("api");
    assertThat(data.get("door").asText()).isEqualTo("http");
    assertThat(data.get("application_code").asText()).isEqualTo("AAAAA-00001");
    assertThat(data.get("link").asText())
        .isEqualTo("https://gateway.example.com/api/start-requests/" + request);
    assertThat(data.get("counts")).isEqualTo(gateway.status(request).get("counts"));
    assertThat(data.at("/counts/entered").asInt()).isEqualTo(2);
    assertThat(told.body()).doesNotContain("ann").doesNotContain("null");
    assertThat(toldOf("request.done", "request_uuid", request)).hasSize(1);
  }

  @Test
  void isVerifiedByThePublishedPackageWithEitherSecret() {
    awaitTold("request.done", "request_uuid", started("running", "dora"));
    Receiver.Told told = receiver.told.get(0);
    ArrayNode messages = RunningGateway.JSON.createArrayNode();
    for (String secret : List.of(NEW, OLD, "whsec_" + "B".repeat(32))) {
      messages.add(message(told, told.body(), secret));
    }
    messages.add(message(told, told.body().replace("done", "Done"), NEW));

    assertThat(NodeProducer.verifyWebhooks(messages))
        .extracting(JsonNode::asText)
        .containsExactly(
            "request.done",
            "request.done",
            "refused: No matching signature found",
            "refused: No matching signature found");
  }

  private static JsonNode message(Receiver.Told told, String body, String secret) {
    return RunningGateway.JSON.valueToTree(
        Map.of("secret", secret, "headers", told.headers(), "body", body));
  }

  @Test
  void tellsOfOneThatFailedHeldOrWasCancelled() throws Exception {
    gateway.refuseEntriesOf("x%");
    String failed = started("running", "x1");
    awaitTold("request.failed", "request_uuid", failed);
    gateway.takeAllEntries();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> toldOf("request.failed", "request_uuid", failed).size() == 2);

    RouteController routes = gateway.bean(CamelContext.class).getRouteController();
    routes.stopRoute("enter-accepted-request");
    String held = started("running", "ann");
    assertThat(ask("POST", "/api/journeys/running/hold", "operator").statusCode()).isEqualTo(200);
    routes.startRoute("enter-accepted-request");
    assertThat(awaitTold("request.held", "request_uuid", held).json().at("/data/state").asText())
        .isEqualTo("held");
    assertThat(ask("DELETE", "/api/start-requests/" + held, "start-and-read").statusCode())
        .isEqualTo(200);
    JsonNode cancelled = awaitTold("request.cancelled", "request_uuid", held).json();
    assertThat(cancelled.at("/data/counts/cancelled").asInt()).isEqualTo(1);
    assertThat(ask("POST", "/api/journeys/running/release", "operator").statusCode())
        .isEqualTo(200);
  }

  @Test
  void tellsOfACallOfUnknownOutcomeAndOfADestinationThatIsStopped() {
    String request = started("hosted", "ann");
    JsonNode unknown = awaitTold("delivery.unknown", "request_uuid", request).json();
    assertThat(unknown.at("/data/destination").asText()).isEqualTo("peer");
    assertThat(unknown.at("/data/delivery_uuid").asText()).isNotEmpty();
    assertThat(unknown.at("/data/ids").asInt()).isEqualTo(1);

    assertThat(ask("POST", "/api/destinations/peer/stop", "operator").statusCode()).isEqualTo(200);
    JsonNode stopped = awaitTold("destination.stopped", "destination", "peer").json();
    assertThat(stopped.at("/data/reason").asText()).isEqualTo("stopped by an operator");
    assertThat(stopped.at("/data/application_code").asText()).isEqualTo("AAAAA-00001");
    assertThat(ask("POST", "/api/destinations/peer/resume", "operator").statusCode())
        .isEqualTo(200);
    assertThat(toldOf("destination.stopped", "application_code", "BBBBB-00002"))
        .as("no journey of that application goes there")
        .isEmpty();
  }

  @Test
  void triesAgainUnderTheSameIdAndShowsWhatFailed() throws IOException {
    receiver.next(500);
    String request = started("running", "ann");
    String id = awaitTold("request.done", "request_uuid", request).id();
    Awaitility.await().until(() -> hook().get("waiting").asInt() == 1);
    JsonNode failed = asked("/api/webhooks/AAAAA-00001.team/attempts?failed=true&limit=1");
    assertThat(failed.at("/attempts/0/message_id").asText()).isEqualTo(id);
    assertThat(failed.at("/attempts/0/status").asInt()).isEqualTo(500);
    assertThat(failed.at("/attempts/0/error").asText()).isEqualTo("answered 500");
    assertThat(failed.at("/attempts/0/message_state").asText()).isEqualTo("waiting");
    assertThat(hook().get("last_error").asText()).isEqualTo("answered 500");
    assertThat(hook().has("oldest_waiting_at")).isTrue();

    letThePausePass();

    List<Receiver.Told> both =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> toldOf("request.done", "request_uuid", request), told -> told.size() == 2);
    assertThat(both.get(1).id()).isEqualTo(id);
    assertThat(both.get(1).body()).isEqualTo(both.get(0).body());
    Awaitility.await().until(() -> hook().get("waiting").asInt() == 0);
    JsonNode attempts = asked("/api/webhooks/AAAAA-00001.team/attempts");
    assertThat(attempts.at("/attempts/0/attempt").asInt()).isEqualTo(2);
    assertThat(attempts.at("/attempts/0/message_state").asText()).isEqualTo("delivered");
    assertThat(asked("/api/webhooks/AAAAA-00001.team/attempts?failed=true").get("attempts"))
        .allMatch(attempt -> attempt.has("error"));
  }

  @Test
  void waitsAsLongAsItIsAsked() throws IOException {
    receiver.next(503, "Retry-After", "3600");
    String request = started("running", "ann");
    awaitTold("request.done", "request_uuid", request);
    Awaitility.await().until(() -> hook().get("state").asText().equals("paused"));
    assertThat(Instant.parse(hook().get("paused_until").asText()))
        .isAfter(Instant.now().plusSeconds(3000));
    letThePausePass();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> toldOf("request.done", "request_uuid", request).size() == 2);
    Awaitility.await().until(() -> hook().get("waiting").asInt() == 0);
  }

  @Test
  void isSwitchedOffBy410AndOnByAReplay() throws IOException {
    receiver.next(410);
    String first = started("running", "ann");
    String id = awaitTold("request.done", "request_uuid", first).id();
    Awaitility.await().until(() -> hook().get("state").asText().equals("off"));
    String second = started("running", "bob");
    gateway.await(second, "done");
    assertThat(toldOf("request.done", "request_uuid", second)).isEmpty();

    String path = "/api/webhooks/AAAAA-00001.team/replay?" + SINCE;
    assertThat(ask("POST", path, "start-and-read").statusCode()).isEqualTo(403);
    HttpResponse<String> replayed = ask("POST", path, "operator");

    assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
    assertThat(json(replayed).get("messages").asInt()).isGreaterThanOrEqualTo(2);
    awaitTold("request.done", "request_uuid", second);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> toldOf("request.done", "request_uuid", first).size() == 2);
    assertThat(toldOf("request.done", "request_uuid", first))
        .extracting(Receiver.Told::id)
        .containsOnly(id);
    assertThat(hook().get("state").asText()).isEqualTo("on");
    assertThat(
            gateway
                .jdbc()
                .queryForList(
                    "select target from audit where action = 'webhook_replayed'", String.class))
        .contains("AAAAA-00001.team");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> hook().get("waiting").asInt() == 0);
  }

  @Test
  void givesUpAfterTheLastAttempt() throws IOException {
    receiver.next(500);
    String request = started("running", "ann");
    awaitTold("request.done", "request_uuid", request);
    Awaitility.await().until(() -> hook().get("waiting").asInt() == 1);
    gateway.jdbc().update("update webhook_message set attempts = 9 where state = 'waiting'");
    receiver.next(500);

    letThePausePass();

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> hook().get("failed").asInt() == 1);
    assertThat(gateway.get("/actuator/prometheus").body())
        .contains("journey_gateway_webhook_attempts_total{");
    ask("POST", "/api/webhooks/AAAAA-00001.team/replay?" + SINCE, "operator");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> hook().get("failed").asInt() + hook().get("waiting").asInt() == 0);
  }

  @Test
  void isDescribed() throws IOException {
    Description description = Description.read(gateway.get("/openapi.yaml"));
    awaitTold("request.done", "request_uuid", started("running", "ann"));
    for (String path :
        List.of("/api/webhooks", "/api/webhooks/AAAAA-00001.team/attempts?limit=1")) {
      HttpResponse<String> answer = gateway.get(path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertDescribed(description, "GET", path, answer);
    }
    HttpResponse<String> replayed =
        ask(
            "POST",
            "/api/webhooks/AAAAA-00001.failures/replay?since=2999-01-01T00:00:00Z",
            "operator");
    assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
    assertDescribed(description, "POST", "/api/webhooks/x/replay", replayed);
    for (String path :
        List.of(
            "/api/webhooks/AAAAA-00001.team/attempts?failed=maybe",
            "/api/webhooks/AAAAA-00001.team/attempts?limit=0",
            "/api/webhooks/BBBBB-00002.other/attempts")) {
      HttpResponse<String> refused = gateway.get(path);
      assertThat(refused.statusCode()).isIn(400, 404);
      assertDescribed(description, "GET", path, refused);
    }
    for (String since : List.of("", "?since=yesterday")) {
      HttpResponse<String> refused =
          ask("POST", "/api/webhooks/AAAAA-00001.team/replay" + since, "operator");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertDescribed(description, "POST", "/api/webhooks/x/replay", refused);
    }
  }

  private static void assertDescribed(
      Description description, String method, String path, HttpResponse<String> answer) {
    String template =
        path.replaceFirst("\\?.*", "")
            .replaceFirst("^(/api/webhooks)/[^/]+", "$1/{webhook_id}")
            .replace("/", "~1");
    String schema =
        "/paths/" + template + "/" + method.toLowerCase() + "/responses/" + answer.statusCode();
    assertThat(
            description.faults(
                description.resolve(schema) + "/content/application~1json/schema", json(answer)))
        .as(answer.body())
        .isEmpty();
  }
}
