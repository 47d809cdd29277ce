package dev.journeygateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal;
import org.apache.activemq.store.kahadb.disk.page.PageFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was sent is there after a kill, wherever in the journal it lies; what is sent is taken. */
@Tag("slow")
class EmbeddedBrokerTest {

  private static final String QUEUE = "queue";
  private static final int MEBIBYTE = 1 << 20;
  private static final int MESSAGES = Journal.DEFAULT_MAX_FILE_LENGTH / MEBIBYTE + 2;

  @TempDir Path folder;

  @Test
  void losesNothingAtTheFileThatWasMadeAheadOfTimeBeforeAKill() throws Exception {
    Path store = Files.createDirectories(folder.resolve("store"));
    Path killed = Files.createDirectories(folder.resolve("killed"));
    BrokerService first = start(store);
    send(1);
    stop(first);
    Files.deleteIfExists(store.resolve("db-2.log"));
    leaveUnused(store.resolve("db-2.log"));

    BrokerService second = start(store);
    send(MESSAGES);
    // What a kill would leave: the files as they are while the broker runs.
    copy(store, killed);
    stop(second);

    BrokerService third = start(killed);
    assertThat(received(QUEUE))
        .containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
    stop(third);
  }

  @Test
  void takesMessagesWhileThoseThatAreWorkedOnFillItsMemory() throws Exception {
    BrokerService broker = start(folder);
    broker.getSystemUsage().getMemoryUsage().setLimit(8L * MEBIBYTE);
    try (Connection connection = connect();
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer slow = session.createConsumer(session.createQueue(QUEUE))) {
      send(QUEUE, 8, false);
      assertThat(slow.receive(5000)).isNotNull();

      send(QUEUE, 8, true);
    }
    assertThat(received(QUEUE)).hasSize(16);
    stop(broker);
  }

  @Test
  void leavesABacklogOnTheDisk() throws Exception {
    BrokerService broker = start(folder);
    send("journey.start.accepted", 48, false);

    assertThat(broker.getSystemUsage().getMemoryUsage().getUsage()).isLessThan(33L * MEBIBYTE);
    assertThat(received("journey.start.accepted")).hasSize(48);
    stop(broker);
  }

  @Test
  void showsDeadLettersBeyondTheMemoryOfABacklog() throws Exception {
    BrokerService broker = start(folder);
    send("journey.start.dead", 480, MEBIBYTE / 10, true);

    try (Connection connection = connect();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(session.createQueue("journey.start.dead"))) {
      assertThat(Collections.list(browser.getEnumeration())).hasSize(480);
    }
    stop(broker);
  }

  @Test
  void goesOnWithAnIndexOfLargerPages() throws Exception {
    PageFile before = new PageFile(folder.toFile(), "db");
    before.setPageSize(4096);
    before.load();
    before.unload();

    BrokerService broker = start(folder);
    send(3);
    assertThat(received(QUEUE)).hasSize(3);
    stop(broker);

    PageFile after = new PageFile(folder.toFile(), "db");
    after.load();
    assertThat(after.getPageSize()).isEqualTo(4096);
    after.unload();
  }

  /** As KahaDB makes a file ahead of time. */
  private static void leaveUnused(Path file) throws IOException {
    try (RandomAccessFile unused = new RandomAccessFile(file.toFile(), "rw")) {
      unused.write(Journal.EOF_RECORD);
      unused.seek(Journal.DEFAULT_MAX_FILE_LENGTH - Journal.EOF_RECORD.length);
      unused.write(Journal.EOF_RECORD);
    }
  }

  private static BrokerService start(Path store) throws Exception {
    BrokerService broker = EmbeddedBroker.at(store, Channels.usual());
    // A checkpoint would save what is in the journal alone until then.
    ((KahaDBPersistenceAdapter) broker.getPersistenceAdapter()).setCheckpointInterval(600_000);
    broker.getSystemUsage().getMemoryUsage().setLimit(128 * MEBIBYTE);
    broker.start();
    broker.waitUntilStarted();
    return broker;
  }

  private static void stop(BrokerService broker) throws Exception {
    broker.stop();
    broker.waitUntilStopped();
  }

  private static Connection connect() throws Exception {
    Connection connection =
        new ActiveMQConnectionFactory("vm://" + EmbeddedBroker.NAME + "?create=false")
            .createConnection();
    connection.start();
    return connection;
  }

  /** Messages of a mebibyte, numbered up to so many; what the queue held is taken first. */
  private static void send(int messages) throws Exception {
    received(QUEUE);
    send(QUEUE, messages, false);
  }

  private static void send(String queue, int messages, boolean transacted) throws Exception {
    send(queue, messages, MEBIBYTE, transacted);
  }

  private static void send(String queue, int messages, int length, boolean transacted)
      throws Exception {
    try (Connection connection = connect();
        Session session = connection.createSession(transacted, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      for (int i = 0; i < messages; i++) {
        TextMessage message = session.createTextMessage("x".repeat(length));
        message.setIntProperty("number", i);
        producer.send(message);
      }
      if (transacted) {
        session.commit();
      }
    }
  }

  private static List<Integer> received(String queue) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    try (Connection connection = connect();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
      for (var message = consumer.receive(2000);
          message != null;
          message = consumer.receive(2000)) {
        numbers.add(message.getIntProperty("number"));
      }
    }
    return numbers;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
