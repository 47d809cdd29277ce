package dev.journeygateway.api;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Scope;
import dev.journeygateway.support.Description;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every call that /openapi.yaml describes, with a token of each scope and with a stranger's. */
@Tag("daily")
class ScopesIT {

  /** Which scope each call needs; a call that is not here fails the test. */
  private static final Map<String, Scope> CALLS =
      Map.ofEntries(
          Map.entry("POST /api/journey/{id}/start/external", Scope.START),
          Map.entry("POST /api/journey/{id}/start/list", Scope.START),
          Map.entry("DELETE /api/start-requests/{request_uuid}", Scope.START),
          Map.entry("POST /api/start-requests/cancel", Scope.START),
          Map.entry("GET /api/start-requests", Scope.READ),
          Map.entry("GET /api/start-requests/{request_uuid}", Scope.READ),
          Map.entry("GET /api/start-requests/{request_uuid}/outcomes", Scope.READ),
          Map.entry("GET /api/start-requests/{request_uuid}/rejects", Scope.READ),
          Map.entry("GET /api/start-requests/{request_uuid}/deliveries", Scope.READ),
          Map.entry("GET /api/destinations", Scope.READ),
          Map.entry("GET /api/journeys", Scope.READ),
          Map.entry("GET /api/journeys/{id}", Scope.READ),
          Map.entry("GET /api/webhooks", Scope.READ),
          Map.entry("GET /api/webhooks/{webhook_id}/attempts", Scope.READ),
          Map.entry("GET /api/dead-letters", Scope.READ),
          Map.entry("GET /api/start-requests/{request_uuid}/timeline", Scope.READ),
          Map.entry("GET /api/activity", Scope.READ),
          Map.entry("GET /api/overview", Scope.READ),
          Map.entry("GET /api/people", Scope.READ),
          Map.entry("GET /api/people/{id}", Scope.READ),
          Map.entry("POST /api/dead-letters/{dead_letter_id}/send-back", Scope.OPERATE),
          Map.entry("POST /api/dead-letters/send-back", Scope.OPERATE),
          Map.entry("POST /api/dead-letters/discard", Scope.OPERATE),
          Map.entry("POST /api/destinations/{destination_name}/stop", Scope.OPERATE),
          Map.entry("POST /api/destinations/{destination_name}/resume", Scope.OPERATE),
          Map.entry("POST /api/deliveries/resolve", Scope.OPERATE),
          Map.entry("POST /api/deliveries/{delivery_uuid}/resolve", Scope.OPERATE),
          Map.entry("POST /api/journeys/{id}/hold", Scope.OPERATE),
          Map.entry("POST /api/journeys/{id}/release", Scope.OPERATE),
          Map.entry("POST /api/webhooks/{webhook_id}/replay", Scope.OPERATE),
          Map.entry("GET /api/dead-letters/{dead_letter_id}", Scope.ADMIN),
          Map.entry("POST /api/catalog/load", Scope.ADMIN),
          Map.entry("POST /api/catalog/check", Scope.ADMIN),
          Map.entry("GET /api/audit", Scope.ADMIN),
          Map.entry("POST /api/people/{id}/erase", Scope.ADMIN),
          Map.entry("POST /api/people/erase", Scope.ADMIN),
          Map.entry("GET /api/erasures/{erasure_id}", Scope.ADMIN));

  /** Tells a token what it may do, whatever that is. */
  private static final String FOR_ALL = "GET /api/me";

  private static final String MISSING = "01990000-0000-7000-8000-00000000000f";

  private static RunningGateway gateway;
  private static Set<String> described;

  @BeforeAll
  static void start() throws IOException {
    gateway = RunningGateway.start("gateway.limit.period=0s", "gateway.worker.max-deliveries=1");
    Description http = Description.read(gateway.get("/openapi.yaml"));
    described =
        http.names("/paths").stream()
            .filter(path -> path.startsWith("/api/"))
            .flatMap(
                path ->
                    http.names("/paths/" + path.replace("/", "~1")).stream()
                        .filter(name -> !name.equals("parameters"))
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path))
            .collect(Collectors.toCollection(TreeSet::new));
    String tokens =
        Arrays.stream(Scope.values())
            .map(
                scope ->
                    "      - {sha256: %s, scopes: [%s]}\n"
                        .formatted(
                            ApiTokens.sha256Hex(token(scope)),
                            scope.name().toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining());
    String catalog = Files.readString(gateway.catalog());
    Files.writeString(
        gateway.catalog(), catalog.replaceFirst("    tokens:\n", "    tokens:\n" + tokens));
    Awaitility.await()
        .until(() -> call("GET /api/audit", token(Scope.ADMIN), Map.of()).statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String token(Scope scope) {
    return "one-that-may-" + scope.name().toLowerCase(Locale.ROOT);
  }

  /** A call with what its path names, something that is not there where nothing is given. */
  private static HttpResponse<String> call(
      String call, String token, Map<String, String> pathNames) {
    String path = call.substring(call.indexOf(' ') + 1);
    for (var name : pathNames.entrySet()) {
      path = path.replace("{" + name.getKey() + "}", name.getValue());
    }
    path = path.replaceAll("\\{[a-z_]+}", MISSING);
    String query =
        path.equals("/api/people") || path.equals("/api/people/erase") ? "?id=nobody" : "";
    Map<String, String> headers = new HashMap<>();
    if (!token.isEmpty()) {
      headers.put("Authorization", "Api " + token);
    }
    headers.put("Content-Type", "application/json");
    String method = call.substring(0, call.indexOf(' '));
    return gateway.send(
        method,
        path + query,
        headers,
        method.equals("POST") ? "{\"payload\": {\"users\": [\"x\"]}}" : null);
  }

  @Test
  void knowsEveryCallThatIsDescribed() {
    assertThat(described).hasSizeGreaterThan(10);
    assertThat(CALLS.keySet())
        .containsAll(described.stream().filter(one -> !one.equals(FOR_ALL)).toList());
  }

  @TestFactory
  Stream<DynamicTest> letsInWhoHasTheScope() {
    return described.stream()
        .flatMap(
            call ->
                Arrays.stream(Scope.values())
                    .map(
                        scope ->
                            dynamicTest(
                                call + " with " + scope,
                                () -> {
                                  HttpResponse<String> answer = call(call, token(scope), Map.of());
                                  boolean may =
                                      scope == CALLS.get(call)
                                          || scope == Scope.ADMIN
                                          || call.equals(FOR_ALL);
                                  if (may) {
                                    assertThat(answer.statusCode())
                                        .as(answer.body())
                                        .isNotIn(401, 403, 405, 500, 503);
                                  } else {
                                    assertThat(answer.statusCode())
                                        .as(answer.body())
                                        .isEqualTo(403);
                                    assertThat(json(answer).at("/details/0/reason").asText())
                                        .isEqualTo("PERMISSION_DENIED");
                                  }
                                })));
  }

  @TestFactory
  Stream<DynamicTest> letsNobodyInWithoutAToken() {
    return described.stream()
        .flatMap(
            call ->
                Stream.of("", "nobody", "revoked")
                    .map(
                        token ->
                            dynamicTest(
                                call + " with '" + token + "'",
                                () ->
                                    assertThat(call(call, token, Map.of()).statusCode())
                                        .isEqualTo(401))));
  }

  @Test
  void showsAnotherApplicationNothing() {
    gateway.refuseEntriesOf("scoped%");
    String request = uuid(gateway.post("running", "{\"users\": [\"scoped-one\"]}"));
    gateway.await(request, "failed");
    gateway.takeAllEntries();
    String own = token(Scope.ADMIN);
    String letter =
        json(call("GET /api/dead-letters", own, Map.of())).at("/dead_letters/0/id").asText();
    String erasure =
        json(call("POST /api/people/{id}/erase", own, Map.of("id", "scoped-two")))
            .get("erasure_id")
            .asText();
    Map<String, String> names = new TreeMap<>();
    names.put("request_uuid", request);
    names.put("dead_letter_id", letter);
    names.put("erasure_id", erasure);

    for (String call : described) {
      Map<String, String> named = new HashMap<>(names);
      named.put("id", call.contains("/people/") ? "scoped-one" : "running");
      HttpResponse<String> answer = call(call, "stranger-administrator", named);
      assertThat(answer.body()).as(call).doesNotContain("AAAAA-00001");
      if (List.of(
              "{request_uuid}", "{dead_letter_id}", "{erasure_id}", "/journey/", "/journeys/{id}")
          .stream()
          .anyMatch(call::contains)) {
        assertThat(answer.statusCode()).as(call + answer.body()).isEqualTo(404);
      }
    }
    assertThat(
            json(call("GET /api/people/{id}", "stranger-administrator", Map.of("id", "scoped-one")))
                .get("requests"))
        .isEmpty();
    // What a stranger did to the same id is not done to ours.
    assertThat(
            json(call("GET /api/people/{id}", own, Map.of("id", "scoped-one")))
                .at("/requests/0/outcome")
                .asText())
        .isEqualTo("dead");
  }
}
