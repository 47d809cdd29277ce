package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.support.OutsideProducer;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.core.JmsTemplate;

/** The queue door, from a message to who entered, its answer and what is set aside. */
@Tag("daily")
class QueueDoorIT {

  private static final String ANN = "{\"payload\": {\"users\": [\"ann\"]}}";

  private static RunningGateway gateway;
  private static OutsideProducer producer;

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.start(
            "gateway.worker.poll-interval=100ms", "gateway.queue.max-deliveries=2");
    producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> properties = new HashMap<>(OutsideProducer.TOKEN);
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return properties;
  }

  @Test
  void entersWhoATextMessageNames() {
    JsonNode answer = producer.ask("running", ANN, OutsideProducer.TOKEN);

    JsonNode status = gateway.await(answer.get("request_uuid").asText(), "done");
    assertThat(status.get("door").asText()).isEqualTo("queue");
    assertThat(status.at("/counts/entered").asInt()).isEqualTo(1);
  }

  @Test
  void takesBytesAndAJourneyNamedInTheBody() {
    byte[] body =
        "{\"journey_id\": \"running\", \"payload\": {\"users\": [\"Zoë\"]}}"
            .getBytes(StandardCharsets.UTF_8);

    JsonNode answer =
        producer.send(
            session -> {
              var message = session.createBytesMessage();
              message.writeBytes(body);
              return message;
            },
            null,
            OutsideProducer.TOKEN);

    String id = answer.get("request_uuid").asText();
    gateway.await(id, "done");
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select user_id from entry where request_uuid = ?",
                    String.class,
                    UUID.fromString(id)))
        .isEqualTo("Zoë");
  }

  @Test
  void setsAsideWhatItRefusesWithTheReasonAndTheOriginal() throws JMSException {
    JsonNode answer =
        producer.ask(
            "draft",
            ANN,
            with(
                "campaign",
                "spring",
                "camelJmsDestinationName",
                "elsewhere",
                "Idempotency-Key",
                "k1"));

    assertThat(answer.get("message").asText()).isEqualTo("Journey is not running");
    assertThat(answer.get("code").asInt()).isEqualTo(9);
    TextMessage refused = (TextMessage) producer.receive("journey.start.refused");
    assertThat(refused.getText()).isEqualTo(ANN);
    assertThat(refused.getStringProperty("reason")).isEqualTo("JOURNEY_NOT_RUNNING");
    assertThat(refused.getStringProperty("message")).isEqualTo("Journey is not running");
    assertThat(refused.getStringProperty("campaign")).isEqualTo("spring");
    assertThat(refused.getStringProperty("journey_id")).isEqualTo("draft");
    assertThat(refused.getStringProperty("Authorization")).doesNotContain("start-and-read");
  }

  @Test
  void refusesWhoeverMayNot() throws JMSException {
    assertThat(producer.ask("running", ANN, Map.of()).at("/details/0/reason").asText())
        .isEqualTo("UNAUTHENTICATED");
    assertThat(
            producer
                .ask("running", ANN, Map.of("Authorization", "Api read-only"))
                .at("/details/0/reason")
                .asText())
        .isEqualTo("PERMISSION_DENIED");
    assertThat(
            producer.ask("strangers", ANN, OutsideProducer.TOKEN).at("/details/0/reason").asText())
        .isEqualTo("JOURNEY_NOT_FOUND");
    assertThat(producer.ask(null, ANN, OutsideProducer.TOKEN).get("message").asText())
        .isEqualTo("journey_id must be a property of the message or a field of its body");
    for (int i = 0; i < 4; i++) {
      assertThat(producer.receive("journey.start.refused")).isNotNull();
    }
  }

  @Test
  void refusesAnObjectMessageUnread() throws JMSException {
    JsonNode answer =
        producer.send(
            session -> session.createObjectMessage("harmless"), "running", OutsideProducer.TOKEN);

    assertThat(answer.get("message").asText()).isEqualTo("message must be text or bytes");
    assertThat(producer.receive("journey.start.refused").getStringProperty("reason"))
        .isEqualTo("UNSUPPORTED_MESSAGE");
  }

  @Test
  void refusesTextThatCannotBeRead() throws JMSException {
    JsonNode answer =
        producer.send(
            session -> {
              ActiveMQTextMessage message = new ActiveMQTextMessage();
              // A hundred characters, it says, and there is one.
              message.setContent(new ByteSequence(new byte[] {0, 0, 0, 100, 'a'}));
              return message;
            },
            "running",
            OutsideProducer.TOKEN);

    assertThat(answer.get("message").asText()).isEqualTo("message must be text or bytes");
    assertThat(producer.receive("journey.start.refused").getStringProperty("reason"))
        .isEqualTo("UNSUPPORTED_MESSAGE");
  }

  @Test
  void givesAKeySentAgainItsFirstAnswerWhicheverNameTheProtocolAllows() {
    String first =
        producer.ask("running", ANN, with("Idempotency-Key", "k2")).get("request_uuid").asText();

    assertThat(
            producer
                .ask("running", ANN, with("Idempotency_Key", "k2"))
                .get("request_uuid")
                .asText())
        .isEqualTo(first);
    assertThat(
            producer
                .ask("running", ANN, with("idempotency_key", "k2"))
                .get("request_uuid")
                .asText())
        .isEqualTo(first);
  }

  /** By its name, or by one that stands for several queues. */
  @ParameterizedTest
  @ValueSource(
      strings = {"journey.start.dead", "other,journey.start.dead", "journey.>", "*.start.dead"})
  void refusesToAnswerOnAQueueOfOurs(String replyTo) {
    JmsTemplate jms = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    jms.send(
        "journey.start.requests.in",
        session -> {
          Message message = session.createTextMessage(ANN);
          message.setStringProperty("journey_id", "once");
          message.setStringProperty("Authorization", "Api start-and-read");
          message.setJMSReplyTo(session.createQueue(replyTo));
          return message;
        });

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gateway.bean(QueueDepth.class).of("journey.start.requests.in").orElse(1) == 0);
    jms.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
    assertThat(jms.receive("journey.start.dead")).isNull();
    assertThat(jms.receive(replyTo.split(",")[0])).isNull();
  }

  @Test
  void keepsAMessageWhileTheDatabaseIsAwayAndTakesItAfterwards() {
    gateway.jdbc().execute("alter table waiting_request rename to waiting_request_away");
    JmsTemplate jms = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    try {
      jms.send(
          "journey.start.requests.in",
          session -> {
            Message message =
                session.createTextMessage("{\"payload\": {\"users\": [\"patient\"]}}");
            message.setStringProperty("journey_id", "with blank + plus");
            message.setStringProperty("Authorization", "Api start-and-read");
            return message;
          });
      QueueDepth depth = gateway.bean(QueueDepth.class);
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  depth.of("journey.start.requests.in").orElse(0) == 1
                      && depth.of("journey.start.refused").orElse(0) == 0);
    } finally {
      gateway.jdbc().execute("alter table waiting_request_away rename to waiting_request");
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway
                        .jdbc()
                        .queryForObject(
                            "select count(*) from entry where user_id = 'patient'", Long.class)
                    == 1);
  }
}
