package dev.journeygateway.outbox;

import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.trace.RequestSpan;
import dev.journeygateway.trace.Traces;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * The one way to the queue. Messages come here from the transaction that wrote them to the {@link
 * Outbox}; they are sent in its order, in groups, each one transaction of the broker, and then
 * deleted from the outbox, in larger groups. A message that is sent a second time, because the
 * process ended before it was deleted, changes nothing: the worker knows its chunk.
 *
 * <p>While the broker is away they stay where they are. Some are kept in memory meanwhile, of the
 * others only the places.
 */
public final class OutboxSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

  private static final int MESSAGES_AT_A_TIME = 256;

  private static final long CHARACTERS_AT_A_TIME = 2L << 20;

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  /** Deleting is a commit of its own and urgent for nobody. */
  private static final long DELETED_AFTER_MILLIS = 250;

  private static final int DELETED_AT_A_TIME = 2_000;

  private final Outbox outbox;
  private final AcceptedQueue queue;
  private final ProcessLease lease;
  private final OutboxSettings settings;
  private final long charactersKept;
  private final Traces traces;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Condition sent = lock.newCondition();
  private final Condition closing = lock.newCondition();

  /** Held to read while the database forgets what has left for the queue. */
  private final ReentrantReadWriteLock leaving = new ReentrantReadWriteLock();

  private final Deque<Pending> line = new ArrayDeque<>();
  private final Map<UUID, List<Long>> toDelete = new HashMap<>();

  /** Requests that were cancelled while messages waited. */
  private final Set<UUID> dropped = ConcurrentHashMap.newKeySet();

  private int toDeleteCount;
  private long keptCharacters;
  private volatile int messages;
  private volatile long characters;
  private volatile boolean closed;
  private Thread sending;
  private Thread deleting;

  /**
   * @param message null where it is read from the outbox when its turn comes
   */
  private record Pending(
      UUID owner, long position, int characters, long sinceNanos, AcceptedMessage message) {}

  /**
   * @param charactersKept of messages that are kept in memory until they are sent
   */
  public OutboxSender(
      Outbox outbox,
      AcceptedQueue queue,
      ProcessLease lease,
      OutboxSettings settings,
      long charactersKept,
      Traces traces) {
    this.outbox = outbox;
    this.queue = queue;
    this.lease = lease;
    this.settings = settings;
    this.charactersKept = charactersKept;
    this.traces = traces;
  }

  /** Begins to send. */
  public void start() {
    lease.begin();
    outbox.begin();
    sending = daemon("outbox-send", this::send);
    deleting = daemon("outbox-delete", this::delete);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Whether so much waits for the broker that nothing more may be accepted. */
  public boolean full() {
    return messages >= settings.maxMessages() || characters >= settings.maxBytes().toBytes();
  }

  /** Whether its threads, which end with the gateway, have ended before it. */
  public boolean ended() {
    return !closed && sending != null && !(sending.isAlive() && deleting.isAlive());
  }

  /** How many messages wait. */
  public int messages() {
    return messages;
  }

  /** How many characters they have. */
  public long characters() {
    return characters;
  }

  /** For how long the first of them has waited, in seconds. */
  public double oldestSeconds() {
    lock.lock();
    try {
      Pending first = line.peekFirst();
      return first == null ? 0 : (System.nanoTime() - first.sinceNanos()) / 1e9;
    } finally {
      lock.unlock();
    }
  }

  /** Takes what is committed. */
  public void add(List<OutboxEntry> committed) {
    long now = System.nanoTime();
    lock.lock();
    try {
      for (OutboxEntry entry : committed) {
        int size = entry.message().body().length();
        boolean keep = keptCharacters + size <= charactersKept;
        keptCharacters += keep ? size : 0;
        add(new Pending(entry.owner(), entry.position(), size, now, keep ? entry.message() : null));
      }
      more.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes what is committed and stays in the outbox until it is sent. */
  public void add(Outbox.Stored committed) {
    long now = System.nanoTime();
    lock.lock();
    try {
      for (int i = 0; i < committed.count(); i++) {
        add(
            new Pending(
                committed.owner(),
                committed.first() + i,
                (int) (committed.characters() / committed.count()),
                now,
                null));
      }
      more.signal();
    } finally {
      lock.unlock();
    }
  }

  private void add(Pending pending) {
    line.addLast(pending);
    messages++;
    characters += pending.characters();
  }

  /** Sends no more of a request that was cancelled; its rows are gone from the outbox. */
  public void drop(UUID request) {
    lock.lock();
    try {
      if (!line.isEmpty()) {
        dropped.add(request);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts messages on the queue that are in no outbox, because what they were made of is kept
   * elsewhere; once they are there, their maker notes it.
   *
   * @throws RuntimeException when it is not certain that they are
   */
  public <T> T send(List<AcceptedMessage> made, Supplier<T> note) {
    leaving.readLock().lock();
    try {
      put(made);
      return note.get();
    } finally {
      leaving.readLock().unlock();
    }
  }

  /** Work that may fail. */
  @FunctionalInterface
  public interface Copying<T> {
    T copy() throws IOException;
  }

  /**
   * Does something while the database forgets of no message that it has left for the queue: rows
   * stay in the outbox, and a list's place stays. So whatever is accepted is in the queue as it is
   * looked at first, or in the database as it is looked at then. Accepting and sending go on.
   */
  public <T> T whileNothingIsForgotten(Copying<T> work) throws IOException {
    leaving.writeLock().lock();
    try {
      return work.copy();
    } finally {
      leaving.writeLock().unlock();
    }
  }

  /**
   * Puts messages on the queue, each as a step of its request. While the broker is away every try
   * would be one more: only the one that succeeds is told.
   */
  private void put(List<AcceptedMessage> messages) {
    if (!traces.on()) {
      queue.put(messages);
      return;
    }
    List<RequestSpan> spans = new ArrayList<>();
    List<AcceptedMessage> traced = new ArrayList<>(messages.size());
    for (AcceptedMessage message : messages) {
      if (message.traceparent().isEmpty()) {
        traced.add(message);
        continue;
      }
      RequestSpan span = traces.sends("outbox", message.traceparent());
      message.requestUuid().ifPresent(span::of);
      message.chunk().ifPresent(chunk -> span.set("chunk", chunk));
      spans.add(span);
      traced.add(message.after(span.traceparent()));
    }
    queue.put(traced);
    spans.forEach(RequestSpan::end);
  }

  /** Takes over what processes have left that are gone. */
  public void takeOver() {
    for (UUID dead : lease.deadSenders()) {
      if (lease.takeOver(dead)) {
        List<Outbox.Place> places = outbox.left(dead);
        long now = System.nanoTime();
        lock.lock();
        try {
          places.forEach(
              place -> add(new Pending(dead, place.position(), place.characters(), now, null)));
          more.signal();
        } finally {
          lock.unlock();
        }
        LOG.info("Took over {} messages of a process that is gone", places.size());
      }
    }
  }

  private void send() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!closed) {
      try {
        List<Pending> group = next();
        if (!group.isEmpty()) {
          List<AcceptedMessage> found = withMessages(group);
          if (!found.isEmpty()) {
            put(found);
          }
          done(group);
          pause = FIRST_PAUSE_MILLIS;
        }
      } catch (InterruptedException e) {
        LOG.warn("The thread that sends was interrupted; it goes on");
      } catch (RuntimeException | Error e) {
        LOG.warn(
            "{} messages wait for the queue: {}",
            messages,
            NestedExceptionUtils.getMostSpecificCause(e).toString());
        pause(pause);
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
    }
  }

  /** The next messages, which stay in the line until they are sent. */
  private List<Pending> next() throws InterruptedException {
    lock.lock();
    try {
      while (line.isEmpty() && !closed) {
        more.await();
      }
      List<Pending> group = new ArrayList<>();
      long size = 0;
      for (Pending pending : line) {
        if (group.size() == MESSAGES_AT_A_TIME
            || !group.isEmpty() && size + pending.characters() > CHARACTERS_AT_A_TIME) {
          break;
        }
        group.add(pending);
        size += pending.characters();
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private List<AcceptedMessage> withMessages(List<Pending> group) {
    Map<UUID, List<Long>> missing = new HashMap<>();
    for (Pending pending : group) {
      if (pending.message() == null) {
        missing.computeIfAbsent(pending.owner(), any -> new ArrayList<>()).add(pending.position());
      }
    }
    Map<UUID, Map<Long, AcceptedMessage>> read = new HashMap<>();
    missing.forEach(
        (owner, positions) -> {
          Map<Long, AcceptedMessage> byPosition = new HashMap<>();
          outbox
              .read(owner, positions)
              .forEach(entry -> byPosition.put(entry.position(), entry.message()));
          read.put(owner, byPosition);
        });
    List<AcceptedMessage> messages = new ArrayList<>(group.size());
    for (Pending pending : group) {
      AcceptedMessage message =
          pending.message() != null
              ? pending.message()
              : read.get(pending.owner()).get(pending.position());
      // Gone when its request was erased or cancelled meanwhile.
      if (message != null && !isDropped(message)) {
        messages.add(message);
      }
    }
    return messages;
  }

  private boolean isDropped(AcceptedMessage message) {
    return !dropped.isEmpty() && message.requestUuid().filter(dropped::contains).isPresent();
  }

  private void done(List<Pending> group) {
    lock.lock();
    try {
      for (Pending pending : group) {
        line.removeFirst();
        messages--;
        characters -= pending.characters();
        keptCharacters -= pending.message() == null ? 0 : pending.characters();
        toDelete.computeIfAbsent(pending.owner(), any -> new ArrayList<>()).add(pending.position());
      }
      toDeleteCount += group.size();
      if (line.isEmpty()) {
        dropped.clear();
      }
      sent.signal();
    } finally {
      lock.unlock();
    }
  }

  private void pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !closed) {
        left = closing.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      LOG.warn("A thread of the outbox was interrupted; it goes on");
    } finally {
      lock.unlock();
    }
  }

  private void delete() {
    Map<UUID, List<Long>> some = new HashMap<>();
    while (!closed || !some.isEmpty()) {
      try {
        if (some.isEmpty()) {
          some = nextToDelete();
        }
        forget(some);
        some = new HashMap<>();
      } catch (InterruptedException e) {
        LOG.warn("The thread that deletes was interrupted; it goes on");
      } catch (RuntimeException | Error e) {
        if (closed) {
          // They are sent once more, which changes nothing.
          return;
        }
        LOG.warn("Messages that were sent stay in the outbox for now: {}", e.toString());
        pause(LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private void forget(Map<UUID, List<Long>> some) {
    leaving.readLock().lock();
    try {
      some.forEach(outbox::delete);
    } finally {
      leaving.readLock().unlock();
    }
  }

  private Map<UUID, List<Long>> nextToDelete() throws InterruptedException {
    lock.lock();
    try {
      while (toDeleteCount == 0 && !closed) {
        sent.await();
      }
      long left = TimeUnit.MILLISECONDS.toNanos(DELETED_AFTER_MILLIS);
      while (toDeleteCount < DELETED_AT_A_TIME && left > 0 && !closed) {
        left = sent.awaitNanos(left);
      }
      Map<UUID, List<Long>> some = new HashMap<>(toDelete);
      toDelete.clear();
      toDeleteCount = 0;
      return some;
    } finally {
      lock.unlock();
    }
  }

  /** Sends no more; what is left is sent by the process that takes it over. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      more.signalAll();
      sent.signalAll();
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      sending.join(5_000);
      deleting.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      lease.close();
    } catch (RuntimeException e) {
      LOG.debug("The lease runs out by itself", e);
    }
  }
}
