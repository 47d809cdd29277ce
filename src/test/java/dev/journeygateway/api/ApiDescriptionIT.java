package dev.journeygateway.api;

import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.journeygateway.database.Database;
import dev.journeygateway.door.RefusalsIT;
import dev.journeygateway.request.Reason;
import dev.journeygateway.support.Description;
import dev.journeygateway.support.RunningGateway;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jms.core.JmsTemplate;

/** Holds /openapi.yaml to what the gateway really answers. */
class ApiDescriptionIT {

  /** Headers that say something; the others are the server's. */
  private static final Set<String> OURS =
      Set.of(
          "retry-after",
          "ratelimit",
          "ratelimit-policy",
          "idempotency-replayed",
          "www-authenticate",
          "allow",
          "link");

  private static RunningGateway gateway;
  private static Description http;

  @BeforeAll
  static void start() throws IOException {
    gateway = RunningGateway.start();
    http = Description.read(gateway.get("/openapi.yaml"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Where the answer to a call is described. */
  private static String response(String method, String path, int status) {
    String bare = path.replaceAll("\\?.*", "");
    String template =
        http.names("/paths").stream()
            // What is spelt out goes before what is not.
            .sorted(java.util.Comparator.comparing(one -> one.contains("{")))
            .filter(one -> bare.matches(one.replaceAll("\\{[a-z_]+}", "[^/]+")))
            .findFirst()
            .orElse(null);
    if (template == null) {
      assertThat(status).as("of a path that is not described").isEqualTo(404);
      return "/paths/~1api~1journey~1{id}~1start~1external/post/responses/404";
    }
    String item = "/paths/" + escaped(template);
    String operation =
        http.at(item).has(method.toLowerCase(Locale.ROOT))
            ? method.toLowerCase(Locale.ROOT)
            : http.names(item).stream()
                .filter(name -> !name.equals("parameters"))
                .findFirst()
                .orElseThrow();
    String response = item + "/" + operation + "/responses/" + status;
    assertThat(http.at(response).isMissingNode())
        .as("%s %s answers %s, which is not described", method, path, status)
        .isFalse();
    return http.resolve(response);
  }

  private static void assertDescribed(String method, String path, HttpResponse<String> answer)
      throws IOException {
    String response = response(method, path, answer.statusCode());
    assertThat(faults(response, answer)).as("%s %s: %s", method, path, answer.body()).isEmpty();
  }

  private static Set<String> faults(String response, HttpResponse<String> answer)
      throws IOException {
    Set<String> faults = new TreeSet<>();
    Map<String, String> described = new HashMap<>();
    http.names(response + "/headers")
        .forEach(name -> described.put(name.toLowerCase(Locale.ROOT), name));
    answer.headers().map().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> OURS.contains(name) && !described.containsKey(name))
        .forEach(name -> faults.add("the header " + name + " is not described"));
    for (String name : described.values()) {
      String header = http.resolve(response + "/headers/" + name);
      var value = answer.headers().firstValue(name);
      if (value.isPresent()) {
        boolean integer = "integer".equals(http.at(header + "/schema/type").asText());
        JsonNode node =
            integer ? RunningGateway.JSON.readTree(value.get()) : TextNode.valueOf(value.get());
        http.faults(header + "/schema", node).forEach(fault -> faults.add(name + ": " + fault));
      } else if (http.at(header + "/required").asBoolean()) {
        faults.add("the header " + name + " is missing");
      }
    }
    String type = answer.headers().firstValue("Content-Type").orElse("none").replaceAll(";.*", "");
    String content = response + "/content/" + escaped(type);
    if (http.at(content).isMissingNode()) {
      faults.add("the content type " + type + " is not described");
    } else {
      JsonNode body =
          type.contains("json")
              ? RunningGateway.JSON.readTree(answer.body())
              : type.contains("yaml")
                  ? Description.YAML.readTree(answer.body())
                  : TextNode.valueOf(answer.body());
      faults.addAll(http.faults(content + "/schema", body));
    }
    return faults;
  }

  static Stream<Named<JsonNode>> refusedRequests() throws IOException {
    return RefusalsIT.cases();
  }

  @ParameterizedTest
  @MethodSource("refusedRequests")
  void describesEveryRefusalOfTheTable(JsonNode request) throws IOException {
    Map<String, String> headers = new HashMap<>();
    request
        .get("headers")
        .fields()
        .forEachRemaining(one -> headers.put(one.getKey(), one.getValue().asText()));
    String body =
        request.has("text")
            ? request.get("text").asText()
            : request.has("body") ? request.get("body").toString() : null;
    String method = request.get("method").asText();
    String path = request.get("path").asText();

    assertDescribed(method, path, gateway.send(method, path, headers, body));
  }

  private static final String START = "/api/journey/running/start/external";
  private static final String USERS = "{\"users\": [\"a\", \"b\", \"a\"]}";

  @Test
  void describesAnAcceptanceItsReplayAndARefusalByRate() throws IOException {
    HttpResponse<String> accepted = gateway.post("running", USERS, "Idempotency-Key", "one");
    assertThat(accepted.statusCode()).isEqualTo(200);
    assertThat(accepted.headers().firstValue("RateLimit")).isPresent();
    assertDescribed("POST", START, accepted);

    HttpResponse<String> replayed = gateway.post("running", USERS, "Idempotency-Key", "one");
    assertThat(replayed.headers().firstValue("Idempotency-Replayed")).isPresent();
    assertDescribed("POST", START, replayed);

    HttpResponse<String> limited = gateway.post("running", USERS);
    assertThat(limited.headers().firstValue("Retry-After")).isPresent();
    assertDescribed("POST", START, limited);

    HttpResponse<String> reused =
        gateway.post("running", "{\"users\": [\"c\"]}", "Idempotency-Key", "one");
    assertThat(reused.statusCode()).isEqualTo(422);
    assertDescribed("POST", START, reused);

    HttpResponse<String> unusable =
        gateway.post("running", USERS, "Idempotency-Key", "x".repeat(256));
    assertThat(unusable.statusCode()).isEqualTo(400);
    assertDescribed("POST", START, unusable);
  }

  /** The database is held, so that two calls with one key join the same group. */
  @Test
  void describesAnAnswerWhileTheFirstIsBeingDecided() throws IOException {
    Gauge waiting = gateway.bean(MeterRegistry.class).get("journey_gateway_accept_waiting").gauge();
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    Database database = gateway.bean(Database.class);
    gateway.letThePeriodPass();
    database.begin(
        status -> {
          database.writing().update("update permit set granted_at = granted_at");
          calls.add(startsWithKey("careful", "one that commits"));
          calls.add(startsWithKey("careful", "one in line"));
          Awaitility.await().until(() -> waiting.value() == 1);
          calls.add(startsWithKey("running", "the same"));
          calls.add(startsWithKey("running", "the same"));
          Awaitility.await().until(() -> waiting.value() == 3);
          return null;
        });

    HttpResponse<String> inUse =
        calls.stream()
            .map(CompletableFuture::join)
            .filter(answer -> answer.statusCode() == 409)
            .findAny()
            .orElseThrow();
    assertDescribed("POST", START, inUse);
  }

  private static CompletableFuture<HttpResponse<String>> startsWithKey(String journey, String key) {
    return CompletableFuture.supplyAsync(
        () -> gateway.post(journey, USERS, "Idempotency-Key", key));
  }

  @Test
  void describesADryRunOfEverySelector() throws IOException {
    Map<String, String> headers =
        Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json");
    String path = START + "?dry_run=true";
    for (String payload :
        List.of(
            USERS,
            "{\"hwids\": [\"x\"]}",
            "{\"filter\": \"T(\\\"City\\\", eq, \\\"London\\\")\"}")) {
      HttpResponse<String> counted =
          gateway.send("POST", path, headers, "{\"payload\": " + payload + "}");

      assertThat(RunningGateway.json(counted).path("dry_run").asBoolean())
          .as(counted.body())
          .isTrue();
      assertDescribed("POST", path, counted);
    }
  }

  @Test
  void describesABodyBeyondTheLimit() throws IOException {
    HttpResponse<String> large = gateway.post("running", "{}" + " ".repeat(17 * 1024 * 1024));

    assertThat(large.statusCode()).isEqualTo(413);
    assertDescribed("POST", START, large);
  }

  @Test
  void describesTheAnswerToTheRateWhereItIs429() throws IOException {
    // One gateway at a time in a process: the embedded broker's name is taken.
    gateway.stop();
    gateway.startAgain("gateway.limit.status=429");
    try {
      uuid(gateway.post("running", USERS));
      HttpResponse<String> limited = gateway.post("running", USERS);

      assertThat(limited.statusCode()).isEqualTo(429);
      assertDescribed("POST", START, limited);
    } finally {
      gateway.stop();
      gateway.startAgain();
    }
  }

  @Test
  void describesTheStatus() throws IOException {
    String id =
        uuid(
            gateway.post(
                "careful",
                "{\"users\": [\"nobody\", \"no one\"], \"attribute_values\": {\"tier\": \"x\"}}"));
    gateway.await(id, "done");

    List<String> paths =
        List.of(
            "/api/start-requests/" + id,
            "/api/start-requests?journey=careful&state=done&door=http&limit=1",
            "/api/start-requests?limit=1",
            "/api/start-requests?person=nobody&file=x&from=2026-01-01T00:00:00Z&application=AAAAA-00001",
            "/api/start-requests/" + id + "/timeline",
            "/api/overview",
            "/api/activity",
            "/api/activity?by=door,journey&step=120s",
            "/api/journeys?limit=1",
            "/api/journeys/careful",
            "/api/start-requests/" + id + "/outcomes",
            "/api/start-requests/" + id + "/outcomes?limit=1");
    for (String path : paths) {
      HttpResponse<String> answer = gateway.get(path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertDescribed("GET", path, answer);

      HttpResponse<String> csv = gateway.get(path, "Accept", "text/csv");
      assertDescribed("GET", path, csv);
      assertThat(csv.headers().firstValue("Link").isPresent())
          .isEqualTo(path.endsWith("outcomes?limit=1"));
      for (String authorization : List.of("Api nobody", "Api start-only")) {
        HttpResponse<String> refused =
            gateway.send("GET", path, Map.of("Authorization", authorization), null);
        assertThat(refused.statusCode()).isIn(401, 403);
        assertDescribed("GET", path, refused);
      }
      HttpResponse<String> otherMethod = gateway.send("PUT", path, Map.of(), null);
      assertThat(otherMethod.statusCode()).isEqualTo(405);
      assertDescribed("PUT", path, otherMethod);
    }
  }

  @Test
  void describesDeadLetters() throws IOException {
    String id = "01990000-0000-7000-8000-00000000000d";
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            "journey.start.dead",
            session -> {
              var message = session.createTextMessage("{}");
              message.setStringProperty("dead_letter_id", id);
              message.setStringProperty("application_code", "AAAAA-00001");
              message.setStringProperty("cause", "a test");
              message.setStringProperty("failed_at", "2026-01-01T00:00:00Z");
              message.setIntProperty("sent_back", 5);
              return message;
            });
    Awaitility.await()
        .until(
            () ->
                gateway
                        .send(
                            "GET",
                            "/api/dead-letters/" + id,
                            Map.of("Authorization", "Api administrator"),
                            null)
                        .statusCode()
                    == 200);
    Map<String, Map<String, Integer>> calls =
        Map.of(
            "/api/dead-letters",
            Map.of("GET", 200, "POST", 405),
            "/api/dead-letters?limit=0",
            Map.of("GET", 400),
            "/api/dead-letters/" + id,
            Map.of("GET", 200, "PUT", 405),
            "/api/dead-letters/" + id + "/send-back",
            Map.of("POST", 409, "GET", 405),
            "/api/dead-letters/7",
            Map.of("GET", 404),
            "/api/dead-letters/7/send-back",
            Map.of("POST", 404));
    for (var path : calls.entrySet()) {
      for (var call : path.getValue().entrySet()) {
        assertDescribedAs(call.getKey(), path.getKey(), "Api administrator", call.getValue());
        if (call.getValue() != 405) {
          // Every reader sees the list; the text of a message is an administrator's.
          int reader = path.getKey().startsWith("/api/dead-letters/") ? 403 : call.getValue();
          assertDescribedAs(call.getKey(), path.getKey(), "Api start-and-read", reader);
          assertDescribedAs(call.getKey(), path.getKey(), "Api nobody", 401);
        }
      }
    }
  }

  @Test
  void describesTheCatalogue() throws IOException {
    String load = "/api/catalog/load";
    String check = "/api/catalog/check";
    assertDescribedAs("POST", load, "Api administrator", 200);
    assertDescribedAs("POST", load + "?force=perhaps", "Api administrator", 400);
    for (String path : List.of(load, check)) {
      assertDescribedAs("GET", path, "Api administrator", 405);
      assertDescribedAs("POST", path, "Api start-and-read", 403);
      assertDescribedAs("POST", path, "Api nobody", 401);
    }
    Map<String, String> administrator = Map.of("Authorization", "Api administrator");
    String before = Files.readString(gateway.catalog());
    for (String text : List.of(before, "", "applications: many", "#".repeat(17 * 1024 * 1024))) {
      assertDescribed("POST", check, gateway.send("POST", check, administrator, text));
    }
    Files.writeString(gateway.catalog(), "");
    try {
      HttpResponse<String> emptied = gateway.send("POST", load, administrator, null);
      assertThat(emptied.statusCode()).isEqualTo(409);
      assertDescribed("POST", load, emptied);
    } finally {
      Files.writeString(gateway.catalog(), before);
    }
  }

  @Test
  void describesWhoCalls() throws IOException {
    assertDescribedAs("GET", "/api/me", "Api start-only", 200);
    assertDescribedAs("GET", "/api/me", "Api nobody", 401);
    assertDescribedAs("PUT", "/api/me", "Api start-only", 405);
  }

  @Test
  void describesWhatIsDoneToAllThatMatch() throws IOException {
    for (String path : List.of("/api/dead-letters/send-back", "/api/dead-letters/discard")) {
      for (var body :
          Map.of(
                  "{}",
                  200,
                  "{\"cause\": \"x\"}",
                  200,
                  "[]",
                  400,
                  "{",
                  400,
                  "{\"request\": \"7\"}",
                  400,
                  "{\"cause\": \"" + "x".repeat(70_000) + "\"}",
                  413)
              .entrySet()) {
        HttpResponse<String> answer =
            gateway.send(
                "POST",
                path + "?dry_run=true",
                Map.of("Authorization", "Api stranger-administrator"),
                body.getKey());
        assertThat(answer.statusCode()).as(body.getKey()).isEqualTo(body.getValue());
        assertDescribed("POST", path, answer);
      }
      assertDescribedAs("POST", path, "Api start-and-read", 403);
      assertDescribedAs("GET", path, "Api administrator", 405);
    }
  }

  private static void assertDescribedAs(
      String method, String path, String authorization, int status) throws IOException {
    HttpResponse<String> answer =
        gateway.send(method, path, Map.of("Authorization", authorization), null);
    assertThat(answer.statusCode()).as(method + " " + path + answer.body()).isEqualTo(status);
    assertDescribed(method, path, answer);
  }

  @Test
  void describesWhatIsLaterAndNotAtAll() throws IOException {
    String at = gateway.bean(Database.class).now().plusSeconds(3600).toString();
    Map<String, String> json =
        Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json");
    for (String text : List.of(at, "tomorrow", "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z")) {
      String path = START + "?start_at=" + text;
      HttpResponse<String> answer =
          gateway.send("POST", path, json, "{\"payload\": " + USERS + "}");
      assertDescribed("POST", path, answer);
      if (text.equals(at)) {
        String one = "/api/start-requests/" + uuid(answer);
        assertDescribed("GET", one, gateway.get(one));
        for (int status : List.of(200, 409)) {
          assertDescribedAs("DELETE", one, "Api start-and-read", status);
        }
        assertDescribedAs("DELETE", one, "Api stranger", 404);
        assertDescribedAs("DELETE", one, "Api read-only", 403);
        assertDescribedAs("DELETE", one, "Api nobody", 401);
      } else {
        assertThat(answer.statusCode()).isEqualTo(400);
      }
    }
    for (String filter :
        List.of("{\"state\": \"scheduled\"}", "{\"x\": \"y\"}", "{", "{\"from\": \"x\"}")) {
      for (String path :
          List.of("/api/start-requests/cancel", "/api/start-requests/cancel?dry_run=true")) {
        assertDescribed("POST", path, gateway.send("POST", path, json, filter));
      }
    }
    for (String verb : List.of("hold", "release")) {
      String path = "/api/journeys/running/" + verb;
      assertDescribedAs("POST", path, "Api administrator", 200);
      assertDescribedAs("POST", path, "Api stranger-administrator", 404);
      assertDescribedAs("POST", path, "Api start-and-read", 403);
      assertDescribedAs("POST", path, "Api nobody", 401);
      assertDescribedAs("GET", path, "Api administrator", 405);
    }
  }

  @Test
  void describesLists() throws IOException {
    Map<String, String> csv =
        Map.of("Authorization", "Api start-and-read", "Content-Type", "text/csv");
    String path = "/api/journey/running/start/list";
    Map<String, Integer> calls =
        Map.of(
            path + "?name=described.csv",
            202,
            path + "?dry_run=true",
            200,
            path + "?start_at=tomorrow",
            400,
            path + "?name=a%2Fb",
            400,
            "/api/journey/draft/start/list",
            400,
            "/api/journey/nobodys/start/list",
            404);
    for (var call : calls.entrySet()) {
      HttpResponse<String> answer =
          gateway.send("POST", call.getKey(), csv, "user_id\nann\nbob,more\n");
      assertThat(answer.statusCode()).as(call.getKey() + answer.body()).isEqualTo(call.getValue());
      assertDescribed("POST", call.getKey(), answer);
      if (call.getValue() == 202) {
        String id = RunningGateway.json(answer).get("request_uuid").asText();
        assertDescribed(
            "GET", "/api/start-requests/" + id, gateway.get("/api/start-requests/" + id));
        gateway.await(id, "failed");
        for (String one : List.of("", "/rejects")) {
          String asked = "/api/start-requests/" + id + one;
          assertDescribed("GET", asked, gateway.get(asked));
        }
        assertDescribedAs("GET", "/api/start-requests/" + id + "/rejects", "Api stranger", 404);
        assertDescribedAs("GET", "/api/start-requests/" + id + "/rejects", "Api start-only", 403);
      }
    }
    for (Map<String, String> headers :
        List.of(
            Map.of("Authorization", "Api start-and-read", "Content-Type", "text/plain"),
            Map.of("Authorization", "Api read-only", "Content-Type", "text/csv"),
            Map.of("Authorization", "Api nobody", "Content-Type", "text/csv"))) {
      assertDescribed("POST", path, gateway.send("POST", path, headers, "user_id\nann\n"));
    }
  }

  @Test
  void describesWrongQuestionsAboutTheStatus() throws IOException {
    String id = UUID.randomUUID().toString();
    for (String path :
        List.of(
            "/api/start-requests/" + id,
            "/api/start-requests/7",
            "/api/start-requests/7/timeline",
            "/api/journeys/none",
            "/api/start-requests/7/outcomes")) {
      HttpResponse<String> answer = gateway.get(path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertDescribed("GET", path, answer);
    }
    String known = uuid(gateway.post("running", USERS));
    for (String path :
        List.of(
            "/api/start-requests?limit=0",
            "/api/start-requests?from=x",
            "/api/activity?step=7s",
            "/api/journeys?state=asleep",
            "/api/start-requests?limit=1001",
            "/api/start-requests?state=asleep",
            "/api/start-requests?after=1",
            "/api/start-requests/" + known + "/outcomes?after=x",
            "/api/start-requests/" + known + "/outcomes?limit=x")) {
      HttpResponse<String> answer = gateway.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertDescribed("GET", path, answer);
    }
  }

  @Test
  void describesWhatTheOperatorReads() throws IOException {
    // Not before each door has looked for something once.
    Awaitility.await().until(() -> gateway.get("/actuator/health/readiness").statusCode() == 200);
    for (String path : http.names("/paths")) {
      if (path.startsWith("/api/")) {
        continue;
      }
      HttpResponse<String> answer = gateway.send("GET", path, Map.of(), null);
      assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
      assertDescribed("GET", path, answer);
      HttpResponse<String> otherMethod = gateway.send("POST", path, Map.of(), null);
      assertThat(otherMethod.statusCode()).as(path).isEqualTo(405);
      assertDescribed("POST", path, otherMethod);
    }
  }

  /** That the description is strict enough to notice when an answer changes. */
  @Test
  void wouldNoticeAnotherAnswer() {
    String schema = response("POST", START, 400) + "/content/application~1json/schema";
    JsonNode real = http.at("/components/examples/no-selector/value");
    assertThat(http.faults(schema, real)).isEmpty();

    ObjectNode message = real.deepCopy();
    message.put("message", "one of users or hwids must be provided");
    ObjectNode code = real.deepCopy();
    code.put("code", 9);
    ObjectNode reason = real.deepCopy();
    ((ObjectNode) reason.at("/details/0")).put("reason", "UNAVAILABLE");
    ObjectNode more = real.deepCopy();
    more.put("trace", "at java.lang");
    ObjectNode less = real.deepCopy();
    ((ObjectNode) less.at("/details/0")).remove("metadata");
    for (ObjectNode other : List.of(message, code, reason, more, less)) {
      assertThat(http.faults(schema, other)).as(other.toString()).isNotEmpty();
    }
    String accepted = response("POST", START, 200) + "/content/application~1json/schema";
    assertThat(
            http.faults(accepted, RunningGateway.JSON.createObjectNode().put("request_uuid", "7")))
        .isNotEmpty();
  }

  @Test
  void showsEveryReasonInAnExample() {
    Set<String> shown = new TreeSet<>();
    for (String example : http.names("/components/examples")) {
      JsonNode reason = http.at("/components/examples/" + example + "/value/details/0/reason");
      if (!reason.isMissingNode()) {
        shown.add(reason.asText());
      }
    }
    Set<String> reasons =
        Stream.of(Reason.values())
            .filter(Reason::overHttp)
            .map(Reason::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> named = new TreeSet<>();
    http.at("/components/schemas/Reason/enum").forEach(reason -> named.add(reason.asText()));

    assertThat(shown).isEqualTo(reasons);
    assertThat(named).isEqualTo(reasons);
  }

  @TestFactory
  Stream<DynamicTest> givesExamplesThatFitTheirSchemas() {
    List<String> contents = new ArrayList<>();
    collect(http.root(), "", contents);
    return contents.stream()
        .flatMap(
            content ->
                http.names(content + "/examples").stream()
                    .map(
                        name ->
                            DynamicTest.dynamicTest(
                                content + " " + name,
                                () ->
                                    assertThat(
                                            http.faults(
                                                content + "/schema",
                                                http.at(
                                                    http.resolve(content + "/examples/" + name)
                                                        + "/value")))
                                        .isEmpty())));
  }

  /** The pointers of all media types with examples. */
  private static void collect(JsonNode node, String pointer, List<String> contents) {
    if (node.has("schema") && node.has("examples")) {
      contents.add(pointer);
    }
    node.fields()
        .forEachRemaining(
            one -> collect(one.getValue(), pointer + "/" + escaped(one.getKey()), contents));
  }
}
