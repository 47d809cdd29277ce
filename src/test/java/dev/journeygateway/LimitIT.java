package dev.journeygateway;

import static dev.journeygateway.RunningGateway.json;
import static dev.journeygateway.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.broker.QueueDepth;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;

/** The limit where it could be lost: over a restart, and when a step behind the permit fails. */
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
  void givesEverythingBackWhenTheQueueDoesNotTakeTheRequest() throws Exception {
    try (RunningGateway gateway = RunningGateway.start("gateway.broker.send-timeout=500ms")) {
      BrokerService broker = gateway.bean(QueueDepth.class).broker().orElseThrow();
      // A full store: the embedded broker refuses what it cannot keep.
      broker.getSystemUsage().getStoreUsage().setLimit(1);
      broker.getSystemUsage().getMemoryUsage().setLimit(1);

      HttpResponse<String> answer =
          gateway.post("running", "{\"users\": [\"a\"]}", "Idempotency-Key", "k");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(json(answer).at("/details/0/reason").asText()).isEqualTo("UNAVAILABLE");
      assertThat(gateway.jdbc().queryForObject("select count(*) from start_request", Long.class))
          .isZero();
      assertThat(
              gateway
                  .jdbc()
                  .queryForObject(
                      "select count(*) from permit where request_uuid is not null", Long.class))
          .isZero();

      broker.getSystemUsage().getStoreUsage().setLimit(1L << 30);
      broker.getSystemUsage().getMemoryUsage().setLimit(1L << 26);
      String id = uuid(gateway.post("running", "{\"users\": [\"a\"]}", "Idempotency-Key", "k"));
      gateway.await(id, "done");
    }
  }

  @Test
  void remembersNoSlotWhoseRequestMayStillBeGivenBack() {
    try (RunningGateway gateway = RunningGateway.start()) {
      UUID other = UUID.randomUUID();
      // Another replica holds the slot and has not queued its request yet.
      gateway
          .jdbc()
          .update(
              "insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector,"
                  + " state, accepted_at) values (?, 'http', 'running', 'api', 'AAAAA-00001', 'users', 'accepted',"
                  + " current_timestamp)",
              other);
      gateway
          .jdbc()
          .update(
              "insert into permit (journey_id, entry_point_id, request_uuid, granted_at)"
                  + " values ('running', 'api', ?, current_timestamp)",
              other);
      assertThat(gateway.post("running", "{\"users\": [\"a\"]}").statusCode()).isEqualTo(400);

      // It could not be sent and gave the slot back.
      gateway
          .jdbc()
          .update(
              "update permit set request_uuid = null, granted_at = timestamp with time zone '1970-01-01 00:00:00+00'"
                  + " where journey_id = 'running'");

      assertThat(gateway.post("running", "{\"users\": [\"a\"]}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void asksTheDatabaseNothingWhileTheSlotIsKnownToBeTaken() {
    try (RunningGateway gateway = RunningGateway.start()) {
      gateway.post("running", "{\"users\": [\"a\"]}");
      // With the row gone, only memory can know.
      gateway.jdbc().update("delete from permit where journey_id = 'running'");
      gateway
          .jdbc()
          .update(
              "insert into permit (journey_id, entry_point_id, granted_at) values"
                  + " ('running', 'api', timestamp with time zone '1970-01-01 00:00:00+00')");

      assertThat(
              json(gateway.post("running", "{\"users\": [\"b\"]}"))
                  .at("/details/0/reason")
                  .asText())
          .isEqualTo("RATE_LIMITED");
    }
  }
}
