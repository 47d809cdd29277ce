package dev.journeygateway.support;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Map;
import java.util.UUID;
import org.springframework.jms.core.JmsTemplate;

/** Sends start requests to the queue door and waits for what is answered. */
public final class OutsideProducer {

  public static final Map<String, String> TOKEN = Map.of("Authorization", "Api start-and-read");

  private final JmsTemplate jms;

  public OutsideProducer(ConnectionFactory connections) {
    jms = new JmsTemplate(connections);
    jms.setReceiveTimeout(20_000);
  }

  public interface Making {
    Message make(Session session) throws JMSException;
  }

  /** Sends a text and waits for its answer. */
  public JsonNode ask(String journey, String body, Map<String, String> properties) {
    return send(session -> session.createTextMessage(body), journey, properties);
  }

  /** Sends a message and waits for its answer. */
  public JsonNode send(Making making, String journey, Map<String, String> properties) {
    String answers = "answers." + UUID.randomUUID();
    String correlation = UUID.randomUUID().toString();
    jms.send(
        "journey.start.requests.in",
        session -> {
          Message message = making.make(session);
          message.setJMSReplyTo(session.createQueue(answers));
          message.setJMSCorrelationID(correlation);
          if (journey != null) {
            message.setStringProperty("journey_id", journey);
          }
          for (Map.Entry<String, String> property : properties.entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
          }
          return message;
        });
    try {
      TextMessage answer = (TextMessage) jms.receive(answers);
      if (answer == null) {
        throw new AssertionError("no answer came");
      }
      if (!correlation.equals(answer.getJMSCorrelationID())) {
        throw new AssertionError("correlated with " + answer.getJMSCorrelationID());
      }
      return RunningGateway.JSON.readTree(answer.getText());
    } catch (JMSException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The uuid that a body was accepted under. */
  public String accepted(String journey, String payload, Map<String, String> properties) {
    JsonNode answer = ask(journey, "{\"payload\": " + payload + "}", properties);
    if (!answer.has("request_uuid")) {
      throw new AssertionError(answer.toString());
    }
    return answer.get("request_uuid").asText();
  }

  public String accepted(String journey, String payload) {
    return accepted(journey, payload, TOKEN);
  }

  /** The next message on a queue, or null. */
  public Message receive(String queue) {
    return jms.receive(queue);
  }
}
