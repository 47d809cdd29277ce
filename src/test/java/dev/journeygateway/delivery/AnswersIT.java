package dev.journeygateway.delivery;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The call as it is sent, and the table of answers, over real sockets. */
class AnswersIT {

  private static final Map<String, String> OPERATOR = Map.of("Authorization", "Api operator");

  private static ScriptedService service;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    service = new ScriptedService();
    gateway =
        Hosted.inFrontOf(
            service.port(),
            "period: 50ms, ids-per-call: 10, timeout: 1s, retry-held: 200ms, max-calls: 3",
            new String[0],
            "gateway.delivery.max-waiting-calls=5");
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    service.close();
  }

  @BeforeEach
  void nothingIsLeft() {
    service.calls.clear();
  }

  private static String request(String user) {
    return uuid(gateway.post("running", "{\"users\": [\"" + user + "\"]}"));
  }

  private static JsonNode delivery(String request) {
    return json(gateway.get("/api/start-requests/" + request + "/deliveries")).at("/deliveries/0");
  }

  private static JsonNode awaitDelivery(String request, String state) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> delivery(request), one -> state.equals(one.path("state").asText()));
  }

  private static JsonNode destination() {
    return json(gateway.get("/api/destinations")).at("/destinations/0");
  }

  private static HttpResponse<String> decide(String path, String body) {
    return gateway.send("POST", path, OPERATOR, body);
  }

  private static JsonNode resolve(String delivery, String as) {
    HttpResponse<String> answer =
        decide("/api/deliveries/" + delivery + "/resolve", "{\"as\": \"" + as + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void sendsTheStartCallAndNothingElseOfOurs() {
    String request =
        uuid(
            gateway.post(
                "running", "{\"users\": [\"sent\"], \"attribute_values\": {\"tier\": \"gold\"}}"));

    JsonNode done = gateway.await(request, "done");

    String call = service.calls.get(0);
    assertThat(call)
        .startsWith("POST /api/journey/running/start/external HTTP/1.1\r\n")
        .contains("Authorization: Api start-and-read")
        .containsIgnoringCase("Content-Type: application/json")
        .contains("Idempotency-Key: " + delivery(request).get("delivery_uuid").asText())
        .endsWith("{\"payload\":{\"users\":[\"sent\"],\"attribute_values\":{\"tier\":\"gold\"}}}")
        .doesNotContain("destination", "delivery_", "application_code", request);
    assertThat(done.at("/calls/remote_request_uuids/0").asText())
        .isEqualTo("9f8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d");
    assertThat(done.at("/calls/left").asInt()).isZero();
  }

  @Test
  void triesAgainWhatItMayAndCountsWhatWasTried() {
    service.next(
        ScriptedService.answer(
            400, "{\"message\": \"Enhance your calm! only one request per minute is allowed\"}"),
        ScriptedService.answer(429, "{}", "Retry-After: 1"),
        ScriptedService.answer(503, "{\"message\": \"try again later\"}"),
        ScriptedService.answer(302, "", "Location: http://localhost:1/"));

    String request = request("again");

    gateway.await(request, "done");
    assertThat(service.calls)
        .hasSize(5)
        .allMatch(call -> body(call).equals(body(service.calls.get(0))));
    assertThat(delivery(request).get("attempts").asInt()).as("rate does not count").isEqualTo(3);
  }

  private static String body(String call) {
    return call.substring(call.indexOf("\r\n\r\n"));
  }

  @Test
  void holdsWhatTheServiceDoesNotRun() {
    service.next(ScriptedService.answer(400, "{\"message\": \"Journey is not running\"}"));

    String request = request("held");

    gateway.await(request, "done");
    assertThat(service.calls).hasSize(2);
  }

  @Test
  void rejectsThePeopleOfARefusedCallUntilItIsSentAgainByHand() {
    service.next(ScriptedService.answer(404, "{\"message\": \"journey not found\"}"));

    String request = request("refused");

    assertThat(gateway.await(request, "done").at("/counts/rejected").asInt()).isEqualTo(1);
    assertThat(json(gateway.get("/api/start-requests/" + request + "/outcomes")).at("/outcomes/0"))
        .isEqualTo(
            RunningGateway.JSON
                .createObjectNode()
                .put("id", "refused")
                .put("outcome", "rejected")
                .put("reason", "404 journey not found"));
    String refused = delivery(request).get("delivery_uuid").asText();
    resolve(refused, "again");
    assertThat(gateway.await(request, "done").at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(
            gateway
                .jdbc()
                .queryForList(
                    "select target from audit where action = 'delivery_resolved'", String.class))
        .contains(refused);
  }

  @Test
  void decidesAboutAllCallsThatMatch() {
    List<String> requests = new java.util.ArrayList<>();
    for (String user : List.of("all-one", "all-two")) {
      service.next(ScriptedService.CUT);
      String request = request(user);
      requests.add(request);
      awaitDelivery(request, "unknown");
    }
    String resolve = "/api/deliveries/resolve";
    String delivered = "{\"as\": \"delivered\", \"destination\": \"hosted\"}";

    assertThat(json(decide(resolve + "?dry_run=true", delivered)).get("matched").asInt())
        .isEqualTo(2);
    assertThat(
            json(decide(resolve, "{\"as\": \"again\", \"destination\": \"none\"}"))
                .get("done")
                .asInt())
        .isZero();
    assertThat(
            json(decide(
                    resolve, "{\"as\": \"delivered\", \"request\": \"" + requests.get(0) + "\"}"))
                .get("done")
                .asInt())
        .isEqualTo(1);
    gateway.await(requests.get(0), "done");
    assertThat(json(decide(resolve, delivered)).toString())
        .isEqualTo("{\"done\":1,\"refused\":0,\"left\":0}");
    gateway.await(requests.get(1), "done");
    assertThat(decide(resolve, "{\"as\": \"lost\"}").statusCode()).isEqualTo(400);
    assertThat(decide(resolve, "{}").statusCode()).isEqualTo(400);
    assertThat(decide(resolve, "{\"as\": \"again\", \"state\": \"waiting\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void parksACallWhoseAnswerNeverCame() {
    for (String broken :
        List.of(
            ScriptedService.CUT,
            ScriptedService.SILENCE,
            "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{\"request_uu",
            "HTTP/1.1 2\u00ff0 \u0001\r\n\r\n",
            ScriptedService.answer(200, "<html>welcome</html>"))) {
      service.calls.clear();
      service.next(broken);
      String request = request("unknown");
      JsonNode delivery = awaitDelivery(request, "unknown");

      assertThat(service.calls).as("one send").hasSize(1);
      assertThat(gateway.status(request).get("state").asText()).isEqualTo("delivering");
      assertThat(gateway.status(request).at("/calls/unknown").asInt()).isEqualTo(1);
      assertThat(destination().get("unknown").asInt()).isEqualTo(1);
      String resolution = "{\"as\": \"perhaps\"}";
      String path = "/api/deliveries/" + delivery.get("delivery_uuid").asText() + "/resolve";
      assertThat(decide(path, resolution).statusCode()).isEqualTo(400);
      assertThat(
              gateway
                  .send("POST", path, Map.of("Authorization", "Api start-and-read"), resolution)
                  .statusCode())
          .isEqualTo(403);
      resolve(delivery.get("delivery_uuid").asText(), "delivered");
      gateway.await(request, "done");
      assertThat(decide(path, "{\"as\": \"again\"}").statusCode()).isEqualTo(409);
    }
  }

  @Test
  void readsNoMoreOfAnAnswerThanItNeeds() {
    service.next("HTTP/1.1 404 Any\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(200_000));

    gateway.await(request("long"), "done");
  }

  @Test
  void stopsADestinationThatRefusesTheTokenUntilSomebodyResumesIt() {
    service.next(ScriptedService.answer(401, "{\"message\": \"invalid api token\"}"));

    String request = request("stopped");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> destination().get("state").asText().equals("stopped"));
    assertThat(destination().get("stopped_because").asText()).isEqualTo("401 invalid api token");
    assertThat(delivery(request).get("state").asText()).isEqualTo("waiting");
    assertThat(delivery(request).get("attempts").asInt()).isZero();
    assertThat(gateway.get("/actuator/health").body()).contains("\"status\":\"DOWN\"");
    assertThat(gateway.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(decide("/api/destinations/none/resume", null).statusCode()).isEqualTo(404);
    assertThat(decide("/api/destinations/hosted/resume", null).statusCode()).isEqualTo(200);

    gateway.await(request, "done");
    assertThat(gateway.get("/actuator/health").body()).contains("\"status\":\"UP\"");
  }

  @Test
  void keepsEverythingWaitingWhileAnOperatorHasStoppedIt() {
    assertThat(json(decide("/api/destinations/hosted/stop", null)).get("state").asText())
        .isEqualTo("stopped");
    String request = request("patient");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> gateway.status(request).get("state").asText().equals("delivering"));
    assertThat(gateway.status(request).has("expected_at")).isTrue();
    assertThat(gateway.get("/actuator/health").body()).contains("\"status\":\"UP\"");

    assertThat(service.calls).isEmpty();
    decide("/api/destinations/hosted/resume", null);
    gateway.await(request, "done");
    assertThat(gateway.jdbc().queryForList("select action from audit order by id", String.class))
        .contains("destination_held", "destination_resumed");
  }

  @Test
  void refusesAtOnceWhatNeedsTooManyCalls() {
    String users =
        java.util.stream.IntStream.range(0, 31)
            .mapToObj(i -> "\"u" + i + "\"")
            .collect(java.util.stream.Collectors.joining(",", "{\"users\": [", "]}"));

    HttpResponse<String> answer = gateway.post("running", users);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("message").asText())
        .isEqualTo(
            "this list needs 4 calls, one per 50 ms: 1 seconds; at most 3 calls"
                + " (destinations.hosted.max-calls)");
    assertThat(json(answer).at("/details/0/reason").asText()).isEqualTo("TOO_MANY_CALLS");
  }

  @Test
  void makesNoCallOfACancelledRequest() {
    decide("/api/destinations/hosted/stop", null);
    String request = request("cancelled");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> gateway.status(request).get("state").asText().equals("delivering"));

    HttpResponse<String> answer =
        gateway.send(
            "DELETE",
            "/api/start-requests/" + request,
            Map.of("Authorization", "Api start-and-read"),
            null);
    decide("/api/destinations/hosted/resume", null);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(gateway.status(request).at("/counts/cancelled").asInt()).isEqualTo(1);
    assertThat(delivery(request).get("state").asText()).isEqualTo("cancelled");
    gateway.await(request("another"), "done");
    assertThat(service.calls).singleElement().asString().contains("another");
  }

  @Test
  void refusesCallersByRateOnceTheLineIsFull() {
    decide("/api/destinations/hosted/stop", null);
    List<String> taken = new java.util.ArrayList<>();
    HttpResponse<String> answer = gateway.post("once", "{\"users\": [\"first\"]}");
    for (int i = 0; answer.statusCode() == 200; i++) {
      taken.add(uuid(answer));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  gateway
                      .status(taken.get(taken.size() - 1))
                      .get("state")
                      .asText()
                      .equals("delivering"));
      answer = gateway.post("once", "{\"users\": [\"waits" + i + "\"]}");
    }
    decide("/api/destinations/hosted/resume", null);

    assertThat(taken).hasSize(5);
    assertThat(json(answer).at("/details/0/reason").asText()).isEqualTo("RATE_LIMITED");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    taken.forEach(request -> gateway.await(request, "done"));
  }

  @Test
  void takesCallersAtAnyPaceWhereTheDestinationHasItsOwn() {
    List<String> requests =
        java.util.stream.IntStream.range(0, 5).mapToObj(i -> request("busy" + i)).toList();

    requests.forEach(request -> gateway.await(request, "done"));
    assertThat(uuid(gateway.post("at-home", "{\"users\": [\"a\"]}"))).isNotEmpty();
    assertThat(gateway.post("at-home", "{\"users\": [\"b\"]}").statusCode())
        .as("the gateway's own limit")
        .isEqualTo(400);
  }

  @Test
  void leavesAttributesToTheDestinationWhereItSaysAny() {
    String request =
        uuid(
            gateway.post(
                "unheard-of", "{\"users\": [\"a\"], \"attribute_values\": {\"colour\": \"red\"}}"));
    gateway.await(request, "done");

    assertThat(service.calls.get(0)).contains("\"colour\":\"red\"");
  }

  @Test
  void sendsAFilterAsItWasSent() {
    String filter = "T(\\\"Nobody here knows\\\",  eq, \\\"it\\\")";
    String request = uuid(gateway.post("running", "{\"filter\": \"" + filter + "\"}"));

    assertThat(gateway.await(request, "done").at("/counts/requested").asInt()).isZero();
    assertThat(service.calls.get(0)).contains("{\"filter\":\"" + filter + "\"}");
    assertThat(gateway.post("running", "{\"filter\": \"T(\"}").statusCode()).isEqualTo(400);
  }
}
