package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.NodeProducer;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;

/**
 * Outside producers on the embedded broker's listeners: OpenWire, AMQP 1.0 and STOMP, each with an
 * account of its own.
 */
class OutsideProducersIT {

  private static final String USER = "shop";
  private static final String PASSWORD = "open sesame";
  private static final int OPENWIRE = freePort();
  private static final int AMQP = freePort();
  private static final int STOMP = freePort();

  private static RunningGateway gateway;

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.start(
            connector("openwire", OPENWIRE)[0],
            connector("openwire", OPENWIRE)[1],
            connector("openwire", OPENWIRE)[2],
            connector("amqp", AMQP)[0],
            connector("amqp", AMQP)[1],
            connector("amqp", AMQP)[2],
            connector("stomp", STOMP)[0],
            connector("stomp", STOMP)[1],
            connector("stomp", STOMP)[2]);
  }

  private static String[] connector(String protocol, int port) {
    String name = "gateway.broker.connectors." + protocol;
    return new String[] {
      name + ".port=" + port, name + ".user=" + USER, name + ".password=" + PASSWORD
    };
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  static Stream<Named<NodeProducer>> producers() {
    NodeProducer.install();
    return Stream.of(
        Named.of("AMQP 1.0", NodeProducer.amqp(AMQP)),
        Named.of("STOMP", NodeProducer.stomp(STOMP)));
  }

  private static Map<String, String> properties(String journey) {
    return Map.of("journey_id", journey, "Authorization", "Api start-and-read");
  }

  @ParameterizedTest
  @MethodSource("producers")
  void entersWhoAProducerOfAnotherLanguageNames(NodeProducer producer) {
    for (boolean bytes : new boolean[] {false, true}) {
      JsonNode answer =
          producer.ask(
              USER,
              PASSWORD,
              "{\"payload\": {\"users\": [\"Zoë\"]}}",
              bytes,
              properties("running"));

      String id = answer.get("request_uuid").asText();
      gateway.letThePeriodPass();
      gateway.await(id, "done");
      assertThat(
              gateway
                  .jdbc()
                  .queryForObject(
                      "select user_id from entry where request_uuid = ?",
                      String.class,
                      UUID.fromString(id)))
          .isEqualTo("Zoë");
      gateway.letThePeriodPass();
    }
  }

  @ParameterizedTest
  @MethodSource("producers")
  void tellsAProducerOfAnotherLanguageWhyItIsRefused(NodeProducer producer) {
    JsonNode answer =
        producer.ask(
            USER, PASSWORD, "{\"payload\": {\"users\": [\"a\"]}}", false, properties("draft"));

    assertThat(answer.get("message").asText()).isEqualTo("Journey is not running");
    assertThat(answer.at("/details/0/reason").asText()).isEqualTo("JOURNEY_NOT_RUNNING");
  }

  @ParameterizedTest
  @MethodSource("producers")
  void letsNobodyInWithoutTheAccount(NodeProducer producer) {
    assertThat(producer.run(USER, "wrong", "{}", false, properties("running")).exit()).isNotZero();
  }

  static Stream<Arguments> delays() {
    NodeProducer.install();
    return Stream.of(
        Arguments.of(NodeProducer.amqp(AMQP), "x-opt-delivery-delay"),
        Arguments.of(NodeProducer.stomp(STOMP), "AMQ_SCHEDULED_DELAY"));
  }

  /** Each protocol has its own way to say it, and the broker schedules nothing. */
  @ParameterizedTest
  @MethodSource("delays")
  void startsLaterWhereTheProducerDelaysItsMessage(NodeProducer producer, String delay) {
    Map<String, String> properties = new HashMap<>(properties("running"));
    properties.put(delay, "3600000");

    JsonNode answer =
        producer.ask(USER, PASSWORD, "{\"payload\": {\"users\": [\"later\"]}}", false, properties);

    JsonNode status = gateway.status(answer.get("request_uuid").asText());
    assertThat(status.get("state").asText()).isEqualTo("scheduled");
    Duration until =
        Duration.between(
            Instant.parse(status.get("accepted_at").asText()),
            Instant.parse(status.get("start_at").asText()));
    assertThat(until).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
  }

  private static JmsTemplate openwire(String user, String password) {
    JmsTemplate jms =
        new JmsTemplate(
            new ActiveMQConnectionFactory(user, password, "tcp://127.0.0.1:" + OPENWIRE));
    jms.setReceiveTimeout(2000);
    return jms;
  }

  @Test
  void takesARequestOverOpenWireAndAnswersOnATemporaryQueue() throws Exception {
    try (var connection =
            new ActiveMQConnectionFactory(USER, PASSWORD, "tcp://127.0.0.1:" + OPENWIRE)
                .createConnection();
        var session = connection.createSession(false, jakarta.jms.Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      var answers = session.createTemporaryQueue();
      var message =
          session.createTextMessage(
              "{\"journey_id\": \"running\", \"payload\": {\"users\": [\"a\"]}}");
      message.setStringProperty("Authorization", "Api start-and-read");
      message.setJMSReplyTo(answers);
      session.createProducer(session.createQueue("journey.start.requests.in")).send(message);

      var answer = (jakarta.jms.TextMessage) session.createConsumer(answers).receive(20_000);

      assertThat(answer.getText()).contains("request_uuid");
      assertThat(answer.getJMSCorrelationID()).isEqualTo(message.getJMSMessageID());
    }
  }

  @Test
  void keepsAnAccountFromEveryOtherQueue() {
    JmsTemplate shop = openwire(USER, PASSWORD);
    for (String queue :
        new String[] {"journey.start.accepted", "journey.start.dead", "replies.other.x", "any"}) {
      assertThatThrownBy(() -> shop.convertAndSend(queue, "{}"))
          .as("write " + queue)
          .isInstanceOf(JmsException.class);
    }
    for (String queue :
        new String[] {"journey.start.accepted", "journey.start.requests.in", "replies.other.x"}) {
      assertThatThrownBy(() -> shop.receive(queue))
          .as("read " + queue)
          .isInstanceOf(JmsException.class);
    }
    assertThatThrownBy(
            () -> openwire(USER, "wrong").convertAndSend("journey.start.requests.in", "{}"))
        .isInstanceOf(JmsException.class);
    assertThatThrownBy(() -> openwire(null, null).convertAndSend("journey.start.requests.in", "{}"))
        .isInstanceOf(JmsException.class);
  }
}
