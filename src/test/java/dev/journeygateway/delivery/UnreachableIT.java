package dev.journeygateway.delivery;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A destination that is away, and comes back. */
class UnreachableIT {

  private static final String UP = "journey_gateway_destination_up{destination=\"hosted\"} ";

  private static void awaitUp(RunningGateway gateway, String up) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> gateway.get("/actuator/prometheus").body().contains(UP + up));
  }

  private static JsonNode delivery(RunningGateway gateway, String request) {
    return json(gateway.get("/api/start-requests/" + request + "/deliveries")).at("/deliveries/0");
  }

  @Test
  void isBrokenUntilItIsReachedAgainAndEveryCallIsKept() throws IOException {
    ScriptedService away = new ScriptedService();
    away.close();
    try (RunningGateway gateway =
        Hosted.inFrontOf(away.port(), "period: 50ms, timeout: 1s", new String[0])) {
      List<String> requests = new ArrayList<>();
      for (String journey : List.of("running", "once", "draft", "switched-off", "unheard-of")) {
        requests.add(uuid(gateway.post(journey, "{\"users\": [\"a\"]}")));
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  json(gateway.get("/api/destinations"))
                      .at("/destinations/0/state")
                      .asText()
                      .equals("broken"));
      assertThat(gateway.get("/actuator/health").body())
          .contains("\"destinations\":{\"status\":\"DOWN\"");
      assertThat(gateway.get("/actuator/health").statusCode()).isEqualTo(503);
      assertThat(gateway.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      awaitUp(gateway, "0.0");
      for (String request : requests) {
        assertThat(delivery(gateway, request).get("state").asText()).isIn("waiting", "sending");
        assertThat(gateway.status(request).get("state").asText()).isEqualTo("delivering");
      }

      try (ScriptedService back = new ScriptedService(away.port())) {
        for (String request : requests) {
          gateway.await(request, "done");
          assertThat(delivery(gateway, request).get("attempts").asInt())
              .as("one send")
              .isEqualTo(1);
        }
        assertThat(back.calls).hasSameSizeAs(requests);
        assertThat(json(gateway.get("/api/destinations")).at("/destinations/0/state").asText())
            .isEqualTo("up");
        assertThat(gateway.get("/actuator/health").statusCode()).isEqualTo(200);
        awaitUp(gateway, "1.0");
      }
    }
  }
}
