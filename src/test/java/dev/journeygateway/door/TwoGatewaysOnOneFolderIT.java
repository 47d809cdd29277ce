package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.PostgresSettings;
import dev.journeygateway.support.RunningGateway;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Two gateways on one folder, one database and one broker: each file is taken by one of them, and
 * what one leaves the other takes over.
 */
class TwoGatewaysOnOneFolderIT {

  private static final int FILES = 40;

  @Test
  void takeEachFileOnceAndTakeOverWhatOneLeaves() throws IOException {
    try (EmbeddedPostgres postgres = PostgresSettings.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      String[] common = {
        "spring.datasource.url=" + url,
        "spring.datasource.username=postgres",
        "spring.datasource.password=postgres",
        "gateway.limit.period=0s",
        "gateway.files.settle=200ms",
        "gateway.files.poll-interval=50ms"
      };
      try (RunningGateway one = RunningGateway.start(common)) {
        String[] others = java.util.Arrays.copyOf(common, common.length + 1);
        others[common.length] = "spring.activemq.broker-url=vm://journey-gateway?create=false";
        try (RunningGateway other = RunningGateway.start(others)) {
          other.stop();
          Path inbox = one.folder().resolve("inbox");
          deleteAll(other.folder().resolve("inbox"));
          Files.createSymbolicLink(other.folder().resolve("inbox"), inbox);
          other.startAgain();

          for (int i = 0; i < FILES; i++) {
            drop(
                inbox.resolve(i % 2 == 0 ? "running" : "careful"),
                "list-" + i + ".csv",
                "user_id\nuser-" + i + "\n");
          }
          Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> archived(inbox) == FILES);

          assertThat(count(one, "select count(*) from start_request")).isEqualTo(FILES);
          assertThat(count(one, "select count(*) from start_request where state = 'done'"))
              .isEqualTo(FILES);
          Awaitility.await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> count(one, "select count(*) from start_file") == 0);

          leavesOneClaimed(one, inbox);
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> archived(inbox) == FILES + 1);
          assertThat(count(one, "select count(*) from entry where user_id = 'left'")).isEqualTo(1);
        }
      }
    }
  }

  /** As a gateway leaves a file that is killed behind its claim. */
  private static void leavesOneClaimed(RunningGateway gateway, Path inbox) throws IOException {
    UUID id = UUID.fromString("01990000-0000-7000-8000-00000000000a");
    gateway
        .jdbc()
        .update(
            "insert into start_file (request_uuid, door, place, journey_id, name, owner)"
                + " values (?, 'folder', 'inbox', 'running', 'left.csv', ?)",
            id,
            UUID.randomUUID());
    Files.writeString(inbox.resolve("running/.work").resolve(id + "-left.csv"), "user_id\nleft\n");
  }

  private static long count(RunningGateway gateway, String sql) {
    return gateway.jdbc().queryForObject(sql, Long.class);
  }

  private static long archived(Path inbox) {
    long archived = 0;
    for (String journey : List.of("running", "careful")) {
      if (Files.exists(inbox.resolve(journey).resolve("archive"))) {
        try (Stream<Path> files = Files.walk(inbox.resolve(journey).resolve("archive"))) {
          archived += files.filter(file -> file.getFileName().toString().endsWith(".csv")).count();
        } catch (IOException | java.io.UncheckedIOException e) {
          // Something was renamed while we looked.
          return -1;
        }
      }
    }
    return archived;
  }

  private static void drop(Path folder, String name, String content) throws IOException {
    Files.createDirectories(folder);
    Path part = folder.resolve(name + ".part");
    Files.writeString(part, content);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
