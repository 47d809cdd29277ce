package dev.journeygateway.api;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.core.JmsTemplate;

/** The third selector, from devices in a folder to people in a journey. */
@Tag("daily")
@ParameterizedClass
@EnumSource
class FilterIT {

  private static RunningGateway gateway;

  /** What {@link #startAndLoadDevices} gets, too. */
  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void startAndLoadDevices(Form form) throws IOException {
    String[] chosen = form.settings();
    String[] settings = java.util.Arrays.copyOf(chosen, chosen.length + 3);
    settings[settings.length - 3] = "gateway.chunk-size=2";
    settings[settings.length - 2] = "gateway.files.settle=100ms";
    settings[settings.length - 1] = "gateway.worker.poll-interval=100ms";
    gateway = RunningGateway.start(settings);
    drop(
        "AAAAA-00001",
        "people.csv",
        """
        hwid,user_id,platform,push_token,City,Age,Seen
        D1,jane,iOS,1,London,28,
        D2,jane,Android,0,London,28,
        D3,joe,iOS,1,Paris,40,2025-12-28 23:59:59
        D4,,iOS,0,london,17,
        D5,kim,Android,1,London,not a number,
        D6,lee,Android,1,London,33,
        D7,max,Android,1,Rome,50,2025-12-29 00:00:01
        """);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> filed("AAAAA-00001", "-people.result.json").isPresent());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static Path folder(String application) {
    return gateway.folder().resolve("inbox/devices").resolve(application);
  }

  private static Optional<Path> filed(String application, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder(application))) {
      return files.filter(file -> file.getFileName().toString().endsWith(ending)).findFirst();
    } catch (UncheckedIOException e) {
      // Something was renamed meanwhile.
      return Optional.empty();
    }
  }

  private static void drop(String application, String name, String text) throws IOException {
    Files.createDirectories(folder(application));
    Path part = folder(application).resolve(name + ".part");
    Files.writeString(part, text);
    Files.move(part, folder(application).resolve(name));
  }

  private static String filter(String text) {
    return "{\"filter\": " + RunningGateway.JSON.valueToTree(text) + "}";
  }

  private List<String> entered(String requestUuid) {
    return gateway
        .jdbc()
        .queryForList(
            "select user_id from entry where request_uuid = ? order by user_id",
            String.class,
            UUID.fromString(requestUuid));
  }

  @Test
  void loadsDevicesAndSetsBadRowsAside() throws IOException {
    JsonNode result =
        RunningGateway.JSON.readTree(
            filed("AAAAA-00001", "-people.result.json").orElseThrow().toFile());

    assertThat(result.at("/counts/added").asInt()).isEqualTo(6);
    assertThat(result.at("/counts/rejected").asInt()).isEqualTo(1);
    assertThat(Files.readString(filed("AAAAA-00001", "-people.rejects.csv").orElseThrow()))
        .contains("D5,kim");
  }

  @Test
  void entersEachPersonThatTheFilterSelectsOnce() {
    String id = uuid(gateway.post("running", filter("T(\"City\", eq, \"London\")")));

    JsonNode counts = gateway.await(id, "done").get("counts");

    assertThat(entered(id)).containsExactly("d4", "jane", "lee");
    assertThat(counts.get("requested").asInt()).isEqualTo(4);
    assertThat(counts.get("entered").asInt()).isEqualTo(3);
    assertThat(counts.get("duplicate").asInt()).isEqualTo(1);
    assertThat(gateway.status(id).get("selector").asText()).isEqualTo("filter");
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from audience_member where request_uuid = ?",
                    Long.class,
                    UUID.fromString(id)))
        .as("the members are forgotten once they are recorded")
        .isZero();
  }

  @Test
  void takesTheFluentSpelling() {
    String id =
        uuid(
            gateway.post(
                "running",
                filter(
                    "A(\"AAAAA-00001\","
                        + " [\"iOS\"]).tags(\"City\").eq(\"London\").tags(\"Age\").gte(18)")));

    gateway.await(id, "done");
    assertThat(entered(id)).containsExactly("jane");
  }

  @Test
  void isDoneAtOnceWhenNobodyIsSelected() {
    String id = uuid(gateway.post("running", filter("T(\"City\", eq, \"Atlantis\")")));

    assertThat(gateway.await(id, "done").at("/counts/requested").asInt()).isZero();
  }

  @Test
  void keepsPeopleOutWhomTheJourneyHasAlready() {
    gateway.await(uuid(gateway.post("once", "{\"users\": [\"jane\"]}")), "done");
    gateway.letThePeriodPass();

    String id = uuid(gateway.post("once", filter("T(\"City\", eq, \"London\")")));

    JsonNode counts = gateway.await(id, "done").get("counts");
    assertThat(entered(id)).containsExactly("d4", "lee");
    assertThat(counts.get("already_entered").asInt()).isEqualTo(1);
    assertThat(counts.get("requested").asInt())
        .isEqualTo(
            counts.get("entered").asInt()
                + counts.get("duplicate").asInt()
                + counts.get("already_entered").asInt());
  }

  @Test
  void countsDaysFromTheAcceptanceHoweverLateItIsResolved() {
    String id = UUID.randomUUID().toString();
    gateway
        .jdbc()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at) values (?, 'http', 'running',"
                + " 'api', 'AAAAA-00001', 'filter', 'accepted', '2026-11-01T00:00:00.000000Z')",
            UUID.fromString(id));
    send(id, "AT(\"AAAAA-00001\", \"Seen\", between, [\"3 days ago\", \"1 day ago\"])");

    gateway.await(id, "done");
    assertThat(entered(id)).containsExactly("max");
  }

  @Test
  void forgetsTheMembersThatACrashLeftBehind() {
    String filter = "AT(\"AAAAA-00001\", \"City\", eq, \"Paris\")";
    String id = uuid(gateway.post("running", filter(filter)));
    gateway.await(id, "done");
    gateway
        .jdbc()
        .update(
            "insert into audience_member (request_uuid, member, user_id, devices) values (?, 1,"
                + " 'joe', 1)",
            UUID.fromString(id));

    send(id, filter);

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                gateway
                    .jdbc()
                    .queryForList(
                        "select user_id from audience_member where request_uuid = ?",
                        UUID.fromString(id))
                    .isEmpty());
    assertThat(entered(id)).containsExactly("joe");
  }

  /** Puts the message of a request that was accepted at the beginning of 2026 on the queue. */
  private void send(String id, String filter) {
    String message =
        """
        {"request_uuid": "%s", "journey_id": "running", "entry_point_id": "api", "application_code": "AAAAA-00001",
         "accepted_at": "2026-01-01T00:00:00Z", "filter": %s}
        """
            .formatted(id, RunningGateway.JSON.valueToTree(filter));
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            "journey.start.accepted",
            session -> {
              var text = session.createTextMessage(message);
              text.setStringProperty("request_uuid", id);
              text.setIntProperty("chunk", 1);
              text.setIntProperty("chunks", 1);
              return text;
            });
  }

  private JsonNode dryRun(String journey, String payload) {
    HttpResponse<String> answer =
        gateway.send(
            "POST",
            "/api/journey/" + journey + "/start/external?dry_run=true",
            Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json"),
            "{\"payload\": " + payload + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void countsWithoutWritingAnything() {
    long before = gateway.jdbc().queryForObject("select count(*) from start_request", Long.class);

    JsonNode counted =
        dryRun("running", filter("T(\"City\", eq, \"London\") * T(\"Age\", gte, 18)"));

    assertThat(counted.get("dry_run").asBoolean()).isTrue();
    assertThat(counted.get("devices").asInt()).isEqualTo(3);
    assertThat(counted.get("users").asInt()).isEqualTo(2);
    assertThat(counted.get("duplicate").asInt()).isEqualTo(1);
    assertThat(counted.at("/clauses/0/text").asText()).isEqualTo("T(\"City\", eq, \"London\")");
    assertThat(counted.at("/clauses/0/character").asInt()).isEqualTo(1);
    assertThat(counted.at("/clauses/0/devices").asInt()).isEqualTo(4);
    assertThat(counted.at("/clauses/1/character").asInt()).isEqualTo(27);
    assertThat(gateway.jdbc().queryForObject("select count(*) from start_request", Long.class))
        .isEqualTo(before);
    assertThat(gateway.post("running", "{\"users\": [\"a\"]}").statusCode())
        .as("the slot is still free")
        .isEqualTo(200);
  }

  @Test
  void countsUsersAndHwidsToo() {
    JsonNode users = dryRun("running", "{\"users\": [\"jane\", \"nobody\", \"jane\"]}");
    assertThat(users.get("requested").asInt()).isEqualTo(3);
    assertThat(users.get("users").asInt()).isEqualTo(2);
    assertThat(users.get("duplicate").asInt()).isEqualTo(1);
    assertThat(users.get("known").asInt()).isEqualTo(2);
    assertThat(users.get("devices").asInt()).isEqualTo(2);

    JsonNode hwids = dryRun("careful", "{\"hwids\": [\"d1\", \"d2\", \"x\"]}");
    assertThat(hwids.get("unknown").asInt()).isEqualTo(3);
    assertThat(hwids.get("users").asInt()).isZero();
  }

  @Test
  void refusesADryRunAsItWouldRefuseTheRequest() {
    HttpResponse<String> answer =
        gateway.send(
            "POST",
            "/api/journey/running/start/external?dry_run=true",
            Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json"),
            "{\"payload\": " + filter("T(\"Shoe\", eq, 1)") + "}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/details/0/reason").asText()).isEqualTo("INVALID_FILTER");
  }
}
