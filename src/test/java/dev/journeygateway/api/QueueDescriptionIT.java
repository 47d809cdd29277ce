package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.journeygateway.support.Description;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;

/** Holds /asyncapi.yaml to what the gateway really sends. */
class QueueDescriptionIT {

  @Test
  void describesTheMessagesOfAcceptedRequests() throws Exception {
    // Without the worker, who would be faster.
    try (RunningGateway gateway =
        RunningGateway.start("gateway.roles=http", "gateway.chunk-size=2")) {
      Description queues = Description.read(gateway.get("/asyncapi.yaml"));
      JmsTemplate jms = new JmsTemplate(gateway.bean(ConnectionFactory.class));
      jms.setReceiveTimeout(20_000);
      gateway.post(
          "running",
          "{\"users\": [\"a\", \"b\", \"c\"], \"attribute_values\": {\"tier\": \"gold\"}}");
      gateway.post("once", "{\"hwids\": [\"d\"]}");
      for (int chunk = 1; chunk <= 3; chunk++) {
        assertFits(queues, (TextMessage) jms.receive("journey.start.accepted"));
      }
    }
  }

  @Test
  void describesEveryQueue() throws Exception {
    try (RunningGateway gateway = RunningGateway.start()) {
      assertEveryQueueIsDescribed(Description.read(gateway.get("/asyncapi.yaml")));
    }
  }

  /** As it is described, and read as it is described. */
  @Test
  void describesDeadLetters() throws Exception {
    try (RunningGateway gateway = RunningGateway.start()) {
      Description queues = Description.read(gateway.get("/asyncapi.yaml"));
      String id = "01990000-0000-7000-8000-000000000001";
      ObjectNode properties =
          RunningGateway.JSON
              .createObjectNode()
              .put("dead_letter_id", id)
              .put("application_code", "AAAAA-00001")
              .put("sent_back", 1)
              .put("cause", "a test");
      String schema = queues.resolve("/components/messages/DeadLetter/headers");
      assertThat(queues.faults(schema, properties)).isEmpty();
      assertThat(queues.faults(schema, properties.deepCopy().put("sent_back", "1"))).isNotEmpty();

      new JmsTemplate(gateway.bean(ConnectionFactory.class))
          .send(
              "journey.start.dead",
              session -> {
                var message = session.createTextMessage("no request");
                for (var property : properties.properties()) {
                  message.setObjectProperty(
                      property.getKey(),
                      RunningGateway.JSON.convertValue(property.getValue(), Object.class));
                }
                return message;
              });

      JsonNode letter =
          Awaitility.await()
              .until(
                  () ->
                      RunningGateway.json(
                          gateway.send(
                              "GET",
                              "/api/dead-letters/" + id,
                              Map.of("Authorization", "Api administrator"),
                              null)),
                  found -> found.has("cause"));
      assertThat(letter.get("cause").asText()).isEqualTo("a test");
      assertThat(letter.get("sent_back").asInt()).isEqualTo(1);
      assertThat(letter.get("body").asText()).isEqualTo("no request");
    }
  }

  private static void assertFits(Description queues, TextMessage message)
      throws JMSException, IOException {
    assertThat(message).isNotNull();
    String described = "/components/messages/AcceptedRequest";
    JsonNode body = RunningGateway.JSON.readTree(message.getText());
    assertThat(queues.faults(queues.resolve(described + "/payload"), body))
        .as(body.toString())
        .isEmpty();
    ObjectNode properties = properties(message);
    assertThat(queues.faults(queues.resolve(described + "/headers"), properties))
        .as(properties.toString())
        .isEmpty();
    properties.put("secret", "x");
    assertThat(queues.faults(queues.resolve(described + "/headers"), properties)).isNotEmpty();
  }

  private static ObjectNode properties(TextMessage message) throws JMSException {
    ObjectNode properties = RunningGateway.JSON.createObjectNode();
    if (message.getJMSCorrelationID() != null) {
      properties.put("JMSCorrelationID", message.getJMSCorrelationID());
    }
    for (var names = message.getPropertyNames(); names.hasMoreElements(); ) {
      String name = (String) names.nextElement();
      if (!name.startsWith("JMSX")) {
        properties.set(name, RunningGateway.JSON.valueToTree(message.getObjectProperty(name)));
      }
    }
    return properties;
  }

  /** Every queue that a setting names. */
  private static void assertEveryQueueIsDescribed(Description queues) throws IOException {
    Set<String> described = new TreeSet<>();
    queues.at("/channels").forEach(channel -> described.add(channel.path("address").asText()));
    Set<String> named = new TreeSet<>();
    Description.YAML
        .readTree(Files.readString(Path.of("config/application.yaml")))
        .get("channel")
        .forEach(channel -> named.add(channel.asText().replaceAll("^.*:", "")));

    assertThat(named).isNotEmpty();
    assertThat(described).containsAll(named);
  }
}
