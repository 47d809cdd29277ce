package dev.journeygateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.SuppressReplyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptBrokerTest {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void runsAgainWithAllThatItHadConfirmedWhenItsStoreFailsOnce() throws Exception {
    KeptBroker broker = new KeptBroker(() -> EmbeddedBroker.at(folder, Channels.usual()));
    broker.start();
    try {
      send("before");
      BrokerService first = broker.running().orElseThrow();

      // As its store does when a write fails.
      assertThatThrownBy(() -> first.handleIOException(new IOException("the disk")))
          .isInstanceOf(SuppressReplyException.class);
      await().atMost(AT_MOST).until(() -> sent("after") && broker.running().get() != first);

      assertThat(broker.running()).isPresent().get().isNotSameAs(first);
      assertThat(receive()).isEqualTo("before");
    } finally {
      broker.stop();
    }
  }

  private static boolean sent(String text) {
    try {
      send(text);
      return true;
    } catch (JMSException e) {
      return false;
    }
  }

  private static void send(String text) throws JMSException {
    try (Connection connection = connect();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      session.createProducer(session.createQueue("any")).send(session.createTextMessage(text));
    }
  }

  private static String receive() throws JMSException {
    try (Connection connection = connect();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("any"))) {
      return consumer.receive(AT_MOST.toMillis()).getBody(String.class);
    }
  }

  private static Connection connect() throws JMSException {
    Connection connection =
        new ActiveMQConnectionFactory("vm://" + EmbeddedBroker.NAME + "?create=false")
            .createConnection();
    connection.start();
    return connection;
  }
}
