package dev.journeygateway.cancel;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.database.Database;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.OutsideProducer;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** A request is stopped in each state it can be in. */
@Tag("daily")
@ParameterizedClass
@EnumSource
class CancelIT {

  private static final String TWO = "{\"users\": [\"ann\", \"bob\"]}";

  private static RunningGateway gateway;
  private static OutsideProducer producer;
  private static RouteController routes;

  CancelIT(Form form) {}

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("gateway.files.settle=100ms");
    settings.add("gateway.files.poll-interval=50ms");
    settings.add("gateway.chunk-size=10");
    settings.add("gateway.files.max-unprocessed-chunks=3");
    gateway = RunningGateway.start(settings.toArray(String[]::new));
    producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
    routes = gateway.bean(CamelContext.class).getRouteController();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static HttpResponse<String> cancel(String request, String token) {
    return gateway.send(
        "DELETE", "/api/start-requests/" + request, Map.of("Authorization", "Api " + token), null);
  }

  private static JsonNode cancelled(String request) {
    HttpResponse<String> answer = cancel(request, "start-and-read");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode status = json(answer);
    assertThat(status.get("state").asText()).isEqualTo("cancelled");
    assertThat(status.get("reason").asText()).isEqualTo("cancelled over the API");
    assertThat(status.has("finished_at")).isTrue();
    assertThat(gateway.status(request)).isEqualTo(status);
    return status;
  }

  private static void assertCounts(JsonNode status, int requested, int entered, int cancelled) {
    assertThat(status.at("/counts/requested").asInt()).isEqualTo(requested);
    assertThat(status.at("/counts/entered").asInt()).isEqualTo(entered);
    assertThat(status.at("/counts/cancelled").asInt()).isEqualTo(cancelled);
  }

  private static long entries(String request) {
    return gateway
        .jdbc()
        .queryForObject(
            "select count(*) from entry where request_uuid = ?",
            Long.class,
            UUID.fromString(request));
  }

  @Test
  void givesTheSlotOfOneThatWaitedToTheNext() {
    gateway.await(producer.accepted("running", TWO), "done");
    String waits = producer.accepted("running", TWO);
    String next = producer.accepted("running", TWO);

    assertCounts(cancelled(waits), 2, 0, 2);

    gateway.letThePeriodPass();
    gateway.await(next, "done");
    assertThat(entries(waits)).isZero();
  }

  @Test
  void cancelsWhatHasNotStarted() {
    String later = uuid(start("running", TWO, inAMonth()));
    assertThat(gateway.status(later).get("state").asText()).isEqualTo("scheduled");

    assertCounts(cancelled(later), 2, 0, 2);

    assertThat(gateway.jdbc().queryForObject("select count(*) from scheduled_request", Long.class))
        .isZero();
    assertThat(gateway.jdbc().queryForObject("select count(*) from waiting_message", Long.class))
        .isZero();
  }

  private static String inAMonth() {
    return gateway.bean(Database.class).now().plus(Duration.ofDays(30)).toString();
  }

  private static HttpResponse<String> start(String journey, String payload, String at) {
    return gateway.send(
        "POST",
        "/api/journey/" + journey + "/start/external?start_at=" + at,
        Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json"),
        "{\"payload\": " + payload + "}");
  }

  @Test
  void entersNobodyOfAMessageThatIsOnTheQueue() throws Exception {
    routes.stopRoute("enter-accepted-request");
    String queued;
    try {
      queued = uuid(gateway.post("running", TWO));

      assertCounts(cancelled(queued), 2, 0, 2);
    } finally {
      routes.startRoute("enter-accepted-request");
    }

    String after = uuid(gateway.post("once", TWO));
    gateway.await(after, "done");
    assertThat(entries(queued)).isZero();
    assertCounts(gateway.status(queued), 2, 0, 2);
  }

  @Test
  void cancelsWhatIsHeldAndIsNotUndoneByTheJourneyThatRunsAgain() {
    hold("running");
    try {
      // Accepted before: a journey that is held accepts nobody.
      assertThat(gateway.post("running", TWO).body()).contains("Journey is not running");
      release("running");
      routes("suspend");
      String held = uuid(gateway.post("running", TWO));
      hold("running");
      routes("resume");
      JsonNode status = gateway.await(held, "held");
      assertThat(status.get("reason").asText()).isEqualTo("an operator holds the journey");

      assertCounts(cancelled(held), 2, 0, 2);

      assertThat(gateway.jdbc().queryForObject("select count(*) from held_chunk", Long.class))
          .isZero();
      release("running");
      assertThat(entries(held)).isZero();
    } finally {
      release("running");
    }
  }

  private static void routes(String verb) {
    try {
      if (verb.equals("suspend")) {
        routes.stopRoute("enter-accepted-request");
      } else {
        routes.startRoute("enter-accepted-request");
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode hold(String journey) {
    return operate(journey, "hold");
  }

  private static JsonNode release(String journey) {
    return operate(journey, "release");
  }

  private static JsonNode operate(String journey, String verb) {
    HttpResponse<String> answer =
        gateway.send(
            "POST",
            "/api/journeys/" + journey + "/" + verb,
            Map.of("Authorization", "Api administrator"),
            null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void holdsAJourneyUntilItIsReleased() {
    JsonNode held = hold("running");
    try {
      assertThat(held.get("state").asText()).isEqualTo("held");
      assertThat(hold("running")).isEqualTo(held);
    } finally {
      assertThat(release("running").get("state").asText()).isEqualTo("running");
    }
    gateway.await(uuid(gateway.post("running", TWO)), "done");
  }

  @Test
  void letsOnlyOperatorsHold() {
    for (String token : List.of("start-and-read", "read-only")) {
      assertThat(
              gateway
                  .send(
                      "POST",
                      "/api/journeys/running/hold",
                      Map.of("Authorization", "Api " + token),
                      null)
                  .statusCode())
          .isEqualTo(403);
    }
    assertThat(
            gateway
                .send(
                    "POST",
                    "/api/journeys/running/hold",
                    Map.of("Authorization", "Api stranger-administrator"),
                    null)
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void filesAListAwayUnderFailedAndTakesItsContentAgain() throws IOException {
    int rows = 3000;
    String content =
        IntStream.range(0, rows)
            .mapToObj(i -> "list-" + i + "\n")
            .collect(Collectors.joining("", "user_id\n", ""));
    drop("once", "long.csv", content);
    String request =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    gateway
                        .jdbc()
                        .queryForList(
                            "select request_uuid from start_request where file = 'long.csv' and"
                                + " entered > 0",
                            String.class)
                        .stream()
                        .findFirst(),
                Optional::isPresent)
            .get();

    JsonNode status = cancelled(request);

    long entered = status.at("/counts/entered").asLong();
    assertThat(entered).isPositive().isLessThan(rows);
    assertThat(status.at("/counts/cancelled").asLong()).isEqualTo(rows - entered);
    Path failed = gateway.folder().resolve("inbox/once/failed");
    Path result =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> find(failed, request + "-long.result.json"), Optional::isPresent)
            .get();
    JsonNode told = RunningGateway.JSON.readTree(result.toFile());
    assertThat(told.get("state").asText()).isEqualTo("cancelled");
    assertThat(told.get("reason").asText()).isEqualTo("cancelled over the API");
    Awaitility.await().until(() -> find(failed, request + "-long.csv").isPresent());
    assertThat(entries(request)).isEqualTo(entered);

    gateway.letThePeriodPass();
    drop("once", "again.csv", content);
    String again =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    gateway
                        .jdbc()
                        .queryForList(
                            "select request_uuid from start_request where file = 'again.csv'",
                            String.class)
                        .stream()
                        .findFirst(),
                Optional::isPresent)
            .get();
    JsonNode done = gateway.await(again, "done");
    assertThat(done.at("/counts/already_entered").asLong()).isEqualTo(entered);
    assertThat(done.at("/counts/entered").asLong()).isEqualTo(rows - entered);
  }

  private static Optional<Path> find(Path folder, String name) throws IOException {
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().equals(name)).findFirst();
    }
  }

  private static void drop(String journey, String name, String content) throws IOException {
    Path inbox = Files.createDirectories(gateway.folder().resolve("inbox").resolve(journey));
    Path part = inbox.resolve(UUID.randomUUID() + ".part");
    Files.writeString(part, content);
    Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void refusesToCancelWhatHasEnded() {
    String done = uuid(gateway.post("running", TWO));
    gateway.await(done, "done");

    HttpResponse<String> answer = cancel(done, "start-and-read");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("message").asText())
        .isEqualTo("the request is done and cannot be cancelled");
    assertThat(json(answer).at("/details/0/reason").asText()).isEqualTo("REQUEST_ENDED");

    String later = uuid(start("once", TWO, inAMonth()));
    cancelled(later);
    assertThat(cancel(later, "start-and-read").statusCode()).isEqualTo(409);
  }

  @Test
  void letsOnlyTheOwnerWithTheScopeCancel() {
    String later = uuid(start("running", TWO, inAMonth()));

    assertThat(cancel(later, "stranger").statusCode()).isEqualTo(404);
    assertThat(cancel(later, "read-only").statusCode()).isEqualTo(403);
    assertThat(cancel(later, "revoked").statusCode()).isEqualTo(401);
    assertThat(cancel(UUID.randomUUID().toString(), "start-and-read").statusCode()).isEqualTo(404);
    assertThat(cancel("nonsense", "start-and-read").statusCode()).isEqualTo(404);
    assertThat(gateway.status(later).get("state").asText()).isEqualTo("scheduled");
    cancelled(later);
  }

  private static HttpResponse<String> cancelAll(String query, String filter, String token) {
    return gateway.send(
        "POST",
        "/api/start-requests/cancel" + query,
        Map.of("Authorization", "Api " + token, "Content-Type", "application/json"),
        filter);
  }

  @Test
  void cancelsAllThatMatchAFilter() {
    List<String> later = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      later.add(uuid(start("running", TWO, inAMonth())));
    }
    String other = uuid(start("once", TWO, inAMonth()));
    String filter = "{\"journey\": \"running\", \"state\": \"scheduled\"}";

    assertThat(json(cancelAll("?dry_run=true", filter, "start-and-read")).get("matched").asInt())
        .isGreaterThanOrEqualTo(3);
    assertThat(json(cancelAll("", filter, "stranger")).get("done").asInt()).isZero();
    HttpResponse<String> answer = cancelAll("", filter, "start-and-read");

    assertThat(json(answer).get("done").asInt()).as(answer.body()).isGreaterThanOrEqualTo(3);
    assertThat(json(answer).get("left").asInt()).isZero();
    later.forEach(
        one -> assertThat(gateway.status(one).get("state").asText()).isEqualTo("cancelled"));
    assertThat(gateway.status(other).get("state").asText()).isEqualTo("scheduled");
    assertThat(
            json(cancelAll("", "{\"from\": \"2099-01-01T00:00:00Z\"}", "start-and-read"))
                .get("done")
                .asInt())
        .isZero();
    cancelled(other);
  }

  @Test
  void cancelsAllThatNamedAPerson() {
    String named = uuid(start("running", TWO, inAMonth()));
    String other = uuid(start("running", TWO, inAMonth()));
    // As one of whose people some are recorded, and the rest is to come.
    gateway
        .jdbc()
        .update(
            "insert into outcome (request_uuid, submitted_id, outcome) values (?, 'wanted',"
                + " 'unknown')",
            UUID.fromString(named));

    HttpResponse<String> answer = cancelAll("", "{\"person\": \"wanted\"}", "start-and-read");

    assertThat(json(answer).get("done").asInt()).as(answer.body()).isEqualTo(1);
    assertThat(gateway.status(named).get("state").asText()).isEqualTo("cancelled");
    assertThat(gateway.status(other).get("state").asText()).isEqualTo("scheduled");
    cancelled(other);
  }

  @Test
  void refusesAFilterThatItDoesNotKnow() {
    assertThat(cancelAll("", "{\"colour\": \"red\"}", "start-and-read").statusCode())
        .isEqualTo(400);
    assertThat(cancelAll("", "{\"state\": \"asleep\"}", "start-and-read").statusCode())
        .isEqualTo(400);
    assertThat(cancelAll("", "{\"from\": \"today\"}", "start-and-read").statusCode())
        .isEqualTo(400);
    assertThat(cancelAll("", "", "start-and-read").statusCode()).isEqualTo(400);
    assertThat(cancelAll("", "{}", "read-only").statusCode()).isEqualTo(403);
  }
}
