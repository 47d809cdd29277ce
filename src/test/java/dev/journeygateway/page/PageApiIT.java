package dev.journeygateway.page;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.status.State;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.core.JmsTemplate;

/** The calls that the page makes beside those that others make as well. */
@Tag("slow")
@ParameterizedClass
@EnumSource
class PageApiIT {

  private static final String OPERATOR = "operator";

  private static RunningGateway gateway;

  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    gateway = RunningGateway.start(form.settings());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  private static HttpResponse<String> as(String token, String path) {
    return gateway.send("GET", path, Map.of("Authorization", "Api " + token), null);
  }

  private static HttpResponse<String> post(String token, String path, String body) {
    return gateway.send("POST", path, Map.of("Authorization", "Api " + token), body);
  }

  private static List<String> uuids(String query) {
    HttpResponse<String> answer = gateway.get("/api/start-requests?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return StreamSupport.stream(json(answer).get("start_requests").spliterator(), false)
        .map(one -> one.get("request_uuid").asText())
        .toList();
  }

  @Test
  void tellsWhoCalls() {
    JsonNode me = json(as("read-only", "/api/me"));
    assertThat(me.get("scopes").toString()).isEqualTo("[\"read\"]");
    assertThat(me.get("applications").toString())
        .isEqualTo("[{\"code\":\"CCCCC-00003\",\"name\":\"Somebody else's\"}]");
    assertThat(me.get("hint").asText()).startsWith("sha256:");
    assertThat(as("start-only", "/api/me").statusCode()).isEqualTo(200);
    assertThat(as("nobody", "/api/me").statusCode()).isEqualTo(401);
  }

  @Test
  void listsJourneysAsTheyAreInForce() {
    JsonNode all = json(gateway.get("/api/journeys")).get("journeys");
    assertThat(all.findValuesAsText("id"))
        .contains("running", "draft", "careful", "with blank + plus")
        .doesNotContain("strangers");
    JsonNode page = json(gateway.get("/api/journeys?limit=2"));
    assertThat(page.get("journeys")).hasSize(2);
    assertThat(
            json(gateway.get("/api/journeys?limit=1000&after=" + page.get("after").asText()))
                .get("journeys"))
        .hasSize(all.size() - 2);
    assertThat(json(gateway.get("/api/journeys?text=CARE")).get("journeys")).hasSize(1);
    assertThat(json(gateway.get("/api/journeys?text=%25")).get("journeys")).isEmpty();
    assertThat(json(gateway.get("/api/journeys?state=draft")).get("journeys")).hasSize(1);
    assertThat(gateway.get("/api/journeys?state=asleep").statusCode()).isEqualTo(400);
  }

  @Test
  void showsOneJourneyWithItsSlotAndItsLastRequests() {
    gateway.letThePeriodPass();
    String id = uuid(gateway.post("once", "{\"users\": [\"a\"]}"));
    JsonNode journey = json(gateway.get("/api/journeys/once"));
    assertThat(journey.at("/entry_points/0/re_entry").asText()).isEqualTo("once");
    assertThat(journey.at("/entry_points/0/limit_period").asText()).isEqualTo("60s");
    assertThat(Instant.parse(journey.at("/entry_points/0/next_slot_at").asText()))
        .isAfter(
            Instant.parse(
                json(gateway.get("/api/start-requests/" + id)).get("accepted_at").asText()));
    assertThat(journey.at("/last_requests/0/request_uuid").asText()).isEqualTo(id);
    assertThat(json(gateway.get("/api/journeys/with%20blank%20%2B%20plus")).get("id").asText())
        .isEqualTo("with blank + plus");
    assertThat(gateway.get("/api/journeys/strangers").statusCode()).isEqualTo(404);
    assertThat(gateway.get("/api/journeys/none").statusCode()).isEqualTo(404);
  }

  @Test
  void narrowsRequestsByTimeFileAndPerson() throws IOException {
    gateway.letThePeriodPass();
    String before =
        uuid(gateway.post("running", "{\"users\": [\"somebody\", \"else\", \"else\"]}"));
    gateway.await(before, "done");
    gateway.letThePeriodPass();
    Instant between =
        Instant.ofEpochMilli((UUID.fromString(before).getMostSignificantBits() >>> 16) + 1);
    Path inbox = Files.createDirectories(gateway.folder().resolve("inbox/running"));
    Path part = Files.writeString(gateway.folder().resolve("part"), "user_id\nsomebody\nthird\n");
    String name = "win_ter" + form + ".csv";
    Files.move(part, inbox.resolve(name));
    String list =
        Awaitility.await().until(() -> uuids("file=" + name), found -> found.size() == 1).get(0);
    gateway.await(list, "done");

    assertThat(uuids("file=win_")).contains(list).doesNotContain(before);
    assertThat(uuids("file=winX")).isEmpty();
    assertThat(uuids("person=somebody")).contains(list, before);
    assertThat(uuids("person=third")).containsExactly(list);
    assertThat(uuids("person=else&journey=running")).containsExactly(before);
    assertThat(uuids("person=somebody&file=win_&door=folder&state=done")).containsExactly(list);
    assertThat(uuids("person=nobody")).isEmpty();
    assertThat(uuids("from=" + between)).contains(list).doesNotContain(before);
    assertThat(uuids("to=" + between)).contains(before).doesNotContain(list);
    assertThat(uuids("to=" + between + "&journey=running")).contains(before);
    assertThat(uuids("from=" + between + "&state=done")).contains(list).doesNotContain(before);
    assertThat(uuids("application=AAAAA-00001")).contains(list, before);
    assertThat(uuids("application=BBBBB-00002")).doesNotContain(list, before);
    assertThat(uuids("application=CCCCC-00003")).isEmpty();
    assertThat(gateway.get("/api/start-requests?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(json(as("stranger", "/api/start-requests?person=somebody")).get("start_requests"))
        .isEmpty();
  }

  @Test
  void tellsTheWayOfARequestStepByStep() {
    gateway.letThePeriodPass();
    String id = uuid(gateway.post("running", "{\"users\": [\"on the way\"]}"));
    gateway.await(id, "done");
    JsonNode steps = json(gateway.get("/api/start-requests/" + id + "/timeline")).get("steps");
    assertThat(steps.findValuesAsText("step")).startsWith("received", "accepted").endsWith("done");
    assertThat(steps.findValuesAsText("at").stream().map(Instant::parse))
        .hasSize(steps.size())
        .isSorted();
    assertThat(as("stranger", "/api/start-requests/" + id + "/timeline").statusCode())
        .isEqualTo(404);
  }

  @Test
  void countsWhatHappened() {
    gateway.letThePeriodPass();
    uuid(gateway.post("careful", "{\"users\": [\"nobody knows\"]}"));
    assertThat(gateway.post("careful", "{\"users\": [\"nobody knows\"]}").statusCode())
        .isEqualTo(400);
    gateway.bean(dev.journeygateway.activity.ActivityCounts.class).write();

    JsonNode activity = json(gateway.get("/api/activity?by=door,journey"));
    assertThat(activity.get("step").asText()).isEqualTo("60s");
    assertThat(
            ChronoUnit.MINUTES.between(
                Instant.parse(activity.get("from").asText()),
                Instant.parse(activity.get("to").asText())))
        .isBetween(60L, 61L);
    assertThat(activity.get("series"))
        .anySatisfy(
            one -> {
              assertThat(one.path("kind").asText()).isEqualTo("refused");
              assertThat(one.path("reason").asText()).isEqualTo("RATE_LIMITED");
              assertThat(one.path("door").asText()).isEqualTo("http");
              assertThat(one.path("journey_id").asText()).isEqualTo("careful");
              assertThat(one.path("total").asLong()).isEqualTo(1);
            })
        .anySatisfy(one -> assertThat(one.path("kind").asText()).isEqualTo("accepted"));
    JsonNode days =
        json(gateway.get("/api/activity?step=3600s&from=" + Instant.now().minusSeconds(604_800)));
    assertThat(days.at("/series/0/counts").size()).isBetween(168, 170);
    for (String wrong :
        List.of(
            "step=7s",
            "step=60",
            "step=90m",
            "by=weather",
            "from=x",
            "from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z",
            "from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z",
            "from=2020-01-01T00:00:00Z&step=3600s",
            "step=3600s&by=journey")) {
      HttpResponse<String> refused = gateway.get("/api/activity?" + wrong);
      assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
      assertThat(json(refused).at("/details/0/reason").asText()).isEqualTo("INVALID_PARAMETER");
    }
  }

  @Test
  void showsWhatWaitsAndSparesWhatIsKnown() throws IOException {
    gateway.letThePeriodPass();
    uuid(gateway.post("with%20blank%20+%20plus", "{\"users\": [\"first\"]}"));
    Path inbox = Files.createDirectories(gateway.folder().resolve("inbox/with blank + plus"));
    Path part = Files.writeString(gateway.folder().resolve("part"), "user_id\nwaits\n");
    Files.move(part, inbox.resolve("waits.csv"));
    JsonNode shown =
        Awaitility.await()
            .until(
                () -> json(gateway.get("/api/overview")),
                found ->
                    found.at("/lines/waiting").asInt() == 1
                        && found.at("/under_way").findValuesAsText("file").contains("waits.csv"));
    assertThat(shown.at("/lines/longest/0/journey_id").asText()).isEqualTo("with blank + plus");
    assertThat(shown.at("/lines/longest/0/next_slot_at").asText()).isNotEmpty();
    assertThat(shown.at("/under_way").findValuesAsText("file")).contains("waits.csv");
    assertThat(shown.at("/under_way").findValuesAsText("expected_at")).isNotEmpty();
    assertThat(shown.get("requests").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(State.values())
                .filter(state -> state != State.DONE)
                .map(State::text)
                .toList());
    assertThat(shown.get("parts").findValuesAsText("name")).contains("broker", "database", "disk");
    assertThat(shown.get("parts").findValuesAsText("state")).containsOnly("up");
    assertThat(json(as("stranger", "/api/overview")).at("/lines/waiting").asInt()).isZero();

    Awaitility.await()
        .until(
            () -> {
              String tag = gateway.get("/api/overview").headers().firstValue("ETag").orElseThrow();
              HttpResponse<String> again = gateway.get("/api/overview", "If-None-Match", tag);
              return again.statusCode() == 304 && again.body().isEmpty();
            });
    assertThat(gateway.get("/api/overview", "If-None-Match", "\"other\"").statusCode())
        .isEqualTo(200);
  }

  private static void setAside(int count, String cause) {
    long before = json(as(OPERATOR, "/api/dead-letters?limit=1000")).get("dead_letters").size();
    for (int i = 0; i < count; i++) {
      new JmsTemplate(gateway.bean(ConnectionFactory.class))
          .send(
              "journey.start.dead",
              session -> {
                var message = session.createTextMessage("{}");
                message.setStringProperty("application_code", "AAAAA-00001");
                message.setStringProperty("journey_id", "running");
                message.setStringProperty("cause", cause);
                return message;
              });
    }
    Awaitility.await()
        .until(
            () ->
                json(as(OPERATOR, "/api/dead-letters?limit=1000")).get("dead_letters").size()
                    == before + count);
  }

  @Test
  void discardsAllDeadLettersThatMatchAFilter() {
    setAside(3, "100% bad");
    setAside(1, "1000 other");
    String all = "/api/dead-letters/discard";
    String filter = "{\"cause\": \"100%\", \"journey\": \"running\"}";
    assertThat(json(as(OPERATOR, "/api/dead-letters?cause=100%25")).get("dead_letters")).hasSize(3);
    assertThat(json(post(OPERATOR, all + "?dry_run=true", filter)).toString())
        .isEqualTo("{\"dry_run\":true,\"matched\":3}");
    assertThat(json(post(OPERATOR, all, filter)).toString())
        .isEqualTo("{\"done\":3,\"refused\":0,\"left\":0}");
    assertThat(json(as(OPERATOR, "/api/audit?action=dead_letter_discarded")).get("audit"))
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(json(post(OPERATOR, all, "{\"cause\": \"1000\"}")).get("done").asInt()).isEqualTo(1);
    assertThat(json(post(OPERATOR, all, "{\"cause\": \"1000\"}")).get("done").asInt()).isZero();

    assertThat(post("start-and-read", all, filter).statusCode()).isEqualTo(403);
    assertThat(
            json(post("stranger-administrator", all + "?dry_run=true", filter))
                .get("matched")
                .asInt())
        .isZero();
    for (String wrong :
        List.of("", "[]", "{", "{\"colour\": \"red\"}", "{\"cause\": 1}", "{} {}")) {
      assertThat(post(OPERATOR, all, wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    assertThat(post(OPERATOR, all, "{\"request\": \"7\"}").statusCode()).isEqualTo(400);
    assertThat(post(OPERATOR, all + "?dry_run=maybe", filter).statusCode()).isEqualTo(400);
    assertThat(post(OPERATOR, all, "{\"cause\": \"" + "x".repeat(70_000) + "\"}").statusCode())
        .isEqualTo(413);
  }

  @Test
  void rejectsThePeopleOfWhatIsDiscarded() {
    gateway.letThePeriodPass();
    gateway.refuseEntriesOf("broken%");
    String id = uuid(gateway.post("running", "{\"users\": [\"broken two\", \"broken three\"]}"));
    gateway.await(id, "failed");
    gateway.takeAllEntries();
    String filter = "{\"request\": \"" + id + "\"}";
    assertThat(json(post(OPERATOR, "/api/dead-letters/discard", filter)).get("done").asInt())
        .isEqualTo(1);

    JsonNode status = gateway.status(id);
    assertThat(status.get("state").asText()).isEqualTo("failed");
    assertThat(status.at("/counts/requested").asInt()).isEqualTo(2);
    assertThat(status.at("/counts/rejected").asInt()).isEqualTo(2);
    assertThat(json(gateway.get("/api/start-requests/" + id + "/outcomes")).get("outcomes"))
        .extracting(one -> one.get("id").asText() + " " + one.get("outcome").asText())
        .containsExactly("broken two rejected", "broken three rejected");
  }

  @Test
  void sendsBackAllDeadLettersThatMatchAFilter() {
    gateway.letThePeriodPass();
    gateway.refuseEntriesOf("broken%");
    String id = uuid(gateway.post("running", "{\"users\": [\"broken one\"]}"));
    gateway.await(id, "failed");
    gateway.takeAllEntries();
    String filter = "{\"request\": \"" + id + "\"}";
    assertThat(
            json(post(OPERATOR, "/api/dead-letters/send-back?dry_run=true", filter))
                .get("matched")
                .asInt())
        .isEqualTo(1);
    assertThat(json(post(OPERATOR, "/api/dead-letters/send-back", filter)).get("done").asInt())
        .isEqualTo(1);
    assertThat(gateway.await(id, "done").at("/counts/entered").asInt()).isEqualTo(1);
  }
}
