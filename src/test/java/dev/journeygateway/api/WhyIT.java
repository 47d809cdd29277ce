package dev.journeygateway.api;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.command.GatewayCommand;
import dev.journeygateway.support.Description;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.core.JmsTemplate;

/** Why a person is in, or not, through every place where they can be. */
@ParameterizedClass
@EnumSource
class WhyIT {

  private static RunningGateway gateway;
  private static Description description;

  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) throws IOException {
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("gateway.files.settle=0s");
    settings.add("gateway.files.poll-interval=50ms");
    settings.add("gateway.files.bad-rows=skip");
    settings.add("gateway.http.over-limit=coalesce");
    settings.add("gateway.worker.max-deliveries=1");
    settings.add("gateway.worker.poll-interval=50ms");
    settings.add("gateway.chunk-size=2");
    gateway = RunningGateway.start(settings.toArray(String[]::new));
    description = Description.read(gateway.get("/openapi.yaml"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static JsonNode why(String id, String more) {
    HttpResponse<String> answer = gateway.get("/api/people/" + id + more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(
            description.faults(
                description.resolve("/paths/~1api~1people~1{id}/get/responses/200")
                    + "/content/application~1json/schema",
                json(answer)))
        .as(answer.body())
        .isEmpty();
    return json(answer);
  }

  private static List<JsonNode> requests(JsonNode answer) {
    return StreamSupport.stream(answer.get("requests").spliterator(), false).toList();
  }

  private static JsonNode only(String id) {
    List<JsonNode> requests = requests(why(id, ""));
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  private static List<String> stillOpen(JsonNode answer) {
    return StreamSupport.stream(answer.get("still_open").spliterator(), false)
        .map(one -> one.get("request_uuid").asText())
        .toList();
  }

  private static String drop(String journey, String name, String content) throws IOException {
    Path folder = Files.createDirectories(gateway.folder().resolve("inbox").resolve(journey));
    Path part = folder.resolve(name + ".part");
    Files.writeString(part, content);
    Files.move(part, folder.resolve(name));
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway
                    .jdbc()
                    .queryForList(
                        "select cast(request_uuid as varchar(36)) from start_request where file = '"
                            + name
                            + "'",
                        String.class),
            found -> !found.isEmpty())
        .get(0);
  }

  @Test
  void tellsTheFileAndTheLineOfEachRow() throws IOException {
    String list =
        "user_id,tier\nf-one,gold\nf-two,gold\nf-one,silver\n,gold\n" + "x".repeat(300) + ",gold\n";
    String request = drop("running", "winter.csv", list);
    gateway.await(request, "done");

    List<JsonNode> both = requests(why("f-one", ""));
    assertThat(both)
        .extracting(one -> one.get("outcome").asText())
        .containsExactlyInAnyOrder("entered", "duplicate");
    for (JsonNode one : both) {
      assertThat(one.get("request_uuid").asText()).isEqualTo(request);
      assertThat(one.get("door").asText()).isEqualTo("folder");
      assertThat(one.get("file").asText()).isEqualTo("winter.csv");
      if (one.get("outcome").asText().equals("entered")) {
        assertThat(one.get("line").asInt()).isEqualTo(2);
        assertThat(one.has("at")).isTrue();
      } else {
        assertThat(one.get("line").asInt()).isEqualTo(4);
        assertThat(one.get("counted_line").asInt()).isEqualTo(2);
      }
    }
    List<JsonNode> rejected =
        requests(json(gateway.get("/api/people?id=" + "x".repeat(254) + "%E2%80%A6")));
    assertThat(rejected).hasSize(1);
    assertThat(rejected.get(0).get("outcome").asText()).isEqualTo("rejected");
    assertThat(rejected.get(0).get("line").asInt()).isEqualTo(6);
    assertThat(rejected.get(0).get("reason").asText()).isNotEmpty();
  }

  @Test
  void tellsWhoDidNotEnterAndWhy() {
    String first = uuid(gateway.post("once", "{\"users\": [\"o-one\"]}"));
    gateway.await(first, "done");
    gateway.letThePeriodPass();
    String second = uuid(gateway.post("once", "{\"users\": [\"o-one\"]}"));
    gateway.await(second, "done");
    String careful = uuid(gateway.post("careful", "{\"users\": [\"o-nobody\"]}"));
    gateway.await(careful, "done");

    List<JsonNode> both = requests(why("o-one", ""));
    assertThat(both)
        .extracting(one -> one.get("outcome").asText())
        .containsExactly("already_entered", "entered");
    assertThat(both.get(0).get("earlier_request").asText()).isEqualTo(first);
    assertThat(only("o-nobody").get("outcome").asText()).isEqualTo("unknown");

    JsonNode now = why("o-one", "?journey=once").get("now");
    assertThat(now.get("state").asText()).isEqualTo("running");
    assertThat(now.at("/entry_points/0/re_entry").asText()).isEqualTo("once");
    assertThat(now.at("/earlier_entry/request_uuid").asText()).isEqualTo(first);
    assertThat(now.get("against").toString()).contains("entered before");
    assertThat(why("o-nobody", "?journey=careful").at("/now/against").toString())
        .contains("no device of the application has this id");
    assertThat(why("o-nobody", "?journey=draft").at("/now/against").toString())
        .contains("the journey is not running");
    assertThat(why("o-nobody", "?journey=nowhere").has("now")).isFalse();
  }

  @Test
  void tellsWhoWaitsInLine() {
    gateway.await(uuid(gateway.post("running", "{\"users\": [\"w-one\"]}")), "done");
    String waiting =
        uuid(
            gateway.post(
                "running",
                "{\"users\": [\"w-two\", \"w \\\"three\\\"\"], \"attribute_values\": {\"tier\":"
                    + " \"w-four\"}}"));

    JsonNode two = only("w-two");
    assertThat(two.get("outcome").asText()).isEqualTo("waiting");
    assertThat(two.get("request_uuid").asText()).isEqualTo(waiting);
    assertThat(two.has("expected_at")).isTrue();
    JsonNode three = json(gateway.get("/api/people?id=w%20%22three%22"));
    assertThat(requests(three)).hasSize(1);
    JsonNode four = why("w-four", "");
    assertThat(requests(four)).isEmpty();
    assertThat(stillOpen(four)).contains(waiting);
    assertThat(stillOpen(why("w-four", "?journey=once"))).isEmpty();
    gateway.letThePeriodPass();
    gateway.await(waiting, "done");
    assertThat(only("w-two").get("outcome").asText()).isEqualTo("entered");
    assertThat(stillOpen(why("w-four", ""))).doesNotContain(waiting);
  }

  @Test
  void tellsWhoStartsLaterAndWhoWasCancelled() {
    Instant inAnHour = Instant.now().plus(Duration.ofHours(1));
    String later =
        uuid(
            gateway.send(
                "POST",
                "/api/journey/running/start/external?start_at=" + inAnHour,
                Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json"),
                "{\"payload\": {\"users\": [\"l-one\"]}}"));

    assertThat(only("l-one").get("outcome").asText()).isEqualTo("scheduled");
    assertThat(stillOpen(why("l-one", ""))).contains(later);

    Map<String, String> starter = Map.of("Authorization", "Api start-and-read");
    assertThat(gateway.send("DELETE", "/api/start-requests/" + later, starter, null).statusCode())
        .isEqualTo(200);
    assertThat(only("l-one").get("outcome").asText()).isEqualTo("cancelled");
    assertThat(stillOpen(why("l-one", ""))).isEmpty();
  }

  /** A process that lives and has not sent it yet, which only the rows of one can show. */
  @Test
  void tellsWhoseMessageHasNotLeftForTheQueue() {
    UUID owner = UUID.randomUUID();
    UUID request = UUID.randomUUID();
    gateway
        .jdbc()
        .update(
            "insert into gateway_process (owner, leased_until) values (?, '2999-01-01T00:00:00.000000Z')",
            owner);
    gateway
        .jdbc()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, 'http',"
                + " 'running', 'api', 'AAAAA-00001', 'users', 'accepted',"
                + " '2026-01-01T00:00:00.000000Z', 1)",
            request);
    gateway
        .jdbc()
        .update(
            "insert into outbox (owner, position, request_uuid, chunk, chunks, message) values (?,"
                + " 1, ?, 1, 1, '{\"entries\":[{\"user_id\":\"b-one\"}]}')",
            owner,
            request);
    try {
      assertThat(only("b-one").get("outcome").asText()).isEqualTo("queued");
      assertThat(stillOpen(why("b-one", ""))).contains(request.toString());
    } finally {
      gateway.jdbc().update("delete from outbox where owner = ?", owner);
      gateway.jdbc().update("delete from start_request where request_uuid = ?", request);
      gateway.jdbc().update("delete from gateway_process where owner = ?", owner);
    }
  }

  @Test
  void tellsWhoIsHeld() {
    UUID held = UUID.randomUUID();
    gateway
        .jdbc()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, 'http',"
                + " 'draft', 'api', 'AAAAA-00001', 'users', 'accepted',"
                + " '2026-01-01T00:00:00.000000Z', 1)",
            held);
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            "journey.start.accepted",
            session -> {
              var message =
                  session.createTextMessage(
                      ("{\"request_uuid\":\"%s\",\"journey_id\":\"draft\",\"entry_point_id\":\"api\","
                              + "\"application_code\":\"AAAAA-00001\",\"accepted_at\":\"2026-01-01T00:00:00Z\","
                              + "\"entries\":[{\"user_id\":\"h-one\"}]}")
                          .formatted(held));
              message.setStringProperty("request_uuid", held.toString());
              message.setIntProperty("chunk", 1);
              message.setIntProperty("chunks", 1);
              return message;
            });
    gateway.await(held.toString(), "held");

    assertThat(only("h-one").get("outcome").asText()).isEqualTo("held");
    assertThat(stillOpen(why("h-one", ""))).contains(held.toString());
  }

  @Test
  void tellsWhoIsInADeadLetter() {
    gateway.refuseEntriesOf("d-%");
    try {
      String request = uuid(gateway.post("running", "{\"users\": [\"d-one\"]}"));
      gateway.await(request, "failed");
      JsonNode dead = only("d-one");
      assertThat(dead.get("outcome").asText()).isEqualTo("dead");
      assertThat(dead.get("reason").asText()).startsWith("the database refused it");
      assertThat(dead.has("dead_letter_id")).isTrue();
    } finally {
      gateway.takeAllEntries();
    }
  }

  @Test
  void tellsWhichConditionOfAFilterAPersonDoesNotMeet() {
    gateway
        .jdbc()
        .update(
            "insert into device (application_code, hwid, user_id, platform) values ('AAAAA-00001',"
                + " 'why-phone', 'q-one', 'IOS')");
    gateway
        .jdbc()
        .update(
            "insert into device_tag_text (device_id, tag_id, tag_value) select d.id, t.id, 'london'"
                + " from device d, tag t where d.hwid = 'why-phone' and t.name = 'City' and"
                + " t.application_code = 'AAAAA-00001'");
    String chosen =
        uuid(gateway.post("running", "{\"filter\": \"T(\\\"City\\\", eq, \\\"London\\\")\"}"));
    gateway.await(chosen, "done");
    gateway.letThePeriodPass();
    String not =
        uuid(
            gateway.post(
                "running",
                "{\"filter\": \"T(\\\"City\\\", eq, \\\"London\\\") * T(\\\"Age\\\", gt, 20)\"}"));
    gateway.await(not, "done");

    assertThat(only("q-one").get("request_uuid").asText()).isEqualTo(chosen);
    assertThat(only("why-phone").get("user_id").asText()).isEqualTo("q-one");
    JsonNode filters = why("q-one", "?journey=running").at("/now/filters");
    assertThat(filters.get(0).get("request_uuid").asText()).isEqualTo(not);
    assertThat(filters.get(0).get("chooses").asBoolean()).isFalse();
    assertThat(filters.get(0).at("/conditions/0/meets").asBoolean()).isTrue();
    assertThat(filters.get(0).at("/conditions/1/text").asText()).contains("Age");
    assertThat(filters.get(0).at("/conditions/1/meets").asBoolean()).isFalse();
    assertThat(filters.get(1).get("chooses").asBoolean()).isTrue();
    assertThat(why("WHY-PHONE", "?journey=running").at("/now/filters/1/chooses").asBoolean())
        .isTrue();
  }

  @Test
  void tellsAnotherApplicationNothing() {
    gateway.await(uuid(gateway.post("running", "{\"users\": [\"s-one\"]}")), "done");
    Map<String, String> stranger = Map.of("Authorization", "Api stranger");

    JsonNode answer =
        json(gateway.send("GET", "/api/people/s-one?journey=running", stranger, null));

    assertThat(answer.get("id").asText()).isEqualTo("s-one");
    assertThat(requests(answer)).isEmpty();
    assertThat(stillOpen(answer)).isEmpty();
    assertThat(answer.has("now")).isFalse();
  }

  @Test
  void refusesWrongQuestions() {
    for (String path :
        List.of(
            "/api/people",
            "/api/people?id=",
            "/api/people?id=" + "x".repeat(256),
            "/api/people/x?limit=0")) {
      assertThat(gateway.get(path).statusCode()).as(path).isEqualTo(400);
    }
  }

  @Test
  void hasACommand() {
    gateway.await(uuid(gateway.post("once", "{\"users\": [\"c-one\"]}")), "done");

    assertThat(command("c-one")).contains("0 ", "once  entered  at ");
    assertThat(command("c-nobody", "--journey", "draft"))
        .contains(
            "0 no request that is kept named c-nobody",
            "draft is draft",
            "against: the journey is not running");
    assertThat(command("x", "--limit", "0")).contains("1 400 limit must be 1 to 1000");
  }

  private static String command(String... args) {
    StringWriter printed = new StringWriter();
    List<String> all = new ArrayList<>(List.of("why"));
    all.addAll(List.of(args));
    all.addAll(List.of("--url", "http://localhost:" + gateway.port(), "--token", "start-and-read"));
    int status =
        GatewayCommand.run(
            new PrintWriter(printed), new PrintWriter(printed), all.toArray(String[]::new));
    return status + " " + printed;
  }
}
