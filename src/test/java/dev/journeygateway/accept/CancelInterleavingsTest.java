package dev.journeygateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.cancel.Cancellation;
import dev.journeygateway.cancel.CancelledPeople;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.delivery.RandomCalls;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.entry.EntryRecorder;
import dev.journeygateway.entry.Held;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.request.RequestRefusedException;
import dev.journeygateway.request.Selector;
import dev.journeygateway.status.Counts;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.State;
import dev.journeygateway.status.TrackedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Requests of several kinds are cancelled at random moments, while slots are granted, times come, a
 * list is fed, journeys stop, messages are recorded, some of them twice because the worker died
 * before it acknowledged them, and the gateway itself is started anew. The people of some go to
 * destinations whose answers are lost or late.
 */
class CancelInterleavingsTest {
  private static final Caller CALLER =
      new Caller(Set.of("AAAAA-00001"), Set.of(Scope.START), "test");

  private static final int ROUNDS = Integer.getInteger("cancel.rounds", 4);
  private static final int REQUESTS = 36;
  private static final int LIST_CHUNKS = 5;

  private Database database;
  private volatile Accepting accepting;
  private volatile boolean journeysRun = true;
  private int made;
  private EntryRecorder whileRunning;
  private EntryRecorder whileStopped;
  private JourneyCatalog running;
  private JourneyCatalog stopped;
  private RandomCalls calls;
  private StartRequests requests;
  private final ReadWriteLock process = new ReentrantReadWriteLock();
  private final ConcurrentLinkedQueue<AcceptedMessage> queue = new ConcurrentLinkedQueue<>();

  private void begin(TestDatabase kind) {
    database = kind.migrated();
    requests = new StartRequests(database);
    accepting = new Accepting(database, Duration.ofMillis(20));
    database
        .writing()
        .update("insert into application (code, name) values ('AAAAA-00001', 'Test')");
    running = catalog(Journey.State.RUNNING);
    stopped = catalog(Journey.State.PAUSED);
    whileRunning = recorder(running);
    whileStopped = recorder(stopped);
    calls = new RandomCalls(database, running, "AAAAA-00001");
  }

  private static JourneyCatalog catalog(Journey.State state) {
    List<EntryPoint> points = List.of(new EntryPoint("point", false, false, Set.of()));
    return new JourneyCatalog(
        id ->
            Optional.of(
                new Journey(
                    id,
                    "AAAAA-00001",
                    false,
                    state,
                    RandomCalls.WHEN_UNKNOWN.contains(id) ? id : Destination.ENTRIES,
                    points)));
  }

  private EntryRecorder recorder(JourneyCatalog journeys) {
    return new EntryRecorder(
        journeys, new DeviceOwners(database), new RecordedChunks(database), database);
  }

  /** A request of one of the kinds; a journey of its own keeps each from waiting for all others. */
  private Candidate candidate(int number, Random random) {
    String journey =
        number % 3 == 1
            ? RandomCalls.WHEN_UNKNOWN.get(random.nextInt(RandomCalls.WHEN_UNKNOWN.size()))
            : "j" + number % 4;
    int own = ++made;
    List<String> ids =
        random.ints(1 + random.nextInt(7), 0, 9).mapToObj(i -> own + "-" + i).toList();
    Selector selector =
        number % 4 == 3
            ? new Selector.Listed("users", 2L * LIST_CHUNKS, 1, Set.of())
            : new Selector.Users(ids);
    OverLimit overLimit =
        number % 4 == 0 ? OverLimit.REFUSE : number % 3 == 0 ? OverLimit.COALESCE : OverLimit.WAIT;
    Candidate plain = accepting.candidate(journey, overLimit, null, selector);
    return random.nextInt(3) > 0
        ? plain
        : new Candidate(
            plain.request(),
            overLimit,
            Optional.of(database.now().plusMillis(random.nextInt(60))),
            plain.file(),
            plain.entries());
  }

  private void record(AcceptedMessage message) {
    AcceptedChunk chunk =
        AcceptedChunk.read(
            message.body(), message.chunk().orElse(null), message.chunks().orElse(null));
    boolean run = journeysRun;
    if (!calls.record(chunk, run ? running : stopped)) {
      (run ? whileRunning : whileStopped).record(chunk);
    }
  }

  private void work(Random random) {
    AcceptedMessage message = queue.poll();
    if (message != null) {
      try {
        record(message);
      } catch (PessimisticLockingFailureException e) {
        // The message comes again.
        queue.add(message);
        return;
      }
      if (random.nextInt(4) == 0) {
        // The worker died before it acknowledged.
        queue.add(message);
      }
    }
  }

  /** What timers do. */
  private void look() {
    process.readLock().lock();
    try {
      Accepting now = accepting;
      now.scheduled.beginDue();
      now.grants.grant();
      Held.resume(database, now.outbox, now.sender);
      now.sender.takeOver();
      now.queued.removeIf(queue::add);
    } catch (PessimisticLockingFailureException e) {
      // The next look does it.
    } finally {
      process.readLock().unlock();
    }
  }

  private void restart() {
    process.writeLock().lock();
    try {
      accepting.sender.close();
      queue.addAll(accepting.queued);
      accepting = new Accepting(database, Duration.ofMillis(20));
    } finally {
      process.writeLock().unlock();
    }
  }

  /** Feeds one list: as many of its chunks as it can before it is cancelled. */
  private boolean feed(Candidate list, AtomicInteger fed) {
    boolean begun =
        requests
            .find(list.request().requestUuid())
            .filter(found -> found.expectedAt().isEmpty() && found.state() != State.SCHEDULED)
            .isPresent();
    boolean cancelled =
        database
            .read("find-chunks-done")
            .with("request_uuid", list.request().requestUuid())
            .list(row -> row.integer("chunks_done"))
            .isEmpty();
    if (cancelled) {
      return false;
    }
    if (begun) {
      int chunk = fed.incrementAndGet();
      queue.add(
          new AcceptedMessages(2)
              .write(
                  list.request(),
                  chunk,
                  chunk == LIST_CHUNKS,
                  List.of(
                      new Row(2L * chunk, list.request().requestUuid() + "-" + chunk),
                      new Row(2L * chunk + 1, list.request().requestUuid() + "-b" + chunk))));
    }
    return fed.get() < LIST_CHUNKS;
  }

  private record Row(long line, String id) implements AcceptedMessages.Listed {
    @Override
    public Map<String, String> attributes() {
      return Map.of();
    }
  }

  /** A cancelled request as its answer told it, and how many had entered by then. */
  private record Cancelled(TrackedRequest answer, long entries) {}

  private Optional<Cancelled> cancel(UUID request) {
    process.readLock().lock();
    try {
      TrackedRequest answer =
          new Cancellation(
                  database,
                  requests,
                  accepting.sender,
                  new AudienceSelection(database),
                  new CancelledPeople(database),
                  List.of(calls.part()),
                  new Audit(database))
              .cancel(request, CALLER);
      return Optional.of(new Cancelled(answer, entries(request)));
    } catch (RequestRefusedException e) {
      return Optional.empty();
    } finally {
      process.readLock().unlock();
    }
  }

  private long entries(UUID request) {
    return database
        .writing()
        .queryForObject("select count(*) from entry where request_uuid = ?", Long.class, request);
  }

  private static void repeat(AtomicBoolean on, Runnable work) {
    while (on.get()) {
      work.run();
    }
  }

  @ParameterizedTest
  @EnumSource
  void balancesAndEntersNobodyAfterTheAnswer(TestDatabase kind) throws Exception {
    begin(kind);
    int cancelledInAll = 0;
    int partlyEntered = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      long seed = new Random().nextLong();
      Map<UUID, Cancelled> cancelled = round(seed);
      cancelledInAll += cancelled.size();
      partlyEntered +=
          (int)
              cancelled.values().stream()
                  .filter(one -> one.entries() > 0 && one.answer().counts().cancelled() > 0)
                  .count();
    }
    // Else the rounds tell nothing.
    assertThat(cancelledInAll).isGreaterThan(ROUNDS);
    assertThat(partlyEntered).isPositive();
    assertThat(delivered()).isNotEmpty();
    accepting.sender.close();
  }

  private Map<UUID, Cancelled> round(long seed) throws Exception {
    Random random = new Random(seed);
    AtomicBoolean on = new AtomicBoolean(true);
    Map<UUID, Cancelled> cancelled = new ConcurrentHashMap<>();
    List<Candidate> accepted = new CopyOnWriteArrayList<>();
    Map<Candidate, AtomicInteger> lists = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int worker = 0; worker < 2; worker++) {
        Random own = new Random(random.nextLong());
        all.add(threads.submit(() -> repeat(on, () -> work(own))));
      }
      all.add(threads.submit(() -> repeat(on, this::look)));
      all.add(threads.submit(() -> repeat(on, calls::look)));
      for (int gateway = 0; gateway < 2; gateway++) {
        Runnable calling = calls.gateway(new Random(random.nextLong()), cancelled.keySet());
        all.add(threads.submit(() -> repeat(on, calling)));
      }
      all.add(
          threads.submit(
              () ->
                  repeat(
                      on,
                      () ->
                          lists.forEach(
                              (list, fed) -> {
                                if (!feed(list, fed)) {
                                  lists.remove(list);
                                }
                              }))));
      for (int canceller = 0; canceller < 2; canceller++) {
        Random own = new Random(random.nextLong());
        all.add(
            threads.submit(
                () ->
                    repeat(
                        on,
                        () -> {
                          if (!accepted.isEmpty() && own.nextInt(20) == 0) {
                            UUID one =
                                accepted.get(own.nextInt(accepted.size())).request().requestUuid();
                            cancel(one).ifPresent(answer -> cancelled.put(one, answer));
                          }
                        })));
      }
      for (int i = 0; i < REQUESTS; i++) {
        accept(candidate(i, random), accepted, lists);
        journeysRun = random.nextInt(4) > 0;
        stateInTable();
        if (random.nextInt(8) == 0) {
          restart();
        }
      }
      journeysRun = true;
      stateInTable();
      Awaitility.await("seed " + seed)
          .atMost(Duration.ofSeconds(60))
          .until(() -> accepted.stream().allMatch(this::ended));
      on.set(false);
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      on.set(false);
      threads.shutdown();
    }
    while (!queue.isEmpty()) {
      record(queue.poll());
    }
    Runnable rest = calls.gateway(random, cancelled.keySet());
    while (!calls.ended()) {
      rest.run();
    }
    for (Candidate each : accepted) {
      check(each.request().requestUuid(), cancelled, "seed " + seed);
    }
    checkCalls("seed " + seed);
    return cancelled;
  }

  private void accept(
      Candidate candidate, List<Candidate> accepted, Map<Candidate, AtomicInteger> lists) {
    Acceptance.Verdict verdict = accepting.acceptance.decide(List.of(candidate)).get(0);
    if (verdict instanceof Acceptance.Verdict.Accepted told) {
      accepted.add(candidate);
      if (candidate.file().isPresent()) {
        lists.put(candidate, new AtomicInteger());
      }
      if (told.expectedAt().isEmpty() && !candidate.startsLater()) {
        accepting.sender.add(
            candidate.entries().stream().map(one -> one.acceptedAt(told.at())).toList());
      }
    }
  }

  /** Held chunks are resumed by what the table says. */
  private void stateInTable() {
    for (String journey : List.of("j0", "j1", "j2", "j3", "park", "retry")) {
      database
          .writing()
          .update(
              "insert into journey (id, application_code, state, fingerprint) values (?,"
                  + " 'AAAAA-00001', ?, '') on conflict (id) do update set state = excluded.state",
              journey,
              journeysRun ? "running" : "paused");
    }
  }

  private boolean ended(Candidate candidate) {
    State state = requests.find(candidate.request().requestUuid()).orElseThrow().state();
    return state == State.DONE || state == State.CANCELLED;
  }

  private void check(UUID request, Map<UUID, Cancelled> cancelled, String seed) {
    TrackedRequest now = requests.find(request).orElseThrow();
    Counts counts = now.counts();
    assertThat(counts.requested())
        .as("%s: %s", seed, now)
        .isEqualTo(
            counts.entered()
                + counts.duplicate()
                + counts.unknown()
                + counts.alreadyEntered()
                + counts.rejected()
                + counts.cancelled());
    assertThat(entries(request)).as(seed).isEqualTo(counts.entered());
    assertThat(now.state() == State.CANCELLED).as(seed).isEqualTo(cancelled.containsKey(request));
    if (cancelled.containsKey(request)) {
      Cancelled answer = cancelled.get(request);
      if (RandomCalls.WHEN_UNKNOWN.contains(now.journeyId())) {
        // Calls under way ended as they did.
        assertThat(counts.requested()).as(seed).isEqualTo(answer.answer().counts().requested());
        assertThat(counts.entered()).as(seed).isGreaterThanOrEqualTo(answer.entries());
      } else {
        assertThat(answer.answer().counts()).as(seed).isEqualTo(counts);
        assertThat(answer.entries()).as(seed).isEqualTo(counts.entered());
      }
      assertThat(leftOf(request)).as(seed).isZero();
    }
  }

  /** Who has entered is who the service has, once; it may have more of cancelled requests. */
  private void checkCalls(String seed) {
    assertThat(calls.faults()).as(seed).isEmpty();
    List<String> entered = delivered();
    assertThat(entered).as(seed).doesNotHaveDuplicates();
    assertThat(calls.taken()).as(seed).containsAll(entered).doesNotHaveDuplicates();
    assertThat(database.writing().queryForList("select waiting from delivery_slot", Long.class))
        .as(seed)
        .containsOnly(0L);
  }

  private List<String> delivered() {
    return database
        .writing()
        .queryForList(
            "select user_id from entry where journey_id in ('park', 'retry')", String.class);
  }

  private long leftOf(UUID request) {
    return Stream.of("waiting_request", "waiting_message", "scheduled_request", "held_chunk")
        .mapToLong(
            table ->
                database
                    .writing()
                    .queryForObject(
                        "select count(*) from " + table + " where request_uuid = ?",
                        Long.class,
                        request))
        .sum();
  }
}
