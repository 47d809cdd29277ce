package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.support.RunningGateway;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;

/** No message ends where nobody looks. */
class ExpiredMessagesIT {

  private static final String BODY = "{\"payload\": {\"users\": [\"ann\"]}}";

  private static RunningGateway gateway;
  private static JmsTemplate jms;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    gateway =
        RunningGateway.start(
            "gateway.limit.period=0s",
            "gateway.broker.connectors.stomp.port=" + port,
            "gateway.broker.connectors.stomp.user=shop",
            "gateway.broker.connectors.stomp.password=secret");
    jms = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    jms.setReceiveTimeout(20_000);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static double expired() {
    return gateway
        .bean(MeterRegistry.class)
        .counter(
            "journey_gateway_requests", "door", "queue", "verdict", "refused", "reason", "EXPIRED")
        .count();
  }

  private static void assertNothingIsUnseen() {
    assertThat(gateway.bean(QueueDepth.class).of("ActiveMQ.DLQ")).hasValue(0);
  }

  @Test
  void refusesWhatHadExpiredWhenItCame() throws Exception {
    double before = expired();
    try (Socket stomp = new Socket("localhost", port)) {
      stomp
          .getOutputStream()
          .write(
              ("CONNECT\nlogin:shop\npasscode:secret\n\n\0"
                      + "SEND\ndestination:/queue/journey.start.requests.in\nexpires:1000\n"
                      + "journey_id:running\nAuthorization:Api start-and-read\n\n"
                      + BODY
                      + "\0")
                  .getBytes(StandardCharsets.UTF_8));

      TextMessage refused = (TextMessage) jms.receive("journey.start.refused");
      assertThat(refused.getStringProperty("reason")).isEqualTo("EXPIRED");
      assertThat(refused.getStringProperty("message"))
          .isEqualTo("the message was to be taken before 1970-01-01T00:00:01Z");
      assertThat(refused.getText()).isEqualTo(BODY);
      assertThat(refused.getJMSExpiration()).as("and does not expire there").isZero();
    }
    assertThat(expired()).isEqualTo(before + 1);
    assertNothingIsUnseen();
  }

  @Test
  void refusesWhatExpiredWhileItWaitedAndTellsItsSender() throws Exception {
    JmsTemplate brief = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    brief.setExplicitQosEnabled(true);
    brief.setTimeToLive(1);
    brief.send(
        "journey.start.requests.in",
        session -> {
          TextMessage message = session.createTextMessage(BODY);
          message.setStringProperty("journey_id", "running");
          message.setStringProperty("Authorization", "Api start-and-read");
          message.setJMSReplyTo(session.createQueue("answers.expired"));
          return message;
        });

    TextMessage answer = (TextMessage) jms.receive("answers.expired");
    JsonNode refusal = RunningGateway.JSON.readTree(answer.getText());
    assertThat(refusal.at("/details/0/reason").asText()).isEqualTo("EXPIRED");
    assertThat(refusal.get("code").asInt()).isEqualTo(4);
    assertThat(jms.receive("journey.start.refused").getStringProperty("reason"))
        .isEqualTo("EXPIRED");
    assertNothingIsUnseen();
  }

  @Test
  void takesWhatHasNotExpiredYet() throws Exception {
    JmsTemplate lasting = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    lasting.setExplicitQosEnabled(true);
    lasting.setTimeToLive(600_000);
    lasting.send(
        "journey.start.requests.in",
        session -> {
          TextMessage message = session.createTextMessage(BODY);
          message.setStringProperty("journey_id", "running");
          message.setStringProperty("Authorization", "Api start-and-read");
          message.setJMSReplyTo(session.createQueue("answers.lasting"));
          return message;
        });

    assertThat(((TextMessage) jms.receive("answers.lasting")).getText()).contains("request_uuid");
  }

  @Test
  void keepsADeadLetterWhoseTimeIsOver() {
    JmsTemplate brief = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    brief.setExplicitQosEnabled(true);
    brief.setTimeToLive(1);
    brief.send(
        "journey.start.dead",
        session -> {
          TextMessage message = session.createTextMessage("no request");
          message.setStringProperty("cause", "its time was over");
          return message;
        });

    Awaitility.await()
        .until(
            () ->
                gateway
                    .jdbc()
                    .queryForObject(
                        "select count(*) from dead_letter where cause = 'its time was over'",
                        Integer.class),
            count -> count == 1);
    assertNothingIsUnseen();
  }
}
