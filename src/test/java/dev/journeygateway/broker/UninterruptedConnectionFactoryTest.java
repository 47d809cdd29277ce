package dev.journeygateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

class UninterruptedConnectionFactoryTest {
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  @TempDir Path folder;

  private BrokerService broker;
  private JmsPoolConnectionFactory pool;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.at(folder, Channels.usual());
    broker.start();
    pool = new LivePool();
    pool.setConnectionFactory(new UninterruptedConnectionFactory(EmbeddedBroker.URL));
    pool.setMaxConnections(1);
  }

  @AfterEach
  void stop() throws Exception {
    pool.stop();
    broker.stop();
  }

  /** Others go on to use the connection, which is what would keep its consumer alive. */
  @Test
  void givesToOthersWhatAConsumerHeldWhoseThreadWasInterrupted() throws JMSException {
    try (Connection others = pool.createConnection()) {
      others.start();
      try (Session session = others.createSession(false, Session.AUTO_ACKNOWLEDGE);
          MessageProducer producer = session.createProducer(queue(session))) {
        for (String text : List.of("one", "two", "three")) {
          producer.send(session.createTextMessage(text));
        }
      }

      endInterrupted();

      try (Session session = others.createSession(false, Session.AUTO_ACKNOWLEDGE);
          MessageConsumer consumer = session.createConsumer(queue(session))) {
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          received.add(consumer.receive(AT_MOST.toMillis()).getBody(String.class));
        }
        assertThat(received).containsExactlyInAnyOrder("one", "two", "three");
      }
    }
  }

  private void endInterrupted() throws JMSException {
    try (Connection connection = pool.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(queue(session));
      assertThat(consumer.receive(AT_MOST.toMillis())).isNotNull();
      Thread.currentThread().interrupt();
      consumer.close();
      session.close();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static Queue queue(Session session) throws JMSException {
    return session.createQueue("any");
  }
}
