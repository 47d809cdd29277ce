package dev.journeygateway.delivery;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.PostgresSettings;
import dev.journeygateway.support.RunningGateway;
import dev.journeygateway.support.TcpProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The database hangs while calls are under way, and is back on new connections alone. */
class DatabaseAwayIT {

  private static final List<String> JOURNEYS = List.of("running", "once", "draft");

  private static String database(RunningGateway gateway) {
    return json(gateway.send("GET", "/actuator/health", Map.of(), null))
        .at("/components/db/status")
        .asText();
  }

  @Test
  void makesEachCallOnceAndRecordsItsAnswerWhenTheDatabaseIsBack() throws Exception {
    try (EmbeddedPostgres postgres = PostgresSettings.start();
        TcpProxy toDatabase = new TcpProxy(postgres.getPort());
        ScriptedService service = new ScriptedService();
        RunningGateway gateway =
            Hosted.inFrontOf(
                service.port(),
                "period: 50ms, timeout: 60s",
                new String[] {
                  "spring.datasource.url=jdbc:postgresql://localhost:"
                      + toDatabase.port()
                      + "/postgres",
                  "spring.datasource.username=postgres",
                  "spring.datasource.password=postgres"
                })) {
      service.hold();
      List<String> requests =
          JOURNEYS.stream()
              .map(journey -> uuid(gateway.post(journey, "{\"users\": [\"" + journey + "\"]}")))
              .toList();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> service.calls.size() == JOURNEYS.size());

      toDatabase.hang();
      service.goOn();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> database(gateway).equals("DOWN"));
      toDatabase.goOnForNewConnections();

      for (String request : requests) {
        assertThat(gateway.await(request, "done").at("/counts/entered").asInt()).isEqualTo(1);
      }
      assertThat(service.calls).hasSize(JOURNEYS.size());
      assertThat(JOURNEYS.stream().flatMap(journey -> entered(gateway, journey)))
          .containsExactlyElementsOf(JOURNEYS);
    }
  }

  private static Stream<String> entered(RunningGateway gateway, String journey) {
    return Hosted.entered(gateway, journey).stream();
  }
}
