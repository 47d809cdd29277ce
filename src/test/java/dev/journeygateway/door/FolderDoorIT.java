package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The folder door, from a file in the inbox to who entered and what lies in the archive. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class FolderDoorIT {

  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway =
        RunningGateway.start(
            "gateway.files.settle=300ms",
            "gateway.files.poll-interval=50ms",
            "gateway.chunk-size=10",
            "gateway.files.max-unprocessed-chunks=3",
            "gateway.files.folders.once.bad-rows=skip",
            "gateway.files.folders.once.columns.Kunde=user_id");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private Path inbox(String journey) {
    return gateway.folder().resolve("inbox").resolve(journey);
  }

  /** Puts a file into an inbox as its documentation says: written beside and renamed when whole. */
  private void drop(String journey, String name, String content) {
    try {
      Files.createDirectories(inbox(journey));
      Path part = inbox(journey).resolve(UUID.randomUUID() + ".part");
      Files.write(part, content.getBytes(StandardCharsets.UTF_8));
      Files.move(part, inbox(journey).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      // Something was renamed while we looked.
      return List.of();
    }
  }

  private Optional<Path> filed(String journey, String drawer, String ending) {
    return files(inbox(journey).resolve(drawer)).stream()
        .filter(file -> file.getFileName().toString().endsWith(ending))
        .findFirst();
  }

  /** Waits until a file is filed away, and answers its result. */
  private JsonNode result(String journey, String drawer, String base) {
    Path result =
        Awaitility.await(base + " in " + drawer)
            .atMost(Duration.ofSeconds(60))
            .until(() -> filed(journey, drawer, "-" + base + ".result.json"), Optional::isPresent)
            .get();
    try {
      return RunningGateway.JSON.readTree(result.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> entered(String requestUuid) {
    return gateway
        .jdbc()
        .queryForList(
            "select user_id from entry where request_uuid = ? order by user_id",
            String.class,
            UUID.fromString(requestUuid));
  }

  private static String numbers(String prefix, int count) {
    StringBuilder csv = new StringBuilder("user_id\n");
    IntStream.range(0, count).forEach(i -> csv.append(prefix).append(i).append('\n'));
    return csv.toString();
  }

  @Test
  void entersAListWithEachRowsOwnValues() {
    drop("running", "list.attributes.json", "{\"tier\": \"silver\", \"promo_code\": \"ALL\"}");
    drop("running", "list.csv", "user_id,tier\nann,gold\nbob,\nann,iron\n");

    JsonNode result = result("running", "archive", "list");

    String id = result.get("request_uuid").asText();
    assertThat(result.get("state").asText()).isEqualTo("done");
    assertThat(result.get("door").asText()).isEqualTo("folder");
    assertThat(result.get("file").asText()).isEqualTo("list.csv");
    assertThat(result.at("/counts/requested").asInt()).isEqualTo(3);
    assertThat(result.at("/counts/entered").asInt()).isEqualTo(2);
    assertThat(result.at("/counts/duplicate").asInt()).isEqualTo(1);
    assertThat(
            gateway
                .jdbc()
                .queryForList(
                    "select attribute_values from entry where request_uuid = ? order by user_id",
                    String.class,
                    UUID.fromString(id)))
        .containsExactly(
            "{\"tier\":\"gold\",\"promo_code\":\"ALL\"}",
            "{\"tier\":\"silver\",\"promo_code\":\"ALL\"}");
    Awaitility.await().until(() -> filed("running", "archive", id + "-list.csv").isPresent());
    assertThat(filed("running", "archive", "list.csv").get().getParent().getFileName().toString())
        .matches("\\d{4}-\\d\\d-\\d\\d");
    Awaitility.await().until(() -> files(inbox("running").resolve(".work")).isEmpty());
  }

  @Test
  void takesABodyAsTheHttpDoorDoes() {
    drop(
        "careful",
        "body.json",
        "{\"payload\": {\"users\": [\"nobody\"], \"attribute_values\": {\"tier\": \"x\"}}}");

    JsonNode result = result("careful", "archive", "body");

    assertThat(result.at("/counts/unknown").asInt()).isEqualTo(1);
    assertThat(result.get("selector").asText()).isEqualTo("users");
  }

  @Test
  void entersNoBodyWithoutTheAttributesFileBesideIt() {
    drop("careful", "both.attributes.json", "{\"tier\": \"x\"}");
    drop("careful", "both.json", "{\"payload\": {\"users\": [\"nobody\"]}}");

    assertThat(result("careful", "failed", "both").get("message").asText())
        .isEqualTo(
            "a JSON body takes no attributes file; put its values into the body's"
                + " attribute_values");
  }

  @Test
  void feedsALongListNeverFarAheadAndGoesOnAfterARestart() {
    drop("with blank + plus", "long.csv", numbers("long-", 5000));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> gateway.jdbc().queryForObject("select max(fed) from start_file", Integer.class),
            fed -> fed != null && fed > 5);

    gateway.stop();
    gateway.startAgain();

    JsonNode result = result("with blank + plus", "archive", "long");
    assertThat(result.at("/counts/entered").asInt()).isEqualTo(5000);
    assertThat(result.at("/counts/duplicate").asInt()).isZero();
    assertThat(entered(result.get("request_uuid").asText())).hasSize(5000);
  }

  @Test
  void refusesAnUnknownColumnBeforeAnyRowEnters() {
    drop("running", "colour.csv", "user_id,colour\nann,red\n");

    JsonNode result = result("running", "failed", "colour");

    assertThat(result.get("state").asText()).isEqualTo("refused");
    assertThat(result.get("message").asText()).isEqualTo("unknown attribute: colour");
    assertThat(result.at("/details/0/reason").asText()).isEqualTo("UNKNOWN_ATTRIBUTE");
    assertThat(entered(result.get("request_uuid").asText())).isEmpty();
  }

  @Test
  void refusesTheSameContentTwiceAndNamesTheFirst() {
    drop("running", "first.csv", "user_id\ntwice\n");
    String first = result("running", "archive", "first").get("request_uuid").asText();

    drop("running", "second.csv", "user_id\ntwice\n");

    JsonNode result = result("running", "failed", "second");
    assertThat(result.at("/details/0/reason").asText()).isEqualTo("DUPLICATE_FILE");
    assertThat(result.at("/details/0/metadata/request_uuid").asText()).isEqualTo(first);
  }

  @Test
  void skipsBadRowsWhereTheFolderSaysSoAndPutsThemBeside() throws IOException {
    drop("once", "mixed.csv", "Kunde\nmix-1\n,no id\nmix-2\n");

    JsonNode result = result("once", "archive", "mixed");

    assertThat(result.at("/counts/entered").asInt()).isEqualTo(2);
    assertThat(result.at("/counts/rejected").asInt()).isEqualTo(1);
    assertThat(result.at("/counts/requested").asInt()).isEqualTo(3);
    assertThat(result.at("/bad_rows/0/line").asInt()).isEqualTo(3);
    assertThat(Files.readString(filed("once", "archive", "-mixed.rejects.csv").orElseThrow()))
        .contains("Kunde");
  }

  @Test
  void tellsRejectedRowsAmongTheOutcomesOnceAlsoWhenItGoesOnAfterARestart() {
    StringBuilder csv = new StringBuilder("Kunde\n,no id\n");
    IntStream.range(0, 3000)
        .forEach(i -> csv.append("r-").append(i).append(i % 50 == 0 ? ",more\n" : "\n"));
    drop("once", "rejected.csv", csv.toString());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> gateway.jdbc().queryForObject("select max(fed) from start_file", Integer.class),
            fed -> fed != null && fed > 12);
    gateway.stop();
    // As after a crash between the outcomes and the queue: the same chunks are fed again.
    gateway.startAgain("gateway.roles=http");
    gateway.jdbc().update("update start_file set fed = fed - 8, rows_fed = rows_fed - 80");
    gateway.stop();
    gateway.startAgain();

    JsonNode result = result("once", "archive", "rejected");

    String id = result.get("request_uuid").asText();
    assertThat(result.at("/counts/entered").asInt()).isEqualTo(2940);
    assertThat(result.at("/counts/rejected").asInt()).isEqualTo(61);
    // The row without an id is in the count and in the rejects file alone.
    assertThat(
            gateway
                .jdbc()
                .queryForList(
                    "select concat(submitted_id, ' ', outcome, ' ', reason) from outcome where"
                        + " request_uuid = ? order by id",
                    String.class,
                    UUID.fromString(id)))
        .containsExactlyElementsOf(
            IntStream.range(0, 60)
                .mapToObj(
                    i ->
                        "r-"
                            + i * 50
                            + " rejected line "
                            + (i * 50 + 3)
                            + ": 1 columns expected, found 2")
                .toList());
    JsonNode page =
        RunningGateway.json(gateway.get("/api/start-requests/" + id + "/outcomes?limit=1"));
    assertThat(page.toString()).contains("r-0").contains("line 3: 1 columns expected, found 2");
  }

  @Test
  void marksAnIdThatIsCutAmongTheOutcomes() {
    drop("once", "wide.csv", "Kunde\nw-1\n" + "w".repeat(300) + "\n");

    String id = result("once", "archive", "wide").get("request_uuid").asText();

    assertThat(
            gateway
                .jdbc()
                .queryForList(
                    "select submitted_id from outcome where request_uuid = ?",
                    String.class,
                    UUID.fromString(id)))
        .containsExactly("w".repeat(254) + "\u2026");
  }

  @Test
  void refusesWhatItCannotReadAndWhoseJourneyThereIsNot() {
    drop("running", "list.xlsx", "PK");
    drop("nowhere", "some.csv", "user_id\nann\n");
    drop("running", "broken.csv", "user_id\nann,more\n");

    assertThat(result("running", "failed", "list.xlsx").at("/details/0/reason").asText())
        .isEqualTo("UNSUPPORTED_FILE");
    assertThat(result("nowhere", "failed", "some").get("message").asText())
        .isEqualTo("journey not found");
    assertThat(result("running", "failed", "broken").at("/details/0/reason").asText())
        .isEqualTo("BAD_ROWS");
  }

  @Test
  void leavesAloneWhatIsStillBeingWritten() throws IOException {
    Files.createDirectories(inbox("running"));
    for (String name : List.of("upload.csv.part", ".hidden.csv", "upload.tmp")) {
      Files.writeString(inbox("running").resolve(name), "user_id\nann\n");
    }

    drop("running", "marker.csv", "user_id\nlater\n");
    result("running", "archive", "marker");

    for (String name : List.of("upload.csv.part", ".hidden.csv", "upload.tmp")) {
      assertThat(inbox("running").resolve(name)).exists();
    }
  }

  @Test
  void waitsForItsSlotAndIsFiledAwayWhenItHadIt() {
    drop("once", "one.csv", "user_id\nw1\n");
    result("once", "archive", "one");
    drop("once", "two.csv", "user_id\nw2\n");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway.jdbc().queryForObject("select count(*) from waiting_request", Long.class)
                    == 1);
    assertThat(filed("once", "archive", "two.csv")).isEmpty();

    gateway.letThePeriodPass();

    assertThat(result("once", "archive", "two").at("/counts/entered").asInt()).isEqualTo(1);
  }

  @Test
  void takesUpWhatLiesClaimedWithoutARow() throws IOException {
    gateway.stop();
    String id = "01990000-0000-7000-8000-000000000001";
    Files.createDirectories(inbox("once").resolve(".work"));
    Files.writeString(
        inbox("once").resolve(".work").resolve(id + "-stray.csv"), "user_id\nstray\n");
    gateway.startAgain();
    gateway.letThePeriodPass();

    assertThat(result("once", "archive", "stray").get("request_uuid").asText()).isEqualTo(id);
  }

  @Test
  void takesHarmlessAndStrangeNames() {
    String longName = "x".repeat(251) + ".csv";
    drop("careful", longName, "user_id\na\n");
    gateway.letThePeriodPass();
    result("careful", "archive", "x".repeat(203));
    drop("careful", "-rf .. Ω name.csv", "user_id\nb\n");
    gateway.letThePeriodPass();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> filed("careful", "archive", "name.csv").isPresent());
  }

  @Test
  void writesNoLineOfTheLogThatANameMadeUp(CapturedOutput log) {
    drop("careful", "x\n2001-01-01T00:00:00.000Z  INFO forged.csv", "user_id\nc\n");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> filed("careful", "archive", "forged.csv").isPresent());
    assertThat(log.getAll().lines())
        .noneMatch(line -> line.startsWith("2001-01-01"))
        .anyMatch(line -> line.contains("Taken: x_2001-01-01"));
  }
}
