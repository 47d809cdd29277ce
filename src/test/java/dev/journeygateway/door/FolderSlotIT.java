package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A folder that is looked at once, when the gateway starts, and so by nobody behind that. */
class FolderSlotIT {

  @Test
  void feedsAFileThatGotItsSlotWithoutAnotherLook() throws IOException {
    try (RunningGateway gateway =
        RunningGateway.start("gateway.files.poll-interval=5m", "gateway.files.done-marker=true")) {
      gateway.stop();
      Path folder = Files.createDirectories(gateway.folder().resolve("inbox").resolve("running"));
      Files.writeString(folder.resolve("list.csv"), "user_id\nann\n");
      Files.createFile(folder.resolve("list.csv.done"));
      gateway.startAgain();

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(
                          gateway
                              .jdbc()
                              .queryForList("select state from start_request", String.class))
                      .containsExactly("done"));
    }
  }
}
