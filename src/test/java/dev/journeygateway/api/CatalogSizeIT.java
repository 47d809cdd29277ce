package dev.journeygateway.api;

import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.RunningGateway;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A catalogue of 100,000 journeys; how long it takes is measured in bench/. */
class CatalogSizeIT {

  private static final int JOURNEYS = 100_000;

  @Test
  void loadsAHundredThousandJourneysWhileRunning() throws Exception {
    try (RunningGateway gateway = RunningGateway.start()) {
      String before = Files.readString(gateway.catalog());
      String[] halves = before.split("(?=      - id: draft)", 2);
      try (BufferedWriter out = Files.newBufferedWriter(gateway.catalog())) {
        out.write(halves[0]);
        for (int i = 0; i < JOURNEYS; i++) {
          out.write(
              "      - {id: j"
                  + i
                  + ", title: Journey "
                  + i
                  + ", state: running, entry-points: [{id: api, attributes: [a, b]}]}\n");
        }
        out.write(halves[1]);
      }

      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .until(
              () ->
                  gateway.jdbc().queryForObject("select count(*) from journey", Integer.class)
                      > JOURNEYS);
      // The rows are seen before the end of the commit that writes them; whoever writes waits for
      // it.
      gateway.jdbc().update("update catalog set id = id");
      String id = uuid(gateway.post("j99999", "{\"users\": [\"a\"]}"));
      gateway.await(id, "done");

      Files.writeString(gateway.catalog(), before + "\n");
      // Nearly all of them leave, which has to be meant.
      assertThat(
              gateway
                  .send(
                      "POST",
                      "/api/catalog/load?force=true",
                      Map.of("Authorization", "Api administrator"),
                      "")
                  .statusCode())
          .isEqualTo(200);
      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .until(
              () ->
                  gateway
                          .jdbc()
                          .queryForObject(
                              "select count(*) from journey where state = 'archived'",
                              Integer.class)
                      == JOURNEYS);
      assertThat(gateway.post("j1", "{\"users\": [\"a\"]}").body())
          .contains("Journey is not running");
    }
  }
}
