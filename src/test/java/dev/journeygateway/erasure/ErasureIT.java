package dev.journeygateway.erasure;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.command.GatewayCommand;
import dev.journeygateway.database.Database;
import dev.journeygateway.delivery.ScriptedService;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.support.Description;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RawConnection;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.core.JmsTemplate;

/** A person is dropped into every place and erased from it. */
@ParameterizedClass
@EnumSource
class ErasureIT {

  private static RunningGateway gateway;
  private static ScriptedService team;

  @Parameter Form form;

  /** The catalogue of the tests, with a journey whose people are delivered. */
  private static String catalog() throws IOException {
    try (InputStream in = ErasureIT.class.getResourceAsStream("/catalog/journeys.yaml")) {
      String catalog = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return "destinations:\n  - {name: team, type: journey-api, url: \"http://localhost:"
          + team.port()
          + "\", token: \"${TEAM_TOKEN}\", period: 0s}\n"
          + catalog.replaceFirst(
              "(?m)^( +)- id: running$",
              "$1- {id: far, state: running, destination: team, entry-points: [{id: api}]}\n$0");
    }
  }

  @BeforeParameterizedClassInvocation
  static void start(Form form) throws IOException {
    team = new ScriptedService();
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("gateway.files.settle=0s");
    settings.add("gateway.files.poll-interval=50ms");
    settings.add("gateway.files.bad-rows=skip");
    settings.add("gateway.http.over-limit=coalesce");
    settings.add("gateway.worker.max-deliveries=1");
    settings.add("gateway.chunk-size=2");
    settings.add("TEAM_TOKEN=any");
    gateway = RunningGateway.startWith(catalog(), settings.toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws IOException {
    gateway.close();
    team.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static HttpResponse<String> ask(String method, String path) {
    return gateway.send(method, path, Map.of("Authorization", "Api administrator"), null);
  }

  private static JsonNode erase(String id) {
    HttpResponse<String> answer = ask("POST", "/api/people/" + id + "/erase");
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
    String erasure = json(answer).get("erasure_id").asText();
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> json(ask("GET", "/api/erasures/" + erasure)),
            receipt -> receipt.path("state").asText().equals("done"));
  }

  private static void send(String body, Map<String, Object> properties) {
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

  private static void accepted(UUID request, String journey, String at) {
    gateway
        .jdbc()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, 'http', '"
                + journey
                + "', 'api', 'AAAAA-00001', 'users', 'accepted', '"
                + at
                + "', 2)",
            request);
  }

  private static String message(UUID request, String journey, String at, String... users) {
    return ("{\"accepted_at\":\"%s\",\"request_uuid\":\"%s\",\"journey_id\":\"%s\",\"entry_point_id\":\"api\","
            + "\"application_code\":\"AAAAA-00001\",\"entries\":[%s],\"attribute_values\":{}}")
        .formatted(
            at,
            request,
            journey,
            String.join(
                ",", Stream.of(users).map(user -> "{\"user_id\":\"" + user + "\"}").toList()));
  }

  private static Map<String, Object> only(UUID request) {
    return Map.of("request_uuid", request.toString(), "chunk", 1, "chunks", 1);
  }

  private static void drop(String journey, String name, String content) throws IOException {
    Path folder = Files.createDirectories(gateway.folder().resolve("inbox").resolve(journey));
    Path part = folder.resolve(name + ".part");
    Files.writeString(part, content);
    Files.move(part, folder.resolve(name));
  }

  private static List<Path> holding(String id) throws IOException {
    byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(gateway.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean journal = file.toString().contains("/broker/");
        if (!journal && contains(Files.readAllBytes(file), wanted)) {
          found.add(gateway.folder().relativize(file));
        }
      }
    }
    return found;
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }

  @Test
  void leavesNothingOfAPersonInAnyPlace() throws IOException {
    String id = "erase-me-5d1c";
    // Many others beside, so that pages split around them.
    String others =
        String.join(
            "",
            IntStream.range(0, 3_000)
                .mapToObj(i -> "erase-oth-" + (i * 7919 % 3000) + ",x\n")
                .toList());
    drop(
        "running",
        "archived.csv",
        "user_id,tier\n"
            + others
            + id
            + ",gold\n"
            + id
            + ",silver\nother,gold\n"
            + "y".repeat(260)
            + ","
            + "x\n");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> archived("archived.csv"));
    gateway
        .jdbc()
        .update(
            "insert into device (application_code, hwid, user_id, platform) values ('AAAAA-00001',"
                + " ?, ?, 'IOS')",
            id + "-phone",
            id);
    gateway
        .jdbc()
        .update(
            "insert into device_tag_text (device_id, tag_id, tag_value) select d.id, t.id, 'london'"
                + " from device d, tag t where d.hwid = ? and t.name = 'City' and"
                + " t.application_code = 'AAAAA-00001'",
            id + "-phone");
    // Held: its journey does not run.
    UUID held = UUID.randomUUID();
    accepted(held, "draft", "2026-01-01T00:00:00.000000Z");
    send(message(held, "draft", "2026-01-01T00:00:00Z", id, "other"), only(held));
    gateway.await(held.toString(), "held");
    // A dead letter, and one that nothing can read.
    gateway.refuseEntriesOf("x-dead%");
    String dead = uuid(gateway.post("once", "{\"users\": [\"" + id + "\", \"x-dead\"]}"));
    gateway.await(dead, "failed");
    gateway.takeAllEntries();
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            "journey.start.dead",
            session -> {
              var message = session.createTextMessage("[\"" + id + "\"");
              message.setStringProperty("application_code", "AAAAA-00001");
              message.setStringProperty("cause", "a test");
              return message;
            });
    // In line behind another, as a request and as a list that is being read.
    gateway.letThePeriodPass();
    gateway.await(uuid(gateway.post("running", "{\"users\": [\"first\"]}")), "done");
    String waiting = uuid(gateway.post("running", "{\"users\": [\"" + id + "\", \"second\"]}"));
    drop("running", "waiting.csv", "user_id,tier\n" + id + ",gold\nthird,gold\n");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway
                        .jdbc()
                        .queryForObject(
                            "select count(*) from start_request where file = 'waiting.csv'",
                            Long.class)
                    == 1);
    String list =
        gateway
            .jdbc()
            .queryForObject(
                "select cast(request_uuid as varchar(36)) from start_request where file ="
                    + " 'waiting.csv'",
                String.class);
    if (gateway.bean(Database.class).embedded()) {
      gateway.jdbc().queryForList("pragma wal_checkpoint(truncate)");
      assertThat(holding(id)).as("it is there before").hasSize(3);
    }

    JsonNode receipt = erase(id);

    assertThat(receipt.at("/erased/entries").asInt()).isEqualTo(1);
    assertThat(receipt.at("/erased/outcomes").asInt()).isEqualTo(1);
    assertThat(receipt.at("/erased/devices").asInt()).isEqualTo(1);
    assertThat(receipt.at("/erased/tags").asInt()).isEqualTo(1);
    assertThat(receipt.at("/erased/held").asInt()).isEqualTo(1);
    assertThat(receipt.at("/erased/waiting").asInt()).isEqualTo(1);
    assertThat(receipt.at("/erased/dead_letters").asInt()).isEqualTo(2);
    assertThat(receipt.at("/erased/archived_files").asInt()).isEqualTo(2);
    assertThat(receipt.at("/erased/files_under_way").asInt()).isEqualTo(1);
    assertThat(receipt.get("reclaimed_later").toString()).contains("data/broker/");
    assertThat(receipt.get("not_reached")).isEmpty();
    assertThat(holding(id)).isEmpty();
    for (String table :
        List.of(
            "entry",
            "outcome",
            "device",
            "held_chunk",
            "waiting_message",
            "dead_letter",
            "outbox",
            "erasure",
            "audit",
            "forgotten_person")) {
      assertThat(gateway.jdbc().queryForList("select * from " + table).toString())
          .as(table)
          .doesNotContain(id);
    }

    // It does not come back by what goes on, nor by a restart.
    gateway.stop();
    gateway.startAgain();
    gateway.letThePeriodPass();
    JsonNode second = gateway.await(waiting, "done");
    assertThat(second.at("/counts/cancelled").asInt()).isEqualTo(1);
    assertThat(second.at("/counts/entered").asInt()).isEqualTo(1);
    gateway.letThePeriodPass();
    JsonNode third = gateway.await(list, "done");
    assertThat(third.at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(third.at("/counts/cancelled").asInt()).isEqualTo(1);
    String letter =
        gateway
            .jdbc()
            .queryForObject(
                "select cast(id as varchar(36)) from dead_letter where request_uuid is not null",
                String.class);
    assertThat(ask("POST", "/api/dead-letters/" + letter + "/send-back").statusCode())
        .isEqualTo(200);
    assertThat(gateway.await(dead, "done").at("/counts/cancelled").asInt()).isEqualTo(1);
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from entry where user_id = '" + id + "'", Long.class))
        .isZero();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> archived("waiting.csv"));
    assertThat(holding(id)).isEmpty();
  }

  private static void device(String user, String city) {
    gateway
        .jdbc()
        .update(
            "insert into device (application_code, hwid, user_id, platform) values ('AAAAA-00001',"
                + " ?, ?, 'IOS')",
            user + "-phone",
            user);
    gateway
        .jdbc()
        .update(
            "insert into device_tag_text (device_id, tag_id, tag_value) select d.id, t.id, ? from"
                + " device d, tag t where d.hwid = ? and t.name = 'City' and t.application_code ="
                + " 'AAAAA-00001'",
            city,
            user + "-phone");
  }

  private static long count(String table, String column, String id) {
    return gateway
        .jdbc()
        .queryForObject(
            "select count(*) from " + table + " where " + column + " = '" + id + "'", Long.class);
  }

  @Test
  void leavesNothingOfAPersonInAnAudienceThatIsBeingRecorded() throws IOException {
    String id = "erase-aud-7b20";
    device("erase-aud-0", "oslo");
    device(id, "oslo");
    device("erase-aud-z", "oslo");
    // The first of its chunks fails, so its people are selected and wait.
    gateway.refuseEntriesOf("erase-aud-0%");
    String request =
        uuid(gateway.post("running", "{\"filter\": \"T(\\\"City\\\", eq, \\\"oslo\\\")\"}"));
    gateway.await(request, "failed");
    gateway.takeAllEntries();
    assertThat(count("audience_member", "user_id", id)).as("it is there before").isEqualTo(1);

    JsonNode receipt = erase(id);

    assertThat(receipt.at("/erased/audience_members").asInt()).isEqualTo(1);
    assertThat(receipt.at("/erased/devices").asInt()).isEqualTo(1);
    assertThat(receipt.get("not_reached")).isEmpty();
    assertThat(count("audience_member", "user_id", id)).isZero();
    assertThat(holding(id)).isEmpty();

    String letter =
        gateway
            .jdbc()
            .queryForObject(
                "select cast(id as varchar(36)) from dead_letter where request_uuid = ?",
                String.class,
                UUID.fromString(request));
    assertThat(ask("POST", "/api/dead-letters/" + letter + "/send-back").statusCode())
        .isEqualTo(200);
    assertThat(gateway.await(request, "done").at("/counts/entered").asInt()).isEqualTo(2);
    assertThat(count("entry", "user_id", id)).isZero();
  }

  @Test
  void leavesNothingOfAPersonInACallThatWaits() throws IOException {
    String id = "erase-call-31f4";
    assertThat(ask("POST", "/api/destinations/team/stop").statusCode()).isEqualTo(200);
    String request = uuid(gateway.post("far", "{\"users\": [\"first\", \"" + id + "\"]}"));
    gateway.await(request, "delivering");
    assertThat(count("delivery_person", "submitted_id", id)).as("it is there before").isEqualTo(1);

    JsonNode receipt = erase(id);

    assertThat(receipt.at("/erased/deliveries").asInt()).isEqualTo(1);
    assertThat(receipt.get("not_reached")).isEmpty();
    assertThat(receipt.get("to_ask")).as("nobody was told").isEmpty();
    assertThat(count("delivery_person", "submitted_id", id)).isZero();
    assertThat(holding(id)).isEmpty();

    assertThat(ask("POST", "/api/destinations/team/resume").statusCode()).isEqualTo(200);
    JsonNode done = gateway.await(request, "done");
    assertThat(done.at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(done.at("/counts/cancelled").asInt()).isEqualTo(1);
    assertThat(team.calls).isNotEmpty().noneMatch(call -> call.contains(id));
    assertThat(count("entry", "user_id", id)).isZero();
  }

  @Test
  void countsAPersonOnceWhoseMessageIsStillInTheOutbox() throws IOException {
    String id = "erase-out-5e77";
    // A chunk that is recorded, and one that waits in the outbox of another gateway.
    String recorded =
        gateway
            .bean(OutboxSender.class)
            .whileNothingIsForgotten(
                () -> {
                  String request =
                      uuid(gateway.post("running", "{\"users\": [\"" + id + "\", \"o1\"]}"));
                  gateway.await(request, "done");
                  erase(id);
                  return request;
                });
    JsonNode counts = gateway.status(recorded).get("counts");
    assertThat(counts.get("entered").asInt() + counts.get("cancelled").asInt()).isEqualTo(2);

    UUID waits = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    String at = "2026-01-01T00:00:00Z";
    accepted(waits, "running", "2026-01-01T00:00:00.000000Z");
    gateway
        .jdbc()
        .update(
            "insert into gateway_process (owner, leased_until) values (?,"
                + " '2999-01-01T00:00:00.000000Z')",
            other);
    gateway
        .jdbc()
        .update(
            "insert into outbox (owner, position, request_uuid, chunk, chunks, message) values (?,"
                + " 9000000000, ?, 1, 1, ?)",
            other,
            waits,
            message(waits, "running", at, id, "o2"));

    JsonNode receipt = erase(id);

    assertThat(receipt.at("/erased/outbox").asInt()).isEqualTo(1);
    assertThat(holding(id)).isEmpty();
    assertThat(gateway.jdbc().queryForList("select message from outbox", String.class))
        .noneMatch(text -> text.contains(id));
    gateway.jdbc().update("delete from gateway_process where owner = ?", other);
    JsonNode done = gateway.await(waits.toString(), "done");
    assertThat(done.at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(done.at("/counts/cancelled").asInt()).isEqualTo(1);
  }

  private static byte[] gzip(String text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static String head(String name, int length, String... headers) {
    return "POST /api/journey/running/start/list?name="
        + name
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api start-and-read\r\n"
        + "Content-Type: text/csv\r\nContent-Length: "
        + length
        + "\r\n"
        + String.join("", headers)
        + "\r\n";
  }

  private static String uploaded(String name, byte[] body, String... headers) throws IOException {
    try (RawConnection connection = new RawConnection(gateway.port())) {
      connection.send(head(name, body.length, headers));
      connection.send(body);
      return connection
          .answer()
          .orElseThrow()
          .text()
          .replaceFirst("(?s).*\"request_uuid\": ?\"([^\"]+)\".*", "$1");
    }
  }

  private static final String PACKED = "Content-Encoding: gzip\r\n";

  @Test
  void leavesNothingOfAPersonInUploadsUnderWay() throws IOException {
    String id = "erase-upl-90ce";
    gateway.await(uuid(gateway.post("running", "{\"users\": [\"takes-the-slot\"]}")), "done");
    // Both wait in their work folder for the slot.
    String plain =
        uploaded("plain.csv", ("user_id\nu1\n" + id + "\n").getBytes(StandardCharsets.UTF_8));
    awaitAccepted(plain);
    String packed = uploaded("packed.csv", gzip("user_id\nu2\n" + id + "\n"), PACKED);
    awaitAccepted(packed);

    String erasure = json(ask("POST", "/api/people/" + id + "/erase")).get("erasure_id").asText();
    JsonNode waits =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> json(ask("GET", "/api/erasures/" + erasure)),
                receipt -> !receipt.path("not_reached").isEmpty());
    assertThat(waits.get("state").asText()).isEqualTo("working");
    assertThat(waits.at("/erased/files_under_way").asInt()).isEqualTo(1);
    assertThat(waits.get("not_reached").toString())
        .contains(packed + "-packed.csv.gz is being read; its rows go when it is filed away");

    for (String request : List.of(plain, packed)) {
      gateway.letThePeriodPass();
      JsonNode done = gateway.await(request, "done");
      assertThat(done.at("/counts/entered").asInt()).isEqualTo(1);
      assertThat(done.at("/counts/cancelled").asInt()).isEqualTo(1);
    }
    JsonNode receipt =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> json(ask("GET", "/api/erasures/" + erasure)),
                asked -> asked.path("state").asText().equals("done"));
    assertThat(receipt.get("not_reached")).isEmpty();
    assertThat(receipt.at("/erased/archived_files").asInt()).isEqualTo(1);
    assertThat(holding(id)).isEmpty();
    assertThat(unpacked("packed.csv.gz")).contains("u2").doesNotContain(id);
    assertThat(count("entry", "user_id", id)).isZero();
  }

  /** Its status says so before it is checked. */
  private static void awaitAccepted(String request) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> count("start_request", "cast(request_uuid as varchar(36))", request) == 1);
  }

  private static String unpacked(String name) throws IOException {
    try (Stream<Path> files = Files.walk(gateway.folder().resolve("inbox"))) {
      Path archived =
          files
              .filter(file -> file.toString().contains("/archive/"))
              .filter(file -> file.toString().endsWith(name))
              .findFirst()
              .orElseThrow();
      try (InputStream in = new GZIPInputStream(Files.newInputStream(archived))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  /** What it names in the end is known when all of it is there. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesAnUploadThatStillArrives(boolean packed) throws IOException {
    String text = "user_id\nu3\nerase-arr-44aa\n";
    byte[] body = packed ? gzip(text) : text.getBytes(StandardCharsets.UTF_8);
    JsonNode named;
    String erasure;
    try (RawConnection connection = new RawConnection(gateway.port())) {
      connection.send(head("arrives.csv", body.length + 1, packed ? PACKED : ""));
      connection.send(body);
      Awaitility.await().until(() -> arrived() == body.length);

      erasure = json(ask("POST", "/api/people/erase-arr-44aa/erase")).get("erasure_id").asText();

      named =
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(
                  () -> json(ask("GET", "/api/erasures/" + erasure)),
                  receipt -> receipt.has("not_reached") && receipt.at("/erased").size() > 0);
    }
    assertThat(named.get("not_reached").toString()).contains(".upload is still arriving");
    // Its transfer was cut.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> json(ask("GET", "/api/erasures/" + erasure)).get("state").asText(),
            "done"::equals);
    assertThat(holding("erase-arr-44aa")).isEmpty();
  }

  /** Bytes of the upload that is arriving. */
  private static long arrived() throws IOException {
    Path work = gateway.folder().resolve("inbox/running/.work");
    if (!Files.isDirectory(work)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(file -> file.toString().endsWith(".upload"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static boolean archived(String name) throws IOException {
    try (Stream<Path> files = Files.walk(gateway.folder().resolve("inbox"))) {
      return files.anyMatch(
          file -> file.toString().contains("/archive/") && file.toString().endsWith(name));
    }
  }

  @Test
  void keepsWhatWasAcceptedBeforeFromEntering() {
    UUID before = UUID.randomUUID();
    UUID after = UUID.randomUUID();
    String early = "2026-01-01T00:00:00.000000Z";
    accepted(before, "once", early);
    erase("late-one");

    // On the queue while the person was erased, and then held, set aside and entered.
    send(message(before, "once", early, "late-one", "other-one"), only(before));
    JsonNode done = gateway.await(before.toString(), "done");
    assertThat(done.at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(done.at("/counts/cancelled").asInt()).isEqualTo(1);
    UUID held = UUID.randomUUID();
    accepted(held, "draft", early);
    send(message(held, "draft", early, "late-one", "other-one"), only(held));
    gateway.await(held.toString(), "held");
    assertThat(gateway.jdbc().queryForList("select * from held_chunk").toString())
        .contains("other-one")
        .doesNotContain("late-one");

    // Whoever names the person anew may.
    String now = gateway.bean(Database.class).now().plusSeconds(1).toString();
    accepted(after, "once", early);
    send(message(after, "once", now, "late-one", "another"), only(after));
    assertThat(gateway.await(after.toString(), "done").at("/counts/entered").asInt()).isEqualTo(2);
  }

  @Test
  void namesAFileThatNobodyHasTaken() throws IOException {
    Path folder = Files.createDirectories(gateway.folder().resolve("inbox").resolve("draft"));
    Files.writeString(folder.resolve("strange.txt"), "user_id\nuntaken-one\n");
    Files.writeString(folder.resolve("writing.csv.tmp"), "user_id\nuntaken-one\n");

    JsonNode receipt = erase("untaken-one");

    assertThat(receipt.get("not_reached").toString())
        .contains("writing.csv.tmp has not been taken yet");
  }

  @Test
  void erasesForOneApplicationAndSaysWhichAreTheTokens() {
    assertThat(ask("POST", "/api/people/x/erase?application=CCCCC-00003").statusCode())
        .isEqualTo(400);
    assertThat(
            gateway
                .send("POST", "/api/people/x/erase", Map.of("Authorization", "Api operator"), null)
                .statusCode())
        .as("of several applications one has to be named")
        .isEqualTo(400);
    assertThat(
            gateway
                .send(
                    "POST",
                    "/api/people/x/erase",
                    Map.of("Authorization", "Api start-and-read"),
                    null)
                .statusCode())
        .isEqualTo(403);
    JsonNode receipt = erase("nobody-at-all");
    assertThat(receipt.at("/erased/entries").asInt()).isZero();
    String path = "/api/erasures/" + receipt.get("erasure_id").asText();
    assertThat(
            gateway
                .send("GET", path, Map.of("Authorization", "Api stranger-administrator"), null)
                .statusCode())
        .isEqualTo(404);
    assertThat(ask("GET", "/api/erasures/7").statusCode()).isEqualTo(404);
  }

  @Test
  void isWrittenDownAndDescribed() throws IOException {
    Description http = Description.read(gateway.get("/openapi.yaml"));
    HttpResponse<String> answer =
        ask("POST", "/api/people/audited-one/erase?application=AAAAA-00001");
    assertThat(
            http.faults(
                http.resolve(
                        "/paths/~1api~1people~1{id}~1erase/post/responses/" + answer.statusCode())
                    + "/content/application~1json/schema",
                json(answer)))
        .as(answer.body())
        .isEmpty();

    JsonNode receipt = erase("audited-one");

    JsonNode audit = json(ask("GET", "/api/audit?action=person_erased")).get("audit");
    assertThat(audit.get(0).at("/target/id").asText()).isEqualTo(receipt.get("person").asText());
    assertThat(audit.get(0).at("/counts").has("entries")).isTrue();
    assertThat(audit.toString()).doesNotContain("audited-one");
    assertThat(json(ask("GET", "/api/audit?action=person_erasure_asked")).get("audit"))
        .isNotEmpty();
  }

  @Test
  void hasACommand() {
    StringWriter printed = new StringWriter();
    int status =
        GatewayCommand.run(
            new PrintWriter(printed),
            new PrintWriter(printed),
            "erase",
            "a/b c",
            "--application",
            "AAAAA-00001",
            "--url",
            "http://localhost:" + gateway.port(),
            "--token",
            "administrator");
    assertThat(status).as(printed.toString()).isZero();
    assertThat(printed.toString()).contains("\"state\" : \"done\"");
  }
}
