package dev.journeygateway.door;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.core.JmsTemplate;

/** The whole path of a request: from a POST to who entered and what is answered about it. */
@ParameterizedClass
@EnumSource
class StartRequestIT {

  private static RunningGateway gateway;

  /** What {@link #start} gets, too. */
  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    String[] chosen = form.settings();
    String[] settings = java.util.Arrays.copyOf(chosen, chosen.length + 3);
    settings[settings.length - 3] = "gateway.chunk-size=10";
    settings[settings.length - 2] = "gateway.worker.poll-interval=100ms";
    settings[settings.length - 1] = "gateway.worker.max-deliveries=2";
    gateway = RunningGateway.start(settings);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static String users(IntStream numbers) {
    return numbers
        .mapToObj(i -> "\"user-" + i + "\"")
        .collect(Collectors.joining(",", "{\"users\": [", "]}"));
  }

  private List<String> entered(String requestUuid) {
    return gateway
        .jdbc()
        .queryForList(
            "select user_id from entry where request_uuid = ? order by user_id",
            String.class,
            UUID.fromString(requestUuid));
  }

  private void device(String application, String hwid, String user) {
    gateway
        .jdbc()
        .update(
            "insert into device (application_code, hwid, user_id) values (?, ?, ?)",
            application,
            hwid,
            user);
  }

  private static void assertCounts(
      JsonNode status, int requested, int entered, int duplicate, int unknown, int already) {
    JsonNode counts = status.get("counts");
    assertThat(counts.get("requested").asInt()).as("requested").isEqualTo(requested);
    assertThat(counts.get("entered").asInt()).as("entered").isEqualTo(entered);
    assertThat(counts.get("duplicate").asInt()).as("duplicate").isEqualTo(duplicate);
    assertThat(counts.get("unknown").asInt()).as("unknown").isEqualTo(unknown);
    assertThat(counts.get("already_entered").asInt()).as("already_entered").isEqualTo(already);
    assertThat(counts.get("rejected").asInt()).as("rejected").isZero();
  }

  @Test
  void entersEachUserOnceWithTheirAttributeValues() {
    String id =
        uuid(
            gateway.post(
                "running",
                "{\"users\": [\"a\", \"b\", \"a\"], \"attribute_values\": {\"promo_code\":"
                    + " \"SUMMER25\"}}"));

    JsonNode status = gateway.await(id, "done");

    assertCounts(status, 3, 2, 1, 0, 0);
    assertThat(status.get("door").asText()).isEqualTo("http");
    assertThat(status.get("selector").asText()).isEqualTo("users");
    assertThat(status.get("entry_point_id").asText()).isEqualTo("api");
    assertThat(status.get("finished_at").asText()).endsWith("Z");
    assertThat(entered(id)).containsExactly("a", "b");
    assertThat(
            gateway
                .jdbc()
                .queryForList(
                    "select distinct attribute_values from entry where request_uuid = ?",
                    String.class,
                    UUID.fromString(id)))
        .containsExactly("{\"promo_code\":\"SUMMER25\"}");
  }

  @Test
  void takesTheCamelCaseOfProtobufsJson() {
    assertThat(
            gateway
                .post("running", "{\"users\": [\"a\"], \"attributeValues\": {\"tier\": \"gold\"}}")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesASecondRequestWithinThePeriodAndSaysWhenToComeBack() {
    HttpResponse<String> first = gateway.post("running", "{\"users\": [\"a\"]}");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue("\"start\";q=1;w=60");

    for (int i = 0; i < 50; i++) {
      HttpResponse<String> second = gateway.post("running", "{\"users\": [\"b\"]}");
      assertThat(second.statusCode()).isEqualTo(400);
      assertThat(json(second).get("message").asText())
          .isEqualTo("Enhance your calm! only one request per minute is allowed");
      assertThat(json(second).at("/details/0/reason").asText()).isEqualTo("RATE_LIMITED");
      assertThat(Integer.parseInt(second.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(30, 60);
    }
    assertThat(gateway.post("once", "{\"users\": [\"b\"]}").statusCode())
        .as("another entry point")
        .isEqualTo(200);
  }

  @Test
  void grantsOneOfManyAtOnce() {
    long accepted =
        IntStream.range(0, 60)
            .parallel()
            .filter(
                i -> gateway.post("running", "{\"users\": [\"u" + i + "\"]}").statusCode() == 200)
            .count();

    assertThat(accepted).isEqualTo(1);
  }

  @Test
  void sendsManyIdsInChunksAndEntersThemAll() {
    String id = uuid(gateway.post("running", users(IntStream.rangeClosed(1, 95))));

    assertCounts(gateway.await(id, "done"), 95, 95, 0, 0, 0);
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from chunk where request_uuid = ?",
                    Integer.class,
                    UUID.fromString(id)))
        .isEqualTo(10);
  }

  @Test
  void countsADuplicateInAnotherChunk() {
    String id =
        uuid(
            gateway.post(
                "running",
                users(IntStream.concat(IntStream.range(0, 15), IntStream.range(0, 15)))));

    assertCounts(gateway.await(id, "done"), 30, 15, 15, 0, 0);
  }

  @Test
  void foldsDevicesToTheirUser() {
    device("AAAAA-00001", "device-1", "jane");
    device("AAAAA-00001", "device-2", "jane");

    String id =
        uuid(gateway.post("running", "{\"hwids\": [\"DEVICE-1\", \"device-2\", \"Nobodys\"]}"));

    assertCounts(gateway.await(id, "done"), 3, 2, 1, 0, 0);
    assertThat(entered(id)).containsExactly("jane", "nobodys");
  }

  @Test
  void skipsUnknownIdsWhereTheApplicationSaysSo() {
    device("BBBBB-00002", "careful-1", "joe");

    String id = uuid(gateway.post("careful", "{\"users\": [\"joe\", \"nobody\", \"no one\"]}"));

    assertCounts(gateway.await(id, "done"), 3, 1, 0, 2, 0);
    JsonNode outcomes =
        json(gateway.get("/api/start-requests/" + id + "/outcomes")).get("outcomes");
    assertThat(outcomes).hasSize(2);
    assertThat(outcomes.get(0).get("id").asText()).isEqualTo("nobody");
    assertThat(outcomes.get(0).get("outcome").asText()).isEqualTo("unknown");
  }

  @Test
  void entersAPersonOnceWhereTheEntryPointSaysSo() {
    String first = uuid(gateway.post("once", "{\"users\": [\"x\", \"y\"]}"));
    gateway.await(first, "done");
    gateway.letThePeriodPass();

    String second = uuid(gateway.post("once", "{\"users\": [\"y\", \"z\"]}"));

    assertCounts(gateway.await(second, "done"), 2, 1, 0, 0, 1);
    assertThat(entered(second)).containsExactly("z");
  }

  @Test
  void pagesTheOutcomesAsJsonAndCsv() {
    String id = uuid(gateway.post("careful", "{\"users\": [\"p1\", \"p2\", \"p3\", \"p\\\"4\"]}"));
    gateway.await(id, "done");

    JsonNode page = json(gateway.get("/api/start-requests/" + id + "/outcomes?limit=3"));
    assertThat(page.get("outcomes")).hasSize(3);
    JsonNode rest =
        json(
            gateway.get(
                "/api/start-requests/" + id + "/outcomes?after=" + page.get("after").asText()));
    assertThat(rest.get("outcomes")).hasSize(1);
    assertThat(rest.has("after")).isFalse();

    HttpResponse<String> csv =
        gateway.get("/api/start-requests/" + id + "/outcomes", "Accept", "text/csv");
    assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.body().lines()).first().isEqualTo("id,outcome,reason");
    assertThat(csv.body()).contains("p1,unknown,", "\"p\"\"4\",unknown,");
  }

  @Test
  void guardsOutcomesAsCsvAgainstFormulas() {
    String formula = "=HYPERLINK(\"http://x\",\"y\")";
    String users = "{\"users\": [" + RunningGateway.JSON.valueToTree(formula) + ", \"a;=1+1\"]}";
    String id = uuid(gateway.post("careful", users));
    gateway.await(id, "done");

    HttpResponse<String> csv =
        gateway.get("/api/start-requests/" + id + "/outcomes", "Accept", "text/csv");
    assertThat(csv.body().lines())
        .containsExactlyInAnyOrder(
            "id,outcome,reason",
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",unknown,",
            "\"a;=1+1\",unknown,");
  }

  @Test
  void takesIdsWithoutWhiteSpaceAtTheirEnds() {
    String id = uuid(gateway.post("running", "{\"users\": [\" trim-1 \", \"trim-1\\u00a0\"]}"));

    JsonNode counts = gateway.await(id, "done").get("counts");

    assertThat(counts.get("entered").asInt()).isEqualTo(1);
    assertThat(counts.get("duplicate").asInt()).isEqualTo(1);
  }

  @Test
  void listsTheNewestFirstAPageAtATime() {
    String first = uuid(gateway.post("with%20blank%20+%20plus", "{\"users\": [\"a\"]}"));
    gateway.letThePeriodPass();
    String second = uuid(gateway.post("with%20blank%20+%20plus", "{\"users\": [\"b\"]}"));
    gateway.await(first, "done");
    gateway.await(second, "done");

    String query =
        "/api/start-requests?journey=with%20blank%20%2B%20plus&state=done&door=http&limit=1";
    JsonNode page = json(gateway.get(query));
    assertThat(page.at("/start_requests/0/request_uuid").asText()).isEqualTo(second);
    JsonNode rest = json(gateway.get(query + "&after=" + page.get("after").asText()));
    assertThat(rest.at("/start_requests/0/request_uuid").asText()).isEqualTo(first);
    assertThat(rest.has("after")).isFalse();
    assertThat(gateway.get("/api/start-requests?state=lost").statusCode()).isEqualTo(400);
    assertThat(gateway.get("/api/start-requests?after=x").statusCode()).isEqualTo(400);
  }

  @Test
  void showsAStrangerNothing() {
    String id = uuid(gateway.post("running", "{\"users\": [\"a\"]}"));

    for (String path :
        List.of("/api/start-requests/" + id, "/api/start-requests/" + id + "/outcomes")) {
      HttpResponse<String> answer = gateway.get(path, "Authorization", "Api stranger");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(json(answer).at("/details/0/reason").asText()).isEqualTo("REQUEST_NOT_FOUND");
    }
    assertThat(
            json(gateway.get("/api/start-requests", "Authorization", "Api stranger"))
                .get("start_requests"))
        .isEmpty();
    assertThat(
            gateway
                .get("/api/start-requests/" + id, "Authorization", "Api start-only")
                .statusCode())
        .isEqualTo(403);
    assertThat(gateway.get("/api/start-requests/nonsense").statusCode()).isEqualTo(404);
  }

  @Test
  void givesTheFirstAnswerToTheSameKeyAndBody() {
    String payload = "{\"users\": [\"a\"]}";
    String first = uuid(gateway.post("running", payload, "Idempotency-Key", "key-1"));

    HttpResponse<String> again = gateway.post("running", payload, "Idempotency-Key", "key-1");
    assertThat(uuid(again)).isEqualTo(first);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");

    HttpResponse<String> otherBody =
        gateway.post("running", "{\"users\": [\"b\"]}", "Idempotency-Key", "key-1");
    assertThat(otherBody.statusCode()).isEqualTo(422);
    assertThat(json(otherBody).at("/details/0/reason").asText())
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");

    assertThat(gateway.post("once", payload, "Idempotency-Key", "key-1").statusCode())
        .as("its own scope")
        .isEqualTo(200);
  }

  @Test
  void keepsNoRefusalUnderAKey() {
    gateway.post("running", "{\"users\": [\"a\"]}");
    assertThat(
            gateway
                .post("running", "{\"users\": [\"b\"]}", "Idempotency-Key", "key-2")
                .statusCode())
        .isEqualTo(400);
    gateway.letThePeriodPass();
    HttpResponse<String> later =
        gateway.post("running", "{\"users\": [\"b\"]}", "Idempotency-Key", "key-2");
    assertThat(later.statusCode()).isEqualTo(200);
    assertThat(later.headers().firstValue("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void forgetsAKeyThatWasKeptLongEnough() {
    String payload = "{\"users\": [\"a\"]}";
    String first = uuid(gateway.post("running", payload, "Idempotency-Key", "key-4"));
    gateway
        .jdbc()
        .update(
            "update start_request set accepted_at = '2026-01-01T00:00:00.000000Z' where"
                + " request_uuid = ?",
            UUID.fromString(first));
    gateway.letThePeriodPass();

    assertThat(uuid(gateway.post("running", payload, "Idempotency-Key", "key-4")))
        .isNotEqualTo(first);
  }

  @Test
  void holdsARequestWhoseJourneyStoppedAndGoesOnWhenItRunsAgain() throws IOException {
    String catalog = Files.readString(gateway.catalog());
    String paused = catalog.replaceFirst("(?s)(id: running\\n.*?state: )running", "$1paused");
    assertThat(paused).isNotEqualTo(catalog);
    Files.writeString(gateway.catalog(), paused);
    awaitState(Journey.State.PAUSED);
    String id = UUID.randomUUID().toString();
    gateway
        .jdbc()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, 'http',"
                + " 'running', 'api', 'AAAAA-00001', 'users', 'accepted',"
                + " '2026-01-01T00:00:00.000000Z', 1)",
            UUID.fromString(id));
    send(
        message(id, "{\"user_id\": \"patient\"}"),
        Map.of("request_uuid", id, "chunk", 1, "chunks", 1));

    JsonNode held = gateway.await(id, "held");
    assertThat(held.get("reason").asText()).isEqualTo("the journey is not running");
    assertThat(entered(id)).isEmpty();

    Files.writeString(gateway.catalog(), catalog);
    awaitState(Journey.State.RUNNING);
    assertCounts(gateway.await(id, "done"), 1, 1, 0, 0, 0);
    assertThat(entered(id)).containsExactly("patient");
  }

  private void awaitState(Journey.State state) {
    Awaitility.await()
        .until(
            () ->
                gateway.bean(JourneyCatalog.class).find("running").orElseThrow().state() == state);
  }

  private static String message(String id, String entry) {
    return ("{\"request_uuid\": \"%s\", \"journey_id\": \"running\", \"entry_point_id\": \"api\","
            + " \"application_code\": \"AAAAA-00001\", \"accepted_at\":"
            + " \"2026-01-01T00:00:00Z\", \"entries\": [%s]}")
        .formatted(id, entry);
  }

  private void send(String body, Map<String, Object> properties) {
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            "journey.start.accepted",
            session -> {
              var message = session.createTextMessage(body);
              for (var property : properties.entrySet()) {
                message.setObjectProperty(property.getKey(), property.getValue());
              }
              return message;
            });
  }

  @Test
  void recordsARedeliveredChunkOnce() {
    String id = uuid(gateway.post("running", "{\"users\": [\"a\", \"b\"]}"));
    gateway.await(id, "done");

    String again = message(id, "{\"user_id\": \"a\"}, {\"user_id\": \"b\"}");
    send(again, Map.of("request_uuid", id, "chunk", 1, "chunks", 1));
    send(again, Map.of("request_uuid", id, "chunk", 1, "chunks", 1));

    awaitEmptyQueue();
    assertCounts(gateway.status(id), 2, 2, 0, 0, 0);
    assertThat(entered(id)).containsExactly("a", "b");
  }

  @Test
  void dropsAMessageWhoseRequestWasTakenBack() {
    String id = UUID.randomUUID().toString();
    send(
        message(id, "{\"user_id\": \"ghost\"}"),
        Map.of("request_uuid", id, "chunk", 1, "chunks", 1));

    awaitEmptyQueue();
    assertThat(entered(id)).isEmpty();
  }

  private void awaitEmptyQueue() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> gateway.bean(QueueDepth.class).of("journey.start.accepted").orElse(-1) == 0);
  }

  @Test
  void setsAsideWhatCannotBeProcessedAndShowsTheRequestAsFailed() throws Exception {
    String id = uuid(gateway.post("running", "{\"users\": [\"a\"]}"));
    gateway.await(id, "done");

    send("{\"request_uuid\": 7", Map.of("request_uuid", id, "chunk", 2));

    Map<String, Object> dead = awaitDeadLetter(id);
    assertThat(dead.get("message")).isEqualTo("{\"request_uuid\": 7");
    assertThat(dead.get("cause").toString()).startsWith("not an accepted start request");
    assertThat(gateway.await(id, "failed").get("reason").asText())
        .startsWith("not an accepted start request");
  }

  @Test
  void readsNoObjectMessage() {
    String id = UUID.randomUUID().toString();
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            "journey.start.accepted",
            session -> {
              var message = session.createObjectMessage(new java.util.ArrayList<>(List.of("x")));
              message.setStringProperty("request_uuid", id);
              return message;
            });

    assertThat(awaitDeadLetter(id)).containsEntry("message", "");
  }

  private Map<String, Object> awaitDeadLetter(String request) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                gateway
                    .jdbc()
                    .queryForList(
                        "select cause, message from dead_letter where request_uuid = ?",
                        UUID.fromString(request)),
            found -> found.size() == 1)
        .get(0);
  }

  @Test
  void takesNoInstructionFromHeadersAndParameters() {
    String id =
        uuid(
            gateway.post(
                "running",
                "{\"users\": [\"a\"]}",
                "CamelHttpResponseCode",
                "299",
                "camelHttpUri",
                "http://localhost:1/",
                "org.apache.camel.x",
                "y",
                "journeyId",
                "once",
                "X-Secret",
                "echo"));
    assertThat(gateway.status(id).get("journey_id").asText()).isEqualTo("running");

    HttpResponse<String> answer =
        gateway.get(
            "/api/start-requests/" + id + "?CamelHttpResponseCode=299&requestUuid=x",
            "X-Secret",
            "echo");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map().keySet())
        .allMatch(
            name ->
                List.of("date", "content-type", "content-length", "server", "etag")
                    .contains(name.toLowerCase()));
  }

  @Test
  void seesAChangedCatalogue() throws IOException {
    String before = Files.readString(gateway.catalog());
    try {
      Files.writeString(
          gateway.catalog(),
          before.replace(
              "- id: draft\n        state: draft", "- id: draft\n        state: running"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> gateway.post("draft", "{\"users\": [\"a\"]}").statusCode() == 200);

      // Without the token that starts and reads.
      Files.writeString(
          gateway.catalog(), before.replaceAll("(?m)^ *- \\{sha256: da34f7bf.*\n", ""));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> gateway.post("running", "{\"users\": [\"a\"]}").statusCode() == 401);
    } finally {
      Files.writeString(gateway.catalog(), before + "\n");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> gateway.get("/api/start-requests").statusCode() == 200);
    }
  }
}
