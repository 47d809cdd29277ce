package dev.journeygateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.Selector;
import dev.journeygateway.trace.Traces;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** What is committed gets onto the queue in its order, whatever fails. */
class OutboxSenderTest {
  private static final OutboxSettings SETTINGS = new OutboxSettings(1000, DataSize.ofMegabytes(1));

  private final List<AcceptedMessage> queued = new CopyOnWriteArrayList<>();
  private volatile boolean brokerAway;
  private Database database;
  private ProcessLease lease;
  private Outbox outbox;
  private OutboxSender sender;

  private void on(TestDatabase kind, long charactersKept) {
    database = kind.migrated();
    start(charactersKept);
  }

  private void start(long charactersKept) {
    lease = new ProcessLease(database);
    outbox = new Outbox(database, lease);
    sender = new OutboxSender(outbox, this::put, lease, SETTINGS, charactersKept, Traces.off());
    sender.start();
  }

  private void put(List<AcceptedMessage> messages) {
    if (brokerAway) {
      throw new IllegalStateException("the broker is away");
    }
    queued.addAll(messages);
  }

  @AfterEach
  void stop() {
    brokerAway = false;
    sender.close();
  }

  /** A request of so many chunks, committed and given to the sender. */
  private UUID commit(int chunks) {
    return commit(chunks, null);
  }

  private UUID commit(int chunks, String traceparent) {
    UUID id = UUID.randomUUID();
    database
        .writing()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state,"
                + " accepted_at, requested, traceparent) values (?, 'queue', 'j', 'p', 'AAAAA-00001', 'users', 'accepted',"
                + " '2026-01-01T00:00:00.000000Z', 1, ?)",
            id,
            traceparent);
    AcceptedRequest request =
        new AcceptedRequest(
            id,
            "queue",
            new Slot("j", "p"),
            "AAAAA-00001",
            new Selector.Users(IntStream.range(0, chunks).mapToObj(i -> "user-" + i).toList()),
            Map.of("tier", "gold"),
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty());
    List<OutboxEntry> entries = outbox.entries(new AcceptedMessages(1).write(request));
    database.begin(
        status -> {
          outbox.insert(entries);
          return null;
        });
    sender.add(entries);
    return id;
  }

  private long left() {
    return database.writing().queryForObject("select count(*) from outbox", Long.class);
  }

  private List<Integer> chunksOf(UUID id) {
    return queued.stream()
        .filter(message -> message.requestUuid().equals(Optional.of(id)))
        .map(message -> message.chunk().orElseThrow())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void sendsInOrderAndEmptiesTheOutbox(TestDatabase kind) {
    on(kind, 1 << 20);
    UUID id = commit(5);

    Awaitility.await().until(() -> left() == 0);
    assertThat(chunksOf(id)).containsExactly(1, 2, 3, 4, 5);
    assertThat(queued.get(4).chunks()).hasValue(5);
    assertThat(sender.messages()).isZero();
    assertThat(sender.characters()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void sendsWhatItDidNotKeepInMemoryTheSame(TestDatabase kind) {
    on(kind, 1 << 20);
    commit(2);
    Awaitility.await().until(() -> queued.size() == 2);
    sender.close();
    start(0);
    commit(2);

    Awaitility.await().until(() -> queued.size() == 4);
    assertThat(queued.get(2).properties().keySet()).isEqualTo(queued.get(0).properties().keySet());
    assertThat(queued.get(3).chunks()).hasValue(2);
    assertThat(queued.get(2).body()).contains("\"user-0\"", "\"tier\":\"gold\"");
  }

  @ParameterizedTest
  @EnumSource
  void waitsForTheBrokerAndTells(TestDatabase kind) {
    on(kind, 200);
    brokerAway = true;
    UUID first = commit(3);
    UUID second = commit(2);
    assertThat(sender.messages()).isEqualTo(5);
    assertThat(sender.characters()).isGreaterThan(500);
    assertThat(left()).isEqualTo(5);

    brokerAway = false;

    Awaitility.await().until(() -> left() == 0);
    assertThat(chunksOf(first)).containsExactly(1, 2, 3);
    assertThat(chunksOf(second)).containsExactly(1, 2);
  }

  @ParameterizedTest
  @EnumSource
  void takesOverWhatAProcessHasLeftThatIsGone(TestDatabase kind) {
    on(kind, 1 << 20);
    brokerAway = true;
    UUID id = commit(3);
    sender.close();
    brokerAway = false;
    start(1 << 20);

    sender.takeOver();
    sender.takeOver();

    Awaitility.await().until(() -> left() == 0);
    assertThat(chunksOf(id)).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @EnumSource(names = "POSTGRESQL")
  void leavesToOthersWhatTheyAreSending(TestDatabase kind) {
    on(kind, 1 << 20);
    brokerAway = true;
    commit(3);
    ProcessLease otherLease = new ProcessLease(database);
    OutboxSender other =
        new OutboxSender(
            new Outbox(database, otherLease),
            queued::addAll,
            otherLease,
            SETTINGS,
            1 << 20,
            Traces.off());
    other.start();
    try {
      other.takeOver();
      assertThat(other.messages()).isZero();
      assertThat(queued).isEmpty();
    } finally {
      other.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsReadFromTheOutboxIsStillInItsTrace(TestDatabase kind) {
    on(kind, 0);
    String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    commit(1, traceparent);

    Awaitility.await().until(() -> !queued.isEmpty());
    assertThat(queued.get(0).properties()).containsEntry("traceparent", traceparent);
  }

  @ParameterizedTest
  @EnumSource
  void passesOverWhatWasTakenOutOfTheOutbox(TestDatabase kind) {
    on(kind, 0);
    brokerAway = true;
    UUID gone = commit(2);
    database.begin(
        status -> {
          outbox.undo(gone);
          return null;
        });
    UUID stays = commit(1);
    brokerAway = false;

    Awaitility.await().until(() -> sender.messages() == 0);
    assertThat(chunksOf(gone)).isEmpty();
    assertThat(chunksOf(stays)).containsExactly(1);
  }

  /** Whether a thread of that name waits for a copy to end. */
  private static boolean waitsForACopy(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals(thread))
        .map(LockSupport::getBlocker)
        .anyMatch(
            blocker ->
                blocker != null && blocker.getClass().getName().contains("ReentrantReadWriteLock"));
  }

  @Test
  void forgetsNothingThatIsSentWhileACopyIsMade() throws IOException {
    on(TestDatabase.SQLITE, 1 << 20);
    AtomicBoolean noted = new AtomicBoolean();
    List<AcceptedMessage> made =
        List.of(new AcceptedMessage(Optional.empty(), Map.of("chunk", 1), "of a list"));
    Thread feeder = new Thread(() -> noted.set(sender.send(made, () -> true)), "feeder");

    sender.whileNothingIsForgotten(
        () -> {
          UUID id = commit(2);
          feeder.start();
          Awaitility.await().until(() -> waitsForACopy("outbox-delete") && waitsForACopy("feeder"));
          assertThat(chunksOf(id)).containsExactly(1, 2);
          assertThat(left()).isEqualTo(2);
          assertThat(queued).doesNotContainAnyElementsOf(made);
          return null;
        });

    Awaitility.await().until(() -> left() == 0 && noted.get());
    assertThat(queued).containsAll(made);
  }
}
