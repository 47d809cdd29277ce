package dev.journeygateway.door;

import static dev.journeygateway.support.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.database.Database;
import dev.journeygateway.door.file.UploadedFiles;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.OutsideBroker;
import dev.journeygateway.support.RawConnection;
import dev.journeygateway.support.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists over HTTP, from the first byte to who entered. */
@Tag("slow")
@ParameterizedClass
@EnumSource
class UploadDoorIT {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** No id is so long. */
  private static final String LONG = "x".repeat(300);

  private static RunningGateway gateway;

  UploadDoorIT(Form form) {}

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("gateway.files.settle=100ms");
    settings.add("gateway.files.poll-interval=50ms");
    settings.add("gateway.chunk-size=10");
    settings.add("gateway.http.max-list=100KB");
    settings.add("gateway.http.threads=4");
    settings.add("gateway.files.folders.once.bad-rows=skip");
    gateway = RunningGateway.start(settings.toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static HttpResponse<String> upload(
      String journey, String query, byte[] body, String... headers) {
    Map<String, String> all = new HashMap<>();
    all.put("Authorization", "Api start-and-read");
    all.put("Content-Type", "text/csv");
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:"
                        + gateway.port()
                        + "/api/journey/"
                        + journey
                        + "/start/list"
                        + query))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    all.forEach(request::header);
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] csv(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] numbers(String prefix, int count) {
    return csv(
        IntStream.range(0, count)
            .mapToObj(i -> prefix + i + "\n")
            .collect(Collectors.joining("", "user_id\n", "")));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String uuid(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return json(answer).get("request_uuid").asText();
  }

  private static List<Path> arriving() {
    Path inbox = gateway.folder().resolve("inbox");
    try (Stream<Path> files = Files.walk(inbox)) {
      return files.filter(file -> file.toString().endsWith(".upload")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  @Test
  void entersAList() {
    String request = uuid(upload("running", "?name=winter.csv", numbers("w", 45)));

    JsonNode done = gateway.await(request, "done");

    assertThat(done.get("door").asText()).isEqualTo("upload");
    assertThat(done.get("file").asText()).isEqualTo("winter.csv");
    assertThat(done.get("selector").asText()).isEqualTo("users");
    assertThat(done.at("/counts/entered").asInt()).isEqualTo(45);
    assertThat(arriving()).isEmpty();
  }

  @Test
  void entersAPackedList() throws IOException {
    String request =
        uuid(
            upload(
                "running", "?name=packed.csv", gzip(numbers("g", 12)), "Content-Encoding", "gzip"));

    JsonNode done = gateway.await(request, "done");

    assertThat(done.at("/counts/entered").asInt()).isEqualTo(12);
    assertThat(done.get("file").asText()).isEqualTo("packed.csv.gz");
  }

  @Test
  void entersRowsOfJson() {
    String request =
        uuid(
            upload(
                "running",
                "",
                csv("{\"user_id\": \"n1\"}\n{\"user_id\": \"n2\"}\n"),
                "Content-Type",
                "application/x-ndjson"));

    assertThat(gateway.await(request, "done").at("/counts/entered").asInt()).isEqualTo(2);

    gateway.letThePeriodPass();
    String body =
        uuid(
            upload(
                "running",
                "",
                csv("{\"payload\": {\"users\": [\"j1\"]}}"),
                "Content-Type",
                "application/json; charset=utf-8"));
    assertThat(gateway.await(body, "done").at("/counts/entered").asInt()).isEqualTo(1);
  }

  @Test
  void showsAListAsFailedThatIsRefusedAfterItsAnswer() throws IOException {
    String request =
        uuid(
            upload(
                "running",
                "?name=bad.csv",
                csv("user_id\nann\n" + LONG + "\nbob\n" + LONG + "\n")));

    JsonNode failed = gateway.await(request, "failed");

    assertThat(failed.get("reason").asText()).contains("rows");
    assertThat(failed.at("/counts/requested").asInt()).isEqualTo(4);
    assertThat(failed.at("/counts/rejected").asInt()).isEqualTo(4);
    HttpResponse<String> rejects = gateway.get("/api/start-requests/" + request + "/rejects");
    assertThat(rejects.statusCode()).isEqualTo(200);
    assertThat(rejects.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(rejects.body().lines().count()).isEqualTo(3);
    // It used up no slot.
    assertThat(gateway.post("running", "{\"users\": [\"x\"]}").statusCode()).isEqualTo(200);
  }

  @Test
  void showsAnUnknownColumn() {
    String request = uuid(upload("running", "", csv("user_id,colour\nann,red\n")));

    assertThat(gateway.await(request, "failed").get("reason").asText())
        .isEqualTo("unknown attribute: colour");
  }

  @Test
  void recognisesContentThatCameBefore() {
    byte[] content = numbers("twice", 3);
    String first = uuid(upload("running", "", content));
    gateway.await(first, "done");

    String second = uuid(upload("running", "", content));

    assertThat(gateway.await(second, "failed").get("reason").asText())
        .isEqualTo("this content was taken before, as " + first);
  }

  @Test
  void repeatsTheFirstAnswerForAKeySentAgain() {
    byte[] content = numbers("key", 3);
    String key = "list-" + UUID.randomUUID();
    String first = uuid(upload("running", "", content, "Idempotency-Key", key));

    HttpResponse<String> again = upload("running", "", content, "Idempotency-Key", key);

    assertThat(uuid(again)).isEqualTo(first);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(upload("running", "", numbers("other", 3), "Idempotency-Key", key).statusCode())
        .isEqualTo(422);
    gateway.await(first, "done");
    assertThat(arriving()).isEmpty();
  }

  @Test
  void startsLater() {
    String at = gateway.bean(Database.class).now().plusSeconds(3600).toString();
    String request = uuid(upload("running", "?start_at=" + at, numbers("later", 3)));

    gateway.await(request, "scheduled");

    // The list stays until then, and is cancelled as any other.
    HttpResponse<String> cancelled =
        gateway.send(
            "DELETE",
            "/api/start-requests/" + request,
            Map.of("Authorization", "Api start-and-read"),
            null);
    assertThat(json(cancelled).at("/counts/cancelled").asInt()).isEqualTo(3);
    Awaitility.await()
        .until(
            () ->
                gateway
                    .jdbc()
                    .queryForList("select request_uuid from start_file", String.class)
                    .isEmpty());
  }

  @Test
  void countsWithoutKeepingAnything() {
    HttpResponse<String> answer =
        upload("once", "?dry_run=true&name=dry.csv", csv("user_id\nann\n" + LONG + "\nbob\n"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode counted = json(answer);
    assertThat(counted.get("dry_run").asBoolean()).isTrue();
    assertThat(counted.get("requested").asInt()).isEqualTo(3);
    assertThat(counted.get("rows").asInt()).isEqualTo(2);
    assertThat(counted.get("bad_rows").asInt()).isEqualTo(1);
    assertThat(counted.get("first_bad_rows")).hasSize(1);
    assertThat(counted.has("refusal")).isFalse();
    assertThat(
            json(upload("running", "?dry_run=true", csv("user_id\nann\n" + LONG + "\n")))
                .get("refusal")
                .asText())
        .contains("rows");
    assertThat(upload("running", "?dry_run=true", csv("user_id,colour\nann,red\n")).statusCode())
        .isEqualTo(400);
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from start_request where file = 'dry.csv'", Long.class))
        .isZero();
    assertThat(arriving()).isEmpty();
  }

  @Test
  void refusesBeforeItReads() {
    byte[] list = numbers("r", 1);
    assertThat(upload("nobodys", "", list).statusCode()).isEqualTo(404);
    assertThat(upload("strangers", "", list).statusCode()).isEqualTo(404);
    assertThat(upload("draft", "", list).body()).contains("Journey is not running");
    assertThat(upload("no-point", "", list).body()).contains("zero api start points");
    assertThat(upload("switched-off", "", list).body()).contains("point is deactivated");
    assertThat(upload("running", "?start_at=tomorrow", list).statusCode()).isEqualTo(400);
    assertThat(upload("running", "?dry_run=maybe", list).statusCode()).isEqualTo(400);
    assertThat(upload("running", "?name=a%2Fb.csv", list).statusCode()).isEqualTo(400);
    assertThat(upload("running", "?name=.hidden", list).statusCode()).isEqualTo(400);
    assertThat(upload("running", "", list, "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(upload("running", "", list, "Content-Encoding", "br").statusCode()).isEqualTo(415);
    assertThat(upload("running", "", list, "Authorization", "Api nobody").statusCode())
        .isEqualTo(401);
    assertThat(upload("running", "", list, "Authorization", "Api read-only").statusCode())
        .isEqualTo(403);
    assertThat(upload("running", "", numbers("large", 20_000)).statusCode()).isEqualTo(413);
    assertThat(arriving()).isEmpty();
  }

  @Test
  void keepsNothingOfATransferThatIsCut() throws IOException {
    try (RawConnection connection = new RawConnection(gateway.port())) {
      connection.send(
          "POST /api/journey/running/start/list HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Authorization: Api start-and-read\r\n"
              + "Content-Type: text/csv\r\n"
              + "Content-Length: 1000\r\n\r\n"
              + "user_id\n"
              + "ann\n");
      Awaitility.await().until(() -> !arriving().isEmpty());
    }
    Awaitility.await().until(() -> arriving().isEmpty());
    assertThat(
            gateway
                .jdbc()
                .queryForObject("select count(*) from upload where name = 'cut.csv'", Long.class))
        .isZero();
  }

  /** The row that a process has committed which died in the next moment. */
  private static UUID leftBehind(String name) {
    UUID request = StartRequests.smallest(Instant.now().minusSeconds(120));
    request =
        new UUID(request.getMostSignificantBits(), UUID.randomUUID().getLeastSignificantBits());
    gateway
        .jdbc()
        .update(
            "insert into upload (request_uuid, journey_id, entry_point_id, application_code, name,"
                + " received_at, body_sha256) values (?, 'running', 'api', 'AAAAA-00001', ?,"
                + " '2026-01-01T00:00:00.000000Z', 'any')",
            request,
            name);
    return request;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnWithAListWhoseGatewayDiedBeforeItWasHandedOn(boolean claimed) throws IOException {
    UUID request = leftBehind("left.csv");
    if (claimed) {
      gateway.bean(UploadedFiles.class).insert(request, "running", "left.csv", Optional.empty());
    }
    Files.write(
        gateway.bean(UploadedFiles.class).arriving(request, "running"),
        numbers("left-" + claimed, 3));

    JsonNode done = gateway.await(request.toString(), "done");

    assertThat(done.at("/counts/entered").asInt()).isEqualTo(3);
    assertThat(arriving()).isEmpty();
  }

  @Test
  void showsAListAsFailedWhoseFileIsGone() {
    UUID request = leftBehind("gone.csv");

    JsonNode failed = gateway.await(request.toString(), "failed");

    assertThat(failed.get("reason").asText()).isEqualTo("the file is gone");
  }

  /** The others of its parts are elsewhere and have room. */
  @Test
  void refusesAListForWhichTheDiskHasNoRoom() throws Exception {
    List<String> settings = new ArrayList<>(List.of(Form.ON_POSTGRESQL.settings()));
    settings.add("gateway.disk-reserve=1TB");
    try (OutsideBroker broker = OutsideBroker.start()) {
      settings.add("spring.activemq.broker-url=failover:(" + broker.url() + ")");
      try (RunningGateway full = RunningGateway.start(settings.toArray(String[]::new))) {
        HttpResponse<String> answer =
            full.send(
                "POST",
                "/api/journey/running/start/list?name=any.csv",
                Map.of("Authorization", "Api start-and-read", "Content-Type", "text/csv"),
                "user_id\nann\n");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
        assertThat(json(answer).at("/details/0/reason").asText()).isEqualTo("STORAGE_FULL");
      }
    }
  }

  @Test
  void letsSlowCallersHoldNoThread() throws IOException {
    List<RawConnection> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        RawConnection connection = new RawConnection(gateway.port());
        slow.add(connection);
        connection.send(
            "POST /api/journey/running/start/list HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Authorization: Api start-and-read\r\n"
                + "Content-Type: text/csv\r\n"
                + "Content-Length: 1000\r\n\r\n"
                + "user_id\n");
      }
      Awaitility.await().until(() -> arriving().size() == 40);

      assertThat(gateway.post("running", "{\"users\": [\"quick\"]}").statusCode()).isEqualTo(200);
    } finally {
      for (RawConnection connection : slow) {
        connection.close();
      }
    }
    Awaitility.await().until(() -> arriving().isEmpty());
  }
}
