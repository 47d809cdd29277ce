package dev.journeygateway.limit;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.support.RunningGateway;
import java.net.http.HttpResponse;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;

/** The limit where it could be lost: over a restart, and when a request cannot be taken. */
class LimitIT {

  @Test
  void keepsTheLimitOverARestart() {
    try (RunningGateway gateway = RunningGateway.start()) {
      String id = uuid(gateway.post("running", "{\"users\": [\"a\"]}"));
      gateway.await(id, "done");
      gateway.stop();
      gateway.startAgain();

      HttpResponse<String> refused = gateway.post("running", "{\"users\": [\"b\"]}");

      assertThat(json(refused).at("/details/0/reason").asText()).isEqualTo("RATE_LIMITED");
      assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 60);
      assertThat(gateway.status(id).get("state").asText()).isEqualTo("done");
    }
  }

  @Test
  void answers429WhereASettingSaysSo() {
    try (RunningGateway gateway = RunningGateway.start("gateway.limit.status=429")) {
      gateway.post("running", "{\"users\": [\"a\"]}");

      HttpResponse<String> refused = gateway.post("running", "{\"users\": [\"b\"]}");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(json(refused).get("code").asInt()).isEqualTo(8);
    }
  }

  @Test
  void grantsEveryRequestWhereTheLimitIsOff() {
    try (RunningGateway gateway = RunningGateway.start("gateway.limit.period=0s")) {
      for (int i = 0; i < 50; i++) {
        assertThat(gateway.post("running", "{\"users\": [\"a\"]}").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void refusesWithoutATraceWhenTheOutboxIsFull() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.start(
            "gateway.broker.send-timeout=500ms", "gateway.outbox.max-messages=1")) {
      BrokerService broker = gateway.bean(QueueDepth.class).broker().orElseThrow();
      // A full store: the embedded broker refuses what it cannot keep.
      broker.getSystemUsage().getStoreUsage().setLimit(1);
      broker.getSystemUsage().getMemoryUsage().setLimit(1);
      String waiting = uuid(gateway.post("once", "{\"users\": [\"a\"]}"));

      HttpResponse<String> answer =
          gateway.post("running", "{\"users\": [\"a\"]}", "Idempotency-Key", "k");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(json(answer).at("/details/0/reason").asText()).isEqualTo("UNAVAILABLE");
      assertThat(gateway.jdbc().queryForObject("select count(*) from start_request", Long.class))
          .isEqualTo(1);
      assertThat(
              gateway
                  .jdbc()
                  .queryForObject(
                      "select count(*) from permit where journey_id = 'running'", Long.class))
          .isZero();

      broker.getSystemUsage().getStoreUsage().setLimit(1L << 30);
      broker.getSystemUsage().getMemoryUsage().setLimit(1L << 26);
      gateway.await(waiting, "done");
      String id = uuid(gateway.post("running", "{\"users\": [\"a\"]}", "Idempotency-Key", "k"));
      gateway.await(id, "done");
    }
  }

  @Test
  void asksTheDatabaseNothingWhileTheSlotIsKnownToBeTaken() {
    try (RunningGateway gateway = RunningGateway.start()) {
      gateway.post("running", "{\"users\": [\"a\"]}");
      // With the row gone, only memory can know.
      gateway.jdbc().update("delete from permit where journey_id = 'running'");

      assertThat(
              json(gateway.post("running", "{\"users\": [\"b\"]}"))
                  .at("/details/0/reason")
                  .asText())
          .isEqualTo("RATE_LIMITED");
    }
  }
}
