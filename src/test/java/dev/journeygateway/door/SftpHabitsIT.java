package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.RunningGateway;
import dev.journeygateway.support.SftpHabit;
import dev.journeygateway.support.SftpTestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One gateway, many servers: each with a habit of its own, and one that says nothing at all. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SftpHabitsIT {

  private static final int LISTS = 4;

  private final Map<SftpHabit, SftpTestServer> servers = new EnumMap<>(SftpHabit.class);
  private ServerSocket silent;
  private RunningGateway gateway;

  @BeforeAll
  void start() throws IOException {
    // It takes connections and never says a word.
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    List<String> settings =
        new ArrayList<>(
            List.of(
                "gateway.limit.period=0s",
                "gateway.sftp.poll-interval=100ms",
                "gateway.files.settle=1100ms",
                "gateway.files.poll-interval=50ms"));
    String first = "gateway.sftp.servers[0].";
    for (SftpHabit habit : SftpHabit.values()) {
      SftpTestServer server = SftpTestServer.start(habit);
      servers.put(habit, server);
      settings.addAll(List.of(server.settings(habit.ordinal() + 1)));
      for (int i = 0; i < LISTS; i++) {
        drop(
            server.root().resolve("inbox/running"),
            "list-" + i + ".csv",
            "user_id\n" + habit + "-" + i + "\n");
      }
      drop(
          server.root().resolve("inbox/devices/AAAAA-00001"),
          "devices.csv",
          "hwid\n" + habit + "\n");
    }
    settings.addAll(
        List.of(
            first + "host=127.0.0.1",
            first + "port=" + silent.getLocalPort(),
            first + "user=nobody",
            first + "password=nothing",
            first + "known-hosts=" + servers.get(SftpHabit.NO_MODES).knownHosts(),
            first + "folder=inbox"));
    gateway = RunningGateway.start(settings.toArray(String[]::new));
  }

  @AfterAll
  void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    servers.values().forEach(SftpTestServer::close);
    silent.close();
  }

  private static void drop(Path folder, String name, String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), text);
  }

  private static List<Path> filed(Path folder, String ending) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(ending)).toList();
    } catch (IOException | UncheckedIOException e) {
      // Something was renamed while we looked.
      return List.of();
    }
  }

  @Test
  void takesEveryFileOfEveryServerWhateverItsHabits() throws IOException {
    for (SftpHabit habit : SftpHabit.values()) {
      Path inbox = servers.get(habit).root().resolve("inbox");
      Awaitility.await(habit + " lists")
          .atMost(Duration.ofSeconds(60))
          .until(() -> filed(inbox.resolve("running/archive"), ".csv").size() == LISTS);
      Awaitility.await(habit + " devices")
          .atMost(Duration.ofSeconds(60))
          .until(() -> filed(inbox.resolve("devices/AAAAA-00001/archive"), ".csv").size() == 1);
      for (Path result : filed(inbox.resolve("running/archive"), ".result.json")) {
        JsonNode told = RunningGateway.JSON.readTree(result.toFile());
        assertThat(told.at("/counts/entered").asInt()).as(habit.name()).isEqualTo(1);
      }
      assertThat(filed(inbox.resolve("running/.work"), "csv")).as(habit.name()).isEmpty();
    }
    Long entered =
        gateway
            .jdbc()
            .queryForObject(
                "select count(distinct user_id) from entry where user_id <> 'folder'", Long.class);
    assertThat(entered).isEqualTo((long) LISTS * SftpHabit.values().length);
  }

  @Test
  void tellsOfTheServerThatSaysNothingAndStaysReady() throws IOException {
    drop(gateway.folder().resolve("inbox/running"), "folder.csv", "user_id\nfolder\n");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                !filed(gateway.folder().resolve("inbox/running/archive"), "folder.csv").isEmpty());
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                Optional.of(RunningGateway.json(gateway.get("/actuator/health")))
                    .map(health -> health.at("/components/files/status").asText())
                    .orElse(""),
            "DOWN"::equals);
    assertThat(gateway.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
  }
}
