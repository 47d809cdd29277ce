package dev.journeygateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.entry.EntryRecorder.Recorded;
import dev.journeygateway.entry.EntryRecorder.Result;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.status.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Chunks of one request in any order, at any time and any number of times. */
class EntryRecorderTest {

  private static final String APPLICATION = "AAAAA-00001";

  private final UUID request = UUID.randomUUID();
  private JdbcTemplate jdbc;
  private EntryRecorder recorder;

  private void on(TestDatabase kind, boolean once) {
    Database database = kind.migrated();
    jdbc = database.writing();
    Journey journey =
        new Journey(
            "j",
            APPLICATION,
            false,
            Journey.State.RUNNING,
            List.of(new EntryPoint("p", false, once, Set.of())));
    recorder =
        new EntryRecorder(
            new JourneyCatalog(id -> Optional.of(journey)),
            new DeviceOwners(database),
            new RecordedChunks(database),
            database);
    jdbc.update("insert into application (code, name) values (?, 'Test')", APPLICATION);
    jdbc.update(
        "insert into journey (id, application_code, state, fingerprint) values ('j', ?, 'running',"
            + " '')",
        APPLICATION);
  }

  private void accepted(UUID id, long requested) {
    jdbc.update(
        "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
            + " application_code, selector, state, accepted_at, requested) values (?, 'http', 'j',"
            + " 'p', ?, 'users', 'accepted', '2026-01-01T00:00:00.000000Z', ?)",
        id,
        APPLICATION,
        requested);
  }

  private AcceptedChunk chunk(int number, int last, List<String> users) {
    return chunk(request, number, last, users);
  }

  private static AcceptedChunk chunk(UUID id, int number, int last, List<String> users) {
    List<AcceptedChunk.Person> people =
        users.stream()
            .map(
                user ->
                    new AcceptedChunk.Person(
                        user, null, 10 * number, "{\"chunk\":\"" + number + "\"}"))
            .toList();
    return new AcceptedChunk(
        new AcceptedChunk.Body(id, "j", "p", APPLICATION, Instant.EPOCH, people, null, Map.of()),
        number,
        number == last ? OptionalInt.of(last) : OptionalInt.empty(),
        "");
  }

  private Map<String, Object> counts(UUID id) {
    Map<String, Object> counts =
        jdbc.queryForMap(
            "select state, chunks_done, requested, entered, duplicate, unknown_ids, already_entered"
                + " from start_request where request_uuid = ?",
            id);
    // SQLite gives the smallest type that a number fits in.
    counts.replaceAll((name, value) -> value instanceof Integer count ? count.longValue() : value);
    return counts;
  }

  private List<String> outcomes(UUID id) {
    return jdbc.queryForList(
        "select concat(submitted_id, ' ', outcome) from outcome where request_uuid = ? order by"
            + " submitted_id",
        String.class,
        id);
  }

  @ParameterizedTest
  @EnumSource
  void givesARepeatedIdTheValuesOfItsFirstRowWhicheverChunkIsFirst(TestDatabase kind) {
    on(kind, false);
    accepted(request, 5);

    recorder.record(chunk(3, 3, List.of("c", "b")));
    recorder.record(chunk(1, 3, List.of("a", "b")));
    Recorded last = recorder.record(chunk(2, 3, List.of("a")));

    assertThat(last.state()).hasValue(State.DONE);
    assertThat(
            jdbc.queryForList(
                "select concat(user_id, attribute_values) from entry where request_uuid = ? order"
                    + " by user_id",
                String.class,
                request))
        .containsExactly("a{\"chunk\":\"1\"}", "b{\"chunk\":\"1\"}", "c{\"chunk\":\"3\"}");
    assertThat(outcomes(request)).containsExactly("a duplicate", "b duplicate");
    assertThat(
            jdbc.queryForList(
                "select line from outcome where request_uuid = ? order by submitted_id",
                Integer.class,
                request))
        .as("the rows that do not count are the later ones")
        .containsExactly(20, 30);
    assertThat(counts(request)).containsEntry("entered", 3L).containsEntry("duplicate", 2L);
  }

  @ParameterizedTest
  @EnumSource
  void balancesWhenChunksWithTheSamePeopleAreRecordedSideBySideAndTwice(TestDatabase kind)
      throws Exception {
    on(kind, false);
    int chunks = 24;
    int size = 40;
    accepted(request, (long) chunks * size);
    List<AcceptedChunk> deliveries = new ArrayList<>();
    for (int number = 1; number <= chunks; number++) {
      int from = number * size / 2;
      List<String> users =
          new ArrayList<>(IntStream.range(from, from + size).mapToObj(i -> "user-" + i).toList());
      Collections.shuffle(users, new Random(number));
      deliveries.add(chunk(number, chunks, users));
      deliveries.add(chunk(number, chunks, users));
    }
    Collections.shuffle(deliveries, new Random(7));

    Set<Result> results = Collections.synchronizedSet(new java.util.HashSet<>());
    sideBySide(
        4,
        worker -> {
          for (int i = worker; i < deliveries.size(); i += 4) {
            results.add(recorder.record(deliveries.get(i)).result());
          }
        });

    long people = size / 2L * (chunks + 1);
    assertThat(results).containsExactlyInAnyOrder(Result.RECORDED, Result.REPEATED);
    assertThat(jdbc.queryForObject("select count(*) from entry", Long.class)).isEqualTo(people);
    assertThat(counts(request))
        .containsEntry("state", "done")
        .containsEntry("chunks_done", (long) chunks)
        .containsEntry("entered", people)
        .containsEntry("duplicate", chunks * size - people);
    assertThat(outcomes(request)).hasSize((int) (chunks * size - people));
    // Each person has the values of the first chunk that names them.
    assertThat(
            jdbc.queryForObject(
                "select count(*) from entry where attribute_values = '{\"chunk\":\"2\"}'",
                Long.class))
        .isEqualTo(size / 2L);
  }

  @ParameterizedTest
  @EnumSource
  void recordsAChunkOnceThatSeveralWorkersGetInTheSameMoment(TestDatabase kind) throws Exception {
    on(kind, false);
    for (int round = 0; round < 20; round++) {
      UUID id = UUID.randomUUID();
      accepted(id, 2);
      AcceptedChunk chunk = chunk(id, 1, 1, List.of("a", "b"));
      CyclicBarrier together = new CyclicBarrier(3);
      List<Result> results = Collections.synchronizedList(new ArrayList<>());
      sideBySide(
          3,
          worker -> {
            together.await();
            results.add(recorder.record(chunk).result());
          });
      assertThat(results)
          .containsExactlyInAnyOrder(Result.RECORDED, Result.REPEATED, Result.REPEATED);
      assertThat(counts(id)).containsEntry("entered", 2L).containsEntry("duplicate", 0L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingOfARequestThatWasTakenBack(TestDatabase kind) {
    on(kind, false);

    assertThat(recorder.record(chunk(1, 1, List.of("a"))).result()).isEqualTo(Result.TAKEN_BACK);

    assertThat(jdbc.queryForObject("select count(*) from entry", Long.class)).isZero();
    assertThat(jdbc.queryForObject("select count(*) from chunk", Long.class)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void tellsARepeatedIdFromAPersonWhoIsInTheJourneyAlready(TestDatabase kind) {
    on(kind, true);
    UUID before = UUID.randomUUID();
    accepted(before, 1);
    recorder.record(chunk(before, 1, 1, List.of("a")));
    accepted(request, 4);

    recorder.record(chunk(1, 2, List.of("a", "b")));
    recorder.record(chunk(2, 2, List.of("b", "c")));

    assertThat(outcomes(request)).containsExactly("a already_entered", "b duplicate");
    assertThat(counts(request))
        .containsEntry("state", "done")
        .containsEntry("entered", 2L)
        .containsEntry("duplicate", 1L)
        .containsEntry("already_entered", 1L);
  }

  private interface Work {
    void run(int worker) throws Exception;
  }

  private static void sideBySide(int workers, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int worker = i;
        running.add(
            threads.submit(
                () -> {
                  work.run(worker);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
