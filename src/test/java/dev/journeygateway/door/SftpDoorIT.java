package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.RunningGateway;
import dev.journeygateway.support.SftpServerOnLoopback;
import dev.journeygateway.support.SftpTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The SFTP door, against real servers: one with a password, one with a key, one that is another.
 */
@Tag("daily")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SftpDoorIT {

  RunningGateway gateway;
  private SftpServerOnLoopback server;
  private SftpTestServer withKey;
  private SftpTestServer stranger;

  /** The server of most tests. */
  SftpServerOnLoopback startServer() {
    return SftpTestServer.start();
  }

  @BeforeAll
  void start() throws IOException {
    server = startServer();
    withKey = SftpTestServer.startWithKey();
    stranger = SftpTestServer.start();
    // Another key than the one that this server has.
    Files.writeString(
        stranger.knownHosts(),
        Files.readString(server.knownHosts()).replace(":" + server.port(), ":" + stranger.port()));
    Files.createDirectories(server.root().resolve("inbox/running"));
    Files.createDirectories(server.root().resolve("inbox/careful"));
    Files.createDirectories(withKey.root().resolve("inbox/with blank + plus"));
    Files.createDirectories(stranger.root().resolve("inbox/once"));
    List<String> settings = new ArrayList<>(List.of(server.settings(0)));
    settings.addAll(List.of(stranger.settings(1)));
    settings.addAll(List.of(withKey.settings(2)));
    settings.add("gateway.sftp.poll-interval=100ms");
    settings.add("gateway.files.settle=300ms");
    settings.add("gateway.files.poll-interval=50ms");
    gateway = RunningGateway.start(settings.toArray(String[]::new));
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    for (SftpServerOnLoopback one : new SftpServerOnLoopback[] {server, stranger, withKey}) {
      if (one != null) {
        one.close();
      }
    }
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  void upload(String journey, String name, String content) throws IOException {
    upload(server, journey, name, content);
  }

  private static void upload(
      SftpServerOnLoopback server, String journey, String name, String content) throws IOException {
    Path folder = server.root().resolve("inbox").resolve(journey);
    Files.writeString(folder.resolve(name + ".part"), content);
    Files.move(
        folder.resolve(name + ".part"), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Optional<Path> filed(String journey, String drawer, String ending) throws IOException {
    return filed(server, journey, drawer, ending);
  }

  private static Optional<Path> filed(
      SftpServerOnLoopback server, String journey, String drawer, String ending)
      throws IOException {
    Path folder = server.root().resolve("inbox").resolve(journey).resolve(drawer);
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(ending)).findFirst();
    } catch (java.io.UncheckedIOException e) {
      // Something was renamed while we looked.
      return Optional.empty();
    }
  }

  JsonNode result(String journey, String drawer, String base) throws IOException {
    return result(server, journey, drawer, base);
  }

  private static JsonNode result(
      SftpServerOnLoopback server, String journey, String drawer, String base) throws IOException {
    Path result =
        Awaitility.await(base + " in " + drawer)
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> filed(server, journey, drawer, "-" + base + ".result.json"),
                Optional::isPresent)
            .get();
    return RunningGateway.JSON.readTree(result.toFile());
  }

  @Test
  void passesOverAFolderThatItMayNotUse() throws IOException {
    // Several, for they are looked at in the order that the server lists them.
    for (int i = 0; i < 8; i++) {
      Path refused = Files.createDirectories(server.root().resolve("inbox/refused-" + i));
      // Lists are claimed by moving them into a folder of this name.
      Files.writeString(refused.resolve(".work"), "");
      upload("refused-" + i, "never.csv", "user_id\nnever\n");
    }
    upload("running", "behind.csv", "user_id\nbehind\n");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> filed("running", "archive", "behind.csv").isPresent());
    assertThat(server.root().resolve("inbox/refused-0/never.csv")).exists();
  }

  @Test
  void entersAnUploadedListAndFilesItAwayOnTheServer() throws IOException {
    upload("running", "li*st?.csv", "user_id,tier\nann,gold\nbob,\n");

    JsonNode result = result("running", "archive", "li*st?");

    assertThat(result.get("door").asText()).isEqualTo("sftp");
    assertThat(result.at("/counts/entered").asInt()).isEqualTo(2);
    Awaitility.await()
        .until(
            () ->
                filed("running", "archive", result.get("request_uuid").asText() + "-li*st?.csv")
                    .isPresent());
  }

  @Test
  void putsARefusedFileAsideWithTheReason() throws IOException {
    upload("running", "colour.csv", "user_id,colour\nann,red\n");

    assertThat(result("running", "failed", "colour").get("message").asText())
        .isEqualTo("unknown attribute: colour");
  }

  @Test
  void connectsAgainAfterTheConnectionWasCut() throws IOException {
    upload("careful", "before.csv", "user_id\nx\n");
    result("careful", "archive", "before");
    server.cut();
    gateway.letThePeriodPass();

    upload("careful", "after.csv", "user_id\ny\n");

    result("careful", "archive", "after");
  }

  @Test
  void doesNotSpeakToAServerWithAnotherHostKey() throws IOException {
    Path waiting = stranger.root().resolve("inbox/once/list.csv");
    Files.writeString(waiting, "user_id\nann\n");

    upload("running", "meanwhile.csv", "user_id\nmeanwhile\n");
    result("running", "archive", "meanwhile");

    assertThat(waiting).exists();
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from start_request where journey_id = 'once'", Long.class))
        .isZero();
  }

  @Test
  void entersAListFromASecondServerThatAsksForAKey() throws IOException {
    upload(withKey, "with blank + plus", "key.csv", "user_id\nkey\n");

    JsonNode result = result(withKey, "with blank + plus", "archive", "key");

    assertThat(result.at("/counts/entered").asInt()).isEqualTo(1);
  }

  @Test
  void fetchesAFileWholeWhoseTransferWasCut() throws IOException {
    int rows = 60_000;
    String padding = "x".repeat(100);
    StringBuilder csv = new StringBuilder("user_id\n");
    for (int i = 0; i < rows; i++) {
      csv.append(padding).append(i).append('\n');
    }
    upload("running", "cut.csv", csv.toString());
    Path fetched = gateway.folder().resolve("data").resolve("sftp");
    Awaitility.await("the transfer")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> beingFetched(fetched));
    server.cut();

    JsonNode result = result("running", "archive", "cut");

    assertThat(result.at("/counts/entered").asInt()).isEqualTo(rows);
    assertThat(result.at("/counts/requested").asInt()).isEqualTo(rows);
  }

  private static boolean beingFetched(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().contains("cut.csv"));
    } catch (java.io.UncheckedIOException e) {
      // Something was renamed while we looked.
      return false;
    }
  }
}
