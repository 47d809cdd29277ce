package dev.journeygateway.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * With less room than the reserve callers are refused and told, and what was accepted is finished;
 * with room again it goes on.
 */
class NearlyFullDiskIT {

  private static final long MARGIN = 2L << 30;

  @Test
  void refusesWhileTheReserveIsNotThereAndGoesOnAfterwards() throws Exception {
    Path folder = Files.createTempDirectory("nearly-full-");
    long free = folder.toFile().getUsableSpace();
    assumeTrue(free > 4 * MARGIN && free < (1L << 40), "a disk of another size");
    Path ballast = folder.resolve("ballast");
    try (RunningGateway gateway =
        RunningGateway.start(
            "gateway.disk-reserve=" + (free - MARGIN) + "B", "gateway.limit.period=0s")) {
      String before = RunningGateway.uuid(gateway.post("running", "{\"users\": [\"before\"]}"));
      gateway.await(before, "done");
      gateway.refuseEntriesOf("begun");
      String begun = RunningGateway.uuid(gateway.post("running", "{\"users\": [\"begun\"]}"));

      assumeTrue(allocate(ballast, 2 * MARGIN), "a file system that allocates");
      HttpResponse<String> refused = gateway.post("running", "{\"users\": [\"refused\"]}");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      JsonNode health =
          RunningGateway.json(gateway.send("GET", "/actuator/health", Map.of(), null));
      assertThat(health.at("/components/db/status").asText()).isEqualTo("DOWN");
      assertThat(health.at("/components/broker/status").asText()).isEqualTo("DOWN");
      assertThat(gateway.status(before).get("state").asText()).isEqualTo("done");

      gateway.takeAllEntries();
      gateway.await(begun, "done");

      Files.delete(ballast);
      String after =
          RunningGateway.uuid(
              Awaitility.await()
                  .atMost(Duration.ofSeconds(10))
                  .until(
                      () -> gateway.post("running", "{\"users\": [\"after\"]}"),
                      answer -> answer.statusCode() == 200));
      gateway.await(after, "done");
    } finally {
      Files.deleteIfExists(ballast);
      Files.delete(folder);
    }
  }

  /** Takes the room without writing it. */
  private static boolean allocate(Path file, long bytes) throws IOException, InterruptedException {
    try {
      Process fallocate =
          new ProcessBuilder("fallocate", "-l", Long.toString(bytes), file.toString()).start();
      return fallocate.waitFor(20, TimeUnit.SECONDS) && fallocate.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
