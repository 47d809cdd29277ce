package dev.journeygateway.backup;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.backup.EveryState.Ran;
import dev.journeygateway.disk.SyncedFiles;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.RowCallbackHandler;

/** {@code gateway backup} and {@code restore}: nobody is lost and nobody enters twice. */
@Tag("slow")
class BackupIT {

  @TempDir Path folder;

  private static void loseEverything(RunningGateway gateway) throws IOException {
    gateway.stop();
    SyncedFiles.delete(gateway.folder().resolve("data"));
    SyncedFiles.delete(gateway.folder().resolve("inbox"));
  }

  @Test
  void bringsBackRequestsInEveryState() throws Exception {
    try (EveryState states = EveryState.reached()) {
      RunningGateway gateway = states.gateway;
      Map<String, String> before = states.states();
      assertThat(before)
          .containsEntry("held", "held")
          .containsEntry("processing", "processing")
          .containsEntry("dead", "failed")
          .containsEntry("scheduled", "scheduled")
          .containsEntry("on the queue", "accepted")
          .containsEntry("sending", "delivering");
      Path backup = folder.resolve("monday");

      Ran taken = EveryState.run(gateway, "backup", backup.toString());

      assertThat(taken.status()).as(taken.text()).isZero();
      assertThat(taken.text()).contains(before.size() + " requests accepted by");
      String audit =
          gateway
              .send(
                  "GET",
                  "/api/audit?action=backup_taken",
                  Map.of("Authorization", "Api administrator"),
                  null)
              .body();
      assertThat(audit).contains("\"id\":\"monday\"");
      assertThat(EveryState.run(gateway, "backup", backup.toString()).text())
          .contains("is not empty");
      assertThat(EveryState.run(gateway, "restore", backup.toString()).text())
          .contains("a gateway runs on");

      loseEverything(gateway);
      Ran restored = EveryState.run(gateway, "restore", backup.toString());
      assertThat(restored.status()).as(restored.text()).isZero();
      assertThat(restored.text()).contains("1 destinations are stopped");
      gateway.startAgain();

      var destinations = json(gateway.get("/api/destinations")).get("destinations");
      for (var destination : destinations) {
        assertThat(destination.path("state").asText()).isEqualTo("stopped");
      }
      assertThat(destinations.findValuesAsText("stopped_because"))
          .anyMatch(reason -> reason.startsWith("restored from a backup of"))
          .anyMatch(reason -> reason.equals("stopped by an operator"));
      states.endAll();
    }
  }

  @Test
  void copiesAStoppedGatewayAndRefusesWhatIsNotWhole() throws Exception {
    try (RunningGateway gateway = RunningGateway.start("gateway.limit.period=0s")) {
      gateway.stop();
      gateway.startAgain("gateway.roles=http");
      String request = uuid(gateway.post("running", "{\"users\": [\"cold\"]}"));
      gateway.stop();
      Path backup = folder.resolve("cold");
      Ran taken = EveryState.run(gateway, "backup", backup.toString());
      assertThat(taken.status()).as(taken.text()).isZero();
      assertThat(taken.text()).contains("1 requests", "1 messages");
      assertThat(EveryState.run(gateway, "restore", backup.toString()).text())
          .contains("is not empty");

      SyncedFiles.delete(gateway.folder().resolve("data"));
      Path damaged = folder.resolve("damaged");
      for (Path file : SyncedFiles.filesIn(backup)) {
        SyncedFiles.copyNew(file, damaged.resolve(backup.relativize(file)));
      }
      byte[] database = Files.readAllBytes(damaged.resolve("gateway.db"));
      database[database.length / 2] ^= 1;
      Files.write(damaged.resolve("gateway.db"), database);
      assertThat(EveryState.run(gateway, "restore", damaged.toString()))
          .isEqualTo(new Ran(1, "the backup is not as it was written: gateway.db has changed"));
      Files.delete(damaged.resolve("manifest.json"));
      assertThat(EveryState.run(gateway, "restore", damaged.toString()).text())
          .contains("is no backup");
      assertThat(gateway.folder().resolve("data")).doesNotExist();

      Ran restored = EveryState.run(gateway, "restore", backup.toString());
      assertThat(restored.status()).as(restored.text()).isZero();
      gateway.startAgain();
      gateway.await(request, "done");
    }
  }

  /** What was answered before the backup began ends after it, whatever went on meanwhile. */
  @Test
  void losesNothingThatWasAcceptedBeforeItBegan() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.start(
            "gateway.limit.period=0s",
            "gateway.chunk-size=3",
            "gateway.files.settle=100ms",
            "gateway.files.poll-interval=50ms")) {
      Map<String, List<String>> accepted = new java.util.concurrent.ConcurrentHashMap<>();
      AtomicBoolean enough = new AtomicBoolean();
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      ExecutorService callers = Executors.newFixedThreadPool(4);
      for (int caller = 0; caller < 4; caller++) {
        String name = "caller-" + caller + "-";
        callers.execute(
            () -> {
              for (int i = 0; !enough.get(); i++) {
                List<String> people = new ArrayList<>();
                for (int person = 0; person < 5; person++) {
                  people.add(name + i + "-" + person);
                }
                try {
                  accepted.put(
                      uuid(
                          gateway.post(
                              "running",
                              "{\"users\": [\"" + String.join("\", \"", people) + "\"]}")),
                      people);
                } catch (RuntimeException | Error e) {
                  failures.add(e);
                }
              }
            });
      }
      List<Map<String, List<String>>> before;
      try {
        before = backups(gateway, accepted);
      } finally {
        enough.set(true);
        callers.shutdown();
      }
      assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(failures).isEmpty();

      for (int i = 0; i < 3; i++) {
        loseEverything(gateway);
        Ran restored =
            EveryState.run(gateway, "restore", folder.resolve("under-load-" + i).toString());
        assertThat(restored.status()).as(restored.text()).isZero();
        gateway.startAgain();
        assertThat(before.get(i)).hasSizeGreaterThan(i + 1);
        Awaitility.await("all are done")
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    gateway
                        .jdbc()
                        .queryForList(
                            "select request_uuid from start_request where state <> 'done'",
                            String.class)
                        .isEmpty());
        Map<String, List<String>> entered = new HashMap<>();
        gateway
            .jdbc()
            .query(
                "select request_uuid, user_id from entry",
                (RowCallbackHandler)
                    row ->
                        entered
                            .computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                            .add(row.getString(2)));
        for (Map.Entry<String, List<String>> request : before.get(i).entrySet()) {
          assertThat(entered.get(request.getKey()))
              .containsExactlyInAnyOrderElementsOf(request.getValue());
        }
        assertThat(
                gateway
                    .jdbc()
                    .queryForList(
                        "select request_uuid from start_request where requested <> entered",
                        String.class))
            .isEmpty();
      }
    }
  }

  /** Takes three while a list is fed; returns what was accepted before each. */
  private List<Map<String, List<String>>> backups(
      RunningGateway gateway, Map<String, List<String>> accepted) {
    StringBuilder list = new StringBuilder("user_id\n");
    List<String> listed = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      listed.add("listed-" + i);
      list.append("listed-").append(i).append('\n');
    }
    String ofList =
        json(gateway.send(
                "POST",
                "/api/journey/running/start/list",
                Map.of("Authorization", "Api start-and-read", "Content-Type", "text/csv"),
                list.toString()))
            .get("request_uuid")
            .asText();
    Awaitility.await("the list is being fed")
        .until(() -> gateway.status(ofList).at("/counts/entered").asInt() > 0);

    List<Map<String, List<String>>> before = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Map<String, List<String>> now = new HashMap<>(accepted);
      now.put(ofList, listed);
      Ran taken = EveryState.run(gateway, "backup", folder.resolve("under-load-" + i).toString());
      assertThat(taken.status()).as(taken.text()).isZero();
      before.add(now);
    }
    return before;
  }
}
