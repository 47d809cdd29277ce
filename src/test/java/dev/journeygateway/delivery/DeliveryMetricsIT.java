package dev.journeygateway.delivery;

import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics of calls, after one of each kind. */
class DeliveryMetricsIT {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "journey_gateway_(deliver[a-z_]+|destination[a-z_]*)"
              + "(?:\\{destination=\"hosted\"(?:,state=\"([a-z]+)\")?})? ([^ ]+)");

  private static ScriptedService service;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    service = new ScriptedService();
    gateway = Hosted.inFrontOf(service.port(), "period: 50ms, timeout: 1s", new String[0]);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    service.close();
  }

  private static String request(String users) {
    return uuid(gateway.post("running", "{\"users\": [" + users + "]}"));
  }

  private static void decide(String decision) {
    operate("/api/destinations/hosted/" + decision, null);
  }

  private static void operate(String path, String body) {
    Map<String, String> operator =
        Map.of("Authorization", "Api operator", "Content-Type", "application/json");
    assertThat(gateway.send("POST", path, operator, body).statusCode()).isEqualTo(200);
  }

  /** Values by name and state, as they are exposed. */
  private static Map<String, Double> exposed() {
    Map<String, Double> values = new TreeMap<>();
    gateway
        .get("/actuator/prometheus")
        .body()
        .lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample ->
                values.put(
                    sample.group(1) + (sample.group(2) == null ? "" : " " + sample.group(2)),
                    Double.valueOf(sample.group(3))));
    return values;
  }

  /** The gauges are read every five seconds. */
  private static void await(Consumer<Map<String, Double>> asserted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> asserted.accept(exposed()));
  }

  @Test
  void countCallsAndTheirPeopleByWhatBecameOfThem() {
    gateway.await(request("\"a\", \"b\""), "done");
    service.next(ScriptedService.answer(503, "{}"));
    gateway.await(request("\"c\", \"d\", \"e\""), "done");
    service.next(ScriptedService.answer(404, "{}"));
    gateway.await(request("\"f\""), "done");
    service.next(ScriptedService.CUT);
    String unknown = request("\"g\", \"h\"");
    await(now -> assertThat(now).containsEntry("deliveries unknown", 1.0));
    decide("stop");
    String waiting = request("\"i\", \"j\", \"k\", \"l\"");

    await(
        now -> {
          assertThat(now)
              .containsEntry("deliveries waiting", 1.0)
              .containsEntry("deliveries delivered", 2.0)
              .containsEntry("deliveries refused", 1.0)
              .containsEntry("deliveries unknown", 1.0)
              .containsEntry("delivery_ids_total delivered", 5.0)
              .containsEntry("delivery_ids_total refused", 1.0)
              .containsEntry("delivery_ids_total unknown", 2.0)
              .as("of a call that has to be made again")
              .containsEntry("delivery_ids_total waiting", 3.0)
              .containsEntry("delivery_seconds_count", 5.0)
              .containsEntry("destinations", 1.0)
              .containsEntry("destination_up", 0.0);
          assertThat(now.get("delivery_seconds_sum")).isPositive();
          assertThat(now.get("delivery_oldest_seconds")).isPositive();
        });

    decide("resume");
    gateway.await(waiting, "done");
    await(
        now ->
            assertThat(now)
                .containsEntry("deliveries delivered", 3.0)
                .containsEntry("deliveries unknown", 1.0)
                .doesNotContainKey("deliveries waiting")
                .containsEntry("delivery_ids_total delivered", 9.0)
                .containsEntry("delivery_seconds_count", 6.0)
                .containsEntry("delivery_oldest_seconds", 0.0)
                .containsEntry("destination_up", 1.0));

    operate("/api/deliveries/resolve", "{\"as\": \"delivered\", \"request\": \"" + unknown + "\"}");
    await(
        now ->
            assertThat(now)
                .as("somebody says that the service has them")
                .containsEntry("deliveries delivered", 4.0)
                .containsEntry("delivery_ids_total delivered", 11.0)
                .containsEntry("delivery_seconds_count", 6.0));
  }
}
