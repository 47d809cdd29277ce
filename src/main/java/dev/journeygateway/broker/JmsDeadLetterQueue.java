package dev.journeygateway.broker;

import dev.journeygateway.deadletter.DeadLetter;
import dev.journeygateway.deadletter.DeadLetterQueue;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.jms.support.JmsUtils;

/**
 * {@code journey.start.dead}: browsed for the looks, consumed by selector for the way back. A
 * letter is named by its {@code dead_letter_id}; one that was set aside by a release without that
 * property is named by its JMSMessageID.
 */
final class JmsDeadLetterQueue implements DeadLetterQueue {

  private static final long TAKEN_WITHIN_MILLIS = 1500;

  /** What was added when the message was set aside, and does not go back with it. */
  private static final Set<String> ADDED = Set.of("cause", "failed_at", "dead_letter_id");

  private final ConnectionFactory connections;
  private final String dead;
  private final String accepted;
  private final BrokerCalls calls;

  JmsDeadLetterQueue(
      ConnectionFactory connections, String dead, String accepted, BrokerCalls calls) {
    this.connections = connections;
    this.dead = dead;
    this.accepted = accepted;
    this.calls = calls;
  }

  @Override
  public List<DeadLetter> list(Predicate<DeadLetter> mine, Optional<String> after, int limit) {
    TreeMap<String, DeadLetter> newest = new TreeMap<>();
    browse(
        null,
        letter -> {
          if (after.map(last -> letter.id().compareTo(last) < 0).orElse(true)
              && mine.test(letter)) {
            newest.put(letter.id(), letter);
            if (newest.size() > limit) {
              newest.pollFirstEntry();
            }
          }
        });
    return List.copyOf(newest.descendingMap().values());
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    TreeMap<String, DeadLetter> found = new TreeMap<>();
    browse(named(id), letter -> found.put(letter.id(), letter));
    return Optional.ofNullable(found.get(id));
  }

  @Override
  public int count(UUID request) {
    TreeMap<String, DeadLetter> found = new TreeMap<>();
    browse("request_uuid = '" + request + "'", letter -> found.put(letter.id(), letter));
    return found.size();
  }

  private void browse(String selector, Consumer<DeadLetter> each) {
    calls.within(
        () -> {
          try (Connection connection = connections.createConnection();
              Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
              QueueBrowser browser = session.createBrowser(session.createQueue(dead), selector)) {
            connection.start();
            for (Object message : Collections.list(browser.getEnumeration())) {
              each.accept(letter((Message) message));
            }
            return null;
          } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
          }
        });
  }

  @Override
  public boolean sendBack(String id, Consumer<DeadLetter> beforeCommit) {
    return calls.within(
        () -> {
          try (Connection connection = connections.createConnection();
              Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
              MessageConsumer consumer =
                  session.createConsumer(session.createQueue(dead), named(id));
              MessageProducer producer = session.createProducer(session.createQueue(accepted))) {
            connection.start();
            Message message = consumer.receive(TAKEN_WITHIN_MILLIS);
            if (message == null) {
              return false;
            }
            DeadLetter letter = letter(message);
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.send(asItCame(message, letter, session));
            try {
              beforeCommit.accept(letter);
            } catch (RuntimeException e) {
              session.rollback();
              throw e;
            }
            session.commit();
            return true;
          } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
          }
        });
  }

  private static String named(String id) {
    String property = id.startsWith("ID:") ? "JMSMessageID" : "dead_letter_id";
    return property + " = '" + id.replace("'", "''") + "'";
  }

  private static DeadLetter letter(Message message) throws JMSException {
    String named = message.getStringProperty("dead_letter_id");
    return new DeadLetter(
        named == null ? message.getJMSMessageID() : named,
        uuid(message.getStringProperty("request_uuid")),
        Optional.ofNullable(message.getStringProperty("application_code")),
        Optional.ofNullable(message.getStringProperty("journey_id")),
        message.propertyExists("chunk")
            ? Optional.of(message.getIntProperty("chunk"))
            : Optional.empty(),
        String.valueOf(message.getStringProperty("cause")),
        String.valueOf(message.getStringProperty("failed_at")),
        message.propertyExists("sent_back") ? message.getIntProperty("sent_back") : 0,
        text(message));
  }

  private static Optional<UUID> uuid(String text) {
    return text != null && text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private static String text(Message message) throws JMSException {
    if (message instanceof BytesMessage bytes) {
      byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
      bytes.reset();
      bytes.readBytes(body);
      return new String(body, StandardCharsets.UTF_8);
    }
    return message instanceof TextMessage text && text.getText() != null ? text.getText() : "";
  }

  private static TextMessage asItCame(Message message, DeadLetter letter, Session session)
      throws JMSException {
    TextMessage back = session.createTextMessage(letter.body());
    back.setJMSCorrelationID(message.getJMSCorrelationID());
    for (Object each : Collections.list(message.getPropertyNames())) {
      String name = (String) each;
      if (!ADDED.contains(name) && !name.startsWith("JMS") && !name.startsWith("_")) {
        back.setObjectProperty(name, message.getObjectProperty(name));
      }
    }
    back.setIntProperty("sent_back", letter.sentBack() + 1);
    return back;
  }
}
