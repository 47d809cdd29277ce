package dev.journeygateway.broker;

import dev.journeygateway.outbox.AcceptedMessage;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.store.MessageRecoveryListener;
import org.apache.activemq.store.MessageStore;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;
import org.apache.activemq.store.kahadb.disk.journal.Journal.PreallocationStrategy;

/**
 * The messages on the queues of the embedded broker, those under way to a consumer included, as its
 * store has them: each as it came, with the id by which it is known again.
 */
public final class StoredMessages implements AutoCloseable {

  private static final int JOURNAL_BYTES = 8 << 20;

  private final List<ActiveMQQueue> queues;
  private final Stores stores;
  private final AutoCloseable end;

  /** Finds the store of a queue. */
  private interface Stores {
    MessageStore of(ActiveMQQueue queue) throws IOException;
  }

  private StoredMessages(
      Iterable<ActiveMQDestination> destinations,
      Channels channels,
      Stores stores,
      AutoCloseable end) {
    this.queues = inTheOrderOfTheirWay(destinations, channels);
    this.stores = stores;
    this.end = end;
  }

  /** Of a broker that runs. */
  public static StoredMessages of(BrokerService broker, Channels channels) throws IOException {
    Map<ActiveMQDestination, Destination> all;
    try {
      all = Map.copyOf(broker.getRegionBroker().getDestinationMap());
    } catch (Exception e) {
      throw new IOException("the broker does not tell its queues", e);
    }
    return new StoredMessages(
        all.keySet(), channels, queue -> all.get(queue).getMessageStore(), () -> {});
  }

  /** Of a broker that does not run, and cannot be started while this is open. */
  public static StoredMessages in(Path dataDir, Channels channels) throws IOException {
    KahaDBPersistenceAdapter store = EmbeddedBroker.store(folder(dataDir));
    start(store);
    return new StoredMessages(
        store.getDestinations(), channels, store::createQueueMessageStore, store::stop);
  }

  /** Where in a data folder they are. */
  public static Path folder(Path dataDir) {
    return dataDir.resolve("broker");
  }

  private static void start(KahaDBPersistenceAdapter store) throws IOException {
    try {
      store.start();
    } catch (Exception e) {
      throw new IOException("the broker's messages cannot be opened: " + store.getDirectory(), e);
    }
  }

  /**
   * A queue before those that its messages go to next: so one that is on its way while they are
   * read is seen twice perhaps, and never missed.
   */
  private static List<ActiveMQQueue> inTheOrderOfTheirWay(
      Iterable<ActiveMQDestination> destinations, Channels channels) {
    List<ActiveMQQueue> queues = new ArrayList<>();
    for (ActiveMQDestination one : destinations) {
      if (one instanceof ActiveMQQueue queue && !queue.isTemporary() && !queue.isPattern()) {
        queues.add(queue);
      }
    }
    List<String> first = channels.all();
    queues.sort(
        Comparator.comparingInt(
                (ActiveMQQueue queue) ->
                    first.contains(queue.getPhysicalName())
                        ? first.indexOf(queue.getPhysicalName())
                        : first.size())
            .thenComparing(ActiveMQQueue::getPhysicalName));
    return queues;
  }

  /** Takes a message. */
  private interface Taker {
    void take(Message message) throws Exception;
  }

  /** Returns how many there were. */
  private long each(ActiveMQQueue queue, Taker taker) throws IOException {
    MessageStore store = stores.of(queue);
    if (store == null) {
      return 0;
    }
    Each each = new Each(taker);
    try {
      store.recover(each);
    } catch (Exception e) {
      throw new IOException("the messages of " + queue.getPhysicalName() + " cannot be read", e);
    }
    if (each.failure != null) {
      throw new IOException(
          "a message of " + queue.getPhysicalName() + " cannot be copied", each.failure);
    }
    return each.count;
  }

  /** The store passes over what a listener throws. */
  private static final class Each implements MessageRecoveryListener {
    private final Taker taker;
    private long count;
    private Exception failure;

    Each(Taker taker) {
      this.taker = taker;
    }

    @Override
    public boolean recoverMessage(Message message) {
      if (failure == null) {
        try {
          taker.take(message);
          count++;
        } catch (Exception e) {
          failure = e;
        }
      }
      return failure == null;
    }

    @Override
    public boolean recoverMessageReference(MessageId reference) {
      failure = new IOException("a message without its content: " + reference);
      return false;
    }

    @Override
    public boolean hasSpace() {
      return failure == null;
    }

    @Override
    public boolean isDuplicate(MessageId reference) {
      return false;
    }
  }

  /**
   * Writes all messages into a new folder, from which an embedded broker starts.
   *
   * @return how many there are on each queue that has any
   */
  public Map<String, Long> copyTo(Path folder) throws IOException {
    KahaDBPersistenceAdapter copy = EmbeddedBroker.store(folder);
    // Nobody relies on a message before all of it is synced.
    copy.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.NEVER.name());
    copy.setPreallocationStrategy(PreallocationStrategy.SPARSE_FILE.name());
    copy.setJournalMaxFileLength(JOURNAL_BYTES);
    copy.setUseLock(false);
    start(copy);
    Map<String, Long> counts = new LinkedHashMap<>();
    try {
      for (ActiveMQQueue queue : queues) {
        MessageStore store = copy.createQueueMessageStore(queue);
        store.start();
        ConnectionContext nobody = new ConnectionContext();
        long count =
            each(
                queue,
                message -> {
                  // The transaction that it came with is committed; here nobody would commit it.
                  message.setTransactionId(null);
                  store.addMessage(nobody, message);
                });
        if (count > 0) {
          counts.put(queue.getPhysicalName(), count);
        }
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the broker's messages cannot be copied", e);
    } finally {
      stop(copy);
    }
    return counts;
  }

  private static void stop(KahaDBPersistenceAdapter store) throws IOException {
    try {
      store.stop();
    } catch (Exception e) {
      throw new IOException("the copy of the broker's messages cannot be closed", e);
    }
  }

  /** How many messages there are on each queue that has any. */
  public Map<String, Long> counts() throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ActiveMQQueue queue : queues) {
      long count = each(queue, message -> {});
      if (count > 0) {
        counts.put(queue.getPhysicalName(), count);
      }
    }
    return counts;
  }

  /** Hands on each message of accepted requests on a queue. */
  public void accepted(String queue, Consumer<AcceptedMessage> taker) throws IOException {
    for (ActiveMQQueue one : queues) {
      if (one.getPhysicalName().equals(queue)) {
        each(one, message -> taker.accept(accepted(message)));
      }
    }
  }

  private static AcceptedMessage accepted(Message message) throws IOException, JMSException {
    if (!(message instanceof ActiveMQTextMessage text)) {
      throw new IOException("no text message: " + message.getMessageId());
    }
    Map<String, Object> properties = new HashMap<>();
    text.getProperties()
        .forEach(
            (name, value) ->
                properties.put(name, value instanceof Number ? value : String.valueOf(value)));
    return new AcceptedMessage(
        Optional.ofNullable(properties.get("request_uuid"))
            .map(uuid -> UUID.fromString(uuid.toString())),
        properties,
        text.getText());
  }

  @Override
  public void close() throws IOException {
    try {
      end.close();
    } catch (Exception e) {
      throw new IOException("the broker's messages cannot be closed", e);
    }
  }
}
