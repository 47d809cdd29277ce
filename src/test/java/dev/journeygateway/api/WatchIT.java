package dev.journeygateway.api;

import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.command.GatewayCommand;
import dev.journeygateway.support.RunningGateway;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code watch}, against a running gateway. */
class WatchIT {

  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static int watch(String id, String token) {
    return GatewayCommand.run(
        "watch",
        id,
        "--url",
        "http://localhost:" + gateway.port(),
        "--token",
        token,
        "--every",
        "50");
  }

  @Test
  void endsWithZeroWhenTheRequestIsDone() {
    String id = uuid(gateway.post("running", "{\"users\": [\"a\", \"b\"]}"));

    assertThat(watch(id, "start-and-read")).isZero();
    assertThat(gateway.status(id).get("state").asText()).isEqualTo("done");
  }

  @Test
  void endsWithOneWhenItFailedOrMayNotBeSeen() {
    String id = uuid(gateway.post("running", "{\"users\": [\"a\"]}"));
    gateway.await(id, "done");
    gateway
        .jdbc()
        .update(
            "update start_request set state = 'failed' where request_uuid = ?",
            UUID.fromString(id));

    assertThat(watch(id, "start-and-read")).isEqualTo(1);
    assertThat(watch(id, "stranger")).isEqualTo(1);
  }
}
