package dev.journeygateway.door;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQDestination;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;

/** A queue's name is changed in one place. */
class ChannelsIT {

  private static final Map<String, String> ADMINISTRATOR =
      Map.of("Authorization", "Api administrator");

  @Test
  void allFollowAChangedName() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (RunningGateway gateway =
        RunningGateway.start(
            "channel.requests=in.box",
            "channel.accepted=out.accepted",
            "channel.refused=out.refused",
            "channel.dead=out.dead",
            "gateway.worker.max-deliveries=1",
            "gateway.limit.period=0s",
            "gateway.broker.connectors.openwire.port=" + port,
            "gateway.broker.connectors.openwire.user=shop",
            "gateway.broker.connectors.openwire.password=secret")) {
      JmsTemplate ours = new JmsTemplate(gateway.bean(ConnectionFactory.class));
      ours.setReceiveTimeout(20_000);
      JmsTemplate outside =
          new JmsTemplate(
              new ActiveMQConnectionFactory("shop", "secret", "tcp://localhost:" + port));

      gateway.await(uuid(gateway.post("running", "{\"users\": [\"ann\"]}")), "done");

      send(outside, "running");
      Awaitility.await()
          .until(
              () -> json(gateway.get("/api/start-requests?door=queue")),
              found -> found.at("/start_requests/0/state").asText().equals("done"));

      send(outside, "nowhere");
      Message refused = ours.receive("out.refused");
      assertThat(refused.getStringProperty("reason")).isEqualTo("JOURNEY_NOT_FOUND");

      gateway.refuseEntriesOf("poison%");
      String failed = uuid(gateway.post("running", "{\"users\": [\"poison\"]}"));
      gateway.await(failed, "failed");
      gateway.takeAllEntries();
      JsonNode letter =
          json(gateway.send("GET", "/api/dead-letters", ADMINISTRATOR, null)).at("/dead_letters/0");
      gateway.send(
          "POST",
          "/api/dead-letters/" + letter.get("id").asText() + "/send-back",
          ADMINISTRATOR,
          "");
      gateway.await(failed, "done");

      ours.send("out.dead", session -> dead(session.createTextMessage("no request")));
      Awaitility.await()
          .until(
              () -> json(gateway.send("GET", "/api/dead-letters", ADMINISTRATOR, null)),
              found -> found.at("/dead_letters/0/cause").asText().equals("a test"));

      assertThat(gateway.send("GET", "/actuator/prometheus", Map.of(), null).body())
          .contains(
              "queue_depth{queue=\"in.box\"}",
              "queue_depth{queue=\"out.accepted\"}",
              "queue_depth{queue=\"out.refused\"}",
              "queue_depth{queue=\"out.dead\"}");
      assertThat(
              Arrays.stream(
                      gateway
                          .bean(QueueDepth.class)
                          .broker()
                          .orElseThrow()
                          .getBroker()
                          .getDestinations())
                  .map(ActiveMQDestination::getPhysicalName))
          .as("no queue under its usual name")
          .noneMatch(name -> name.startsWith("journey.start."));
    }
  }

  private static TextMessage dead(TextMessage message) throws JMSException {
    message.setStringProperty("application_code", "AAAAA-00001");
    message.setStringProperty("cause", "a test");
    return message;
  }

  private static void send(JmsTemplate jms, String journey) {
    jms.send(
        "in.box",
        session -> {
          TextMessage message = session.createTextMessage("{\"payload\": {\"users\": [\"bob\"]}}");
          message.setStringProperty("Authorization", "Api start-and-read");
          message.setStringProperty("journey_id", journey);
          return message;
        });
  }
}
