package dev.journeygateway.rig;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/** What lies on a queue of the embedded broker, read from its store while no gateway runs. */
final class StoredQueue {

  private static final long NO_MORE_MILLIS = 2000;

  private StoredQueue() {}

  /** Something of each message, oldest first; they are taken from it. */
  static <T> List<T> read(Path gatewayFolder, String queue, Function<Message, T> of) {
    Path store = gatewayFolder.resolve("data").resolve("broker");
    BrokerService broker = new BrokerService();
    try {
      KahaDBPersistenceAdapter adapter = new KahaDBPersistenceAdapter();
      adapter.setDirectory(store.toFile());
      broker.setBrokerName("stored");
      broker.setPersistenceAdapter(adapter);
      broker.setUseJmx(false);
      broker.setUseShutdownHook(false);
      broker.setAdvisorySupport(false);
      broker.setDataDirectoryFile(store.toFile());
      // It is only read; by default it would warn that the disk has no 100 GB.
      broker.getSystemUsage().getStoreUsage().setLimit(1L << 30);
      broker.getSystemUsage().getTempUsage().setLimit(1L << 30);
      broker.start();
      return read(queue, of);
    } catch (Exception e) {
      throw new RigFailure("the broker's store cannot be read", e);
    } finally {
      stop(broker);
    }
  }

  private static <T> List<T> read(String queue, Function<Message, T> of) throws JMSException {
    List<T> all = new ArrayList<>();
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://stored?create=false");
    try (ActiveMQConnection connection = (ActiveMQConnection) factory.createConnection()) {
      connection.start();
      // Taken, for a broker brings no more than a page of what nobody acknowledges.
      try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
          MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
        for (Message one = consumer.receive(2 * NO_MORE_MILLIS);
            one != null;
            one = consumer.receive(NO_MORE_MILLIS)) {
          all.add(of.apply(one));
        }
      }
    }
    return all;
  }

  private static void stop(BrokerService broker) {
    try {
      broker.stop();
      broker.waitUntilStopped();
    } catch (Exception e) {
      System.err.println("the broker that reads the store did not stop: " + e.getMessage());
    }
  }

  /** A text property of a message; empty where it has none. */
  static String property(Message message, String name) {
    try {
      String value = message.getStringProperty(name);
      return value == null ? "" : value;
    } catch (JMSException e) {
      throw new RigFailure("a message cannot be read", e);
    }
  }
}
