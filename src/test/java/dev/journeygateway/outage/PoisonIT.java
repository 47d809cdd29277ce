package dev.journeygateway.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.core.JmsTemplate;

/** One message or row that no retry mends keeps none of the others. */
@ParameterizedClass
@EnumSource
class PoisonIT {

  private static RunningGateway gateway;

  /** What {@link #start} gets, too. */
  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    String[] chosen = form.settings();
    String[] settings = java.util.Arrays.copyOf(chosen, chosen.length + 2);
    settings[settings.length - 2] = "gateway.limit.period=0s";
    settings[settings.length - 1] = "gateway.worker.poll-interval=100ms";
    gateway = RunningGateway.start(settings);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  private static JsonNode letters() {
    return RunningGateway.json(
        gateway.send("GET", "/api/dead-letters", Map.of("Authorization", "Api operator"), null));
  }

  @Test
  void deadLettersThatNoTableHoldsAsTheyAreDoNotStopTheOthers() {
    JmsTemplate jms = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    jms.send(
        "journey.start.dead",
        session -> {
          Message message = session.createTextMessage("nothing \u0000 and half \ud800");
          message.setStringProperty("application_code", "X".repeat(300));
          message.setStringProperty("journey_id", "j".repeat(300));
          message.setStringProperty("sent_back", "often");
          message.setStringProperty("chunk", "first");
          message.setLongProperty("chunks", Long.MAX_VALUE);
          message.setStringProperty("note", "a \u0000 b");
          message.setStringProperty("cause", "bad\u0000 ".repeat(2000));
          return message;
        });
    jms.send(
        "journey.start.dead",
        session -> {
          Message message = session.createTextMessage("{}");
          message.setStringProperty("cause", "the next one");
          return message;
        });

    JsonNode found =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(PoisonIT::letters, letters -> letters.get("dead_letters").size() == 2);
    assertThat(found.at("/dead_letters/0/cause").asText()).isEqualTo("the next one");
    assertThat(found.at("/dead_letters/1/cause").asText()).startsWith("bad\ufffd bad\ufffd");
    JsonNode whole =
        RunningGateway.json(
            gateway.send(
                "GET",
                "/api/dead-letters/" + found.at("/dead_letters/1/id").asText(),
                Map.of("Authorization", "Api operator"),
                null));
    assertThat(whole.get("body").asText()).isEqualTo("nothing \ufffd and half \ufffd");
    gateway.jdbc().update("delete from dead_letter");
  }

  @Test
  void aHeldChunkThatCannotBeMovedKeepsNoneOfTheOthers() {
    breakOutbox();
    int requests = 230;
    // A poison chunk in each page, the very first and the last of them.
    for (int i = 0; i < requests; i++) {
      boolean poison = i == 0 || i == 150 || i == requests - 1;
      hold(new UUID(0x0199000000007000L, 0x8000000000000000L + i), poison ? "poison" : "user-" + i);
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                gateway
                    .jdbc()
                    .queryForObject(
                        "select count(*) from entry where user_id like 'user-%'", Integer.class),
            count -> count == requests - 3);
    Awaitility.await().until(PoisonIT::letters, letters -> letters.get("dead_letters").size() == 3);
    assertThat(letters().at("/dead_letters/0/journey_id").asText()).isEqualTo("running");
    assertThat(gateway.jdbc().queryForObject("select count(*) from held_chunk", Integer.class))
        .isZero();
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from start_request where state = 'failed'", Integer.class))
        .isEqualTo(3);
    gateway.jdbc().update("delete from dead_letter");
  }

  private void breakOutbox() {
    gateway
        .jdbc()
        .execute(
            form == Form.EMBEDDED
                ? "create trigger broken before insert on outbox when new.message like '%poison%'"
                    + " begin select raise(abort, 'broken'); end"
                : "alter table outbox add constraint broken check (message not like '%poison%')");
  }

  private static void hold(UUID request, String user) {
    gateway
        .jdbc()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, 'http',"
                + " 'running', 'api', 'AAAAA-00001', 'users', 'held',"
                + " '2026-01-01T00:00:00.000000Z', 1)",
            request);
    gateway
        .jdbc()
        .update(
            "insert into held_chunk (request_uuid, chunk, chunks, journey_id, message) values (?,"
                + " 1, 1, 'running', ?)",
            request,
            "{\"request_uuid\": \""
                + request
                + "\", \"journey_id\": \"running\", \"entry_point_id\": \"api\","
                + " \"application_code\": \"AAAAA-00001\", \"accepted_at\":"
                + " \"2026-01-01T00:00:00Z\", \"entries\": [{\"user_id\": \""
                + user
                + "\"}]}");
  }
}
