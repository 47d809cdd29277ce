package dev.journeygateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** What a list answers. */
class StartRequestsTest {
  private static final int EACH = 500;
  private static final StartRequests.Narrowed FAILED =
      new StartRequests.Narrowed(
          Optional.empty(), Optional.of(State.FAILED), Optional.empty(), Optional.empty());
  private static final Map<TestDatabase, Database> DATABASES = new EnumMap<>(TestDatabase.class);

  private Database database;
  private StartRequests requests;

  private void on(TestDatabase kind) {
    database = DATABASES.computeIfAbsent(kind, StartRequestsTest::filled);
    requests = new StartRequests(database);
  }

  private static Database filled(TestDatabase kind) {
    Database database = kind.migrated();
    String[] doors = {"http", "folder", "sftp", "a-door-of-ones-own"};
    database
        .writing()
        .batchUpdate(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, ?, ?,"
                + " 'p', ?, 'users', ?, '2026-01-01T00:00:00.000000Z', 1)",
            IntStream.range(0, EACH * 8)
                .mapToObj(
                    i ->
                        new Object[] {
                          id(i),
                          doors[i % 4],
                          "j" + i % 3,
                          i % 8 < 4 ? "A" : "B",
                          i == 11 ? "failed" : "accepted"
                        })
                .toList());
    database
        .writing()
        .batchUpdate(
            "insert into outcome (request_uuid, submitted_id, outcome) values (?, ?, 'unknown')",
            Collections.nCopies(EACH, new Object[] {id(1), "somebody"}));
    return database;
  }

  private static UUID id(int number) {
    return new UUID((long) number << 16 | 0x7000, 0x8000_0000_0000_0000L);
  }

  private static StartRequests.Narrowed to(String journey, String door, UUID after) {
    return new StartRequests.Narrowed(
        Optional.ofNullable(journey),
        Optional.empty(),
        Optional.ofNullable(door),
        Optional.ofNullable(after));
  }

  private static List<UUID> newest(List<TrackedRequest> found) {
    return found.stream().map(TrackedRequest::requestUuid).toList();
  }

  private static List<UUID> ids(int... numbers) {
    return IntStream.of(numbers).mapToObj(StartRequestsTest::id).toList();
  }

  @ParameterizedTest
  @EnumSource
  void listsTheNewestOfEveryDoor(TestDatabase kind) {
    on(kind);
    assertThat(newest(requests.list(List.of("A"), to(null, null, null), 5)))
        .isEqualTo(ids(3995, 3994, 3993, 3992, 3987));
    assertThat(requests.list(List.of("A"), to(null, null, null), 3_000)).hasSize(EACH * 4);
    assertThat(requests.list(List.of("C"), to(null, null, null), 3)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void listsTheNewestOfSeveralApplicationsBehindAPage(TestDatabase kind) {
    on(kind);
    assertThat(newest(requests.list(List.of("A", "B"), to(null, null, id(2000)), 3)))
        .isEqualTo(ids(1999, 1998, 1997));
  }

  @ParameterizedTest
  @EnumSource
  void listsTheNewestOfOneDoor(TestDatabase kind) {
    on(kind);
    assertThat(newest(requests.list(List.of("B"), to(null, "sftp", null), 2)))
        .isEqualTo(ids(3998, 3990));
  }

  @ParameterizedTest
  @EnumSource
  void listsTheNewestOfOneJourney(TestDatabase kind) {
    on(kind);
    assertThat(newest(requests.list(List.of("A"), to("j1", null, null), 2)))
        .isEqualTo(ids(3994, 3985));
    assertThat(newest(requests.list(List.of("A"), to("j1", "http", null), 2)))
        .isEqualTo(ids(3976, 3952));
  }

  @ParameterizedTest
  @EnumSource
  void listsTheNewestInOneState(TestDatabase kind) {
    on(kind);
    assertThat(newest(requests.list(List.of("A", "B"), FAILED, 2))).isEqualTo(ids(11));
    assertThat(requests.list(List.of("B"), FAILED, 2)).isEmpty();
  }

  private static StartRequests.Narrowed named(String file, String person) {
    return new StartRequests.Narrowed(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(file),
        Optional.ofNullable(person));
  }

  @ParameterizedTest
  @EnumSource
  void listsTheNewestOfAFileNameAndOfAPerson(TestDatabase kind) {
    on(kind);
    database
        .writing()
        .batchUpdate(
            "update start_request set file = ? where request_uuid = ?",
            List.of(
                new Object[] {"winter.csv", id(3)},
                new Object[] {"winter-2.csv", id(1)},
                new Object[] {"Winter.csv", id(2)}));
    assertThat(newest(requests.list(List.of("A"), named("winter", null), 5))).isEqualTo(ids(3, 1));
    assertThat(newest(requests.list(List.of("A"), named(null, "somebody"), 5))).isEqualTo(ids(1));
    assertThat(newest(requests.list(List.of("A"), named("winter-", "somebody"), 5)))
        .isEqualTo(ids(1));
    assertThat(requests.list(List.of("B"), named("winter", null), 5)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void pagesThroughTheOutcomesOfOneRequest(TestDatabase kind) {
    on(kind);
    List<Outcome> first = requests.outcomes(id(1), 0, 10);
    assertThat(first)
        .hasSize(10)
        .isSortedAccordingTo((a, b) -> Long.compare(a.position(), b.position()));
    assertThat(requests.outcomes(id(1), first.get(9).position(), 10).get(0).position())
        .isEqualTo(first.get(9).position() + 1);
  }

  private long read() {
    return TestDatabase.rowsRead(database.callers(), "start_request");
  }

  private long readBy(StartRequests.Narrowed narrowed) {
    long before = read();
    // More often than the driver and the server take to keep a plan for all values.
    for (int i = 0; i < 20; i++) {
      requests.list(List.of("A"), narrowed, 2);
    }
    return (read() - before) / 20;
  }

  /** The oldest request is the only one of its door, journey, state and file. */
  private void fillAround(TestDatabase kind) {
    database = filled(kind);
    requests = new StartRequests(database);
    database
        .writing()
        .update(
            "update start_request set door = 'once', journey_id = 'once', state = 'failed', file ="
                + " 'once.csv' where request_uuid = ?",
            id(0));
  }

  /** Whatever came long ago is found without a look at all that came since. */
  @Test
  void readsFewRowsOnPostgresql() {
    fillAround(TestDatabase.POSTGRESQL);
    database.writing().execute("analyze");

    assertThat(readBy(to(null, null, null))).isLessThan(50);
    assertThat(readBy(to(null, "once", null))).isLessThan(50);
    assertThat(readBy(to("once", null, null))).isLessThan(50);
    assertThat(readBy(FAILED)).isLessThan(50);
  }

  private static final class Instructions extends ProgressHandler {
    private static final int EVERY = 100;

    private long hundreds;

    @Override
    protected int progress() {
      hundreds++;
      return 0;
    }
  }

  private long instructions(StartRequests.Narrowed narrowed, int limit) {
    // On the one connection that this thread is given each time.
    Instructions counted = new Instructions();
    database
        .callers()
        .execute(
            (ConnectionCallback<Void>)
                connection -> {
                  ProgressHandler.setHandler(
                      connection.unwrap(SQLiteConnection.class), Instructions.EVERY, counted);
                  return null;
                });
    requests.list(List.of("A"), narrowed, limit);
    return counted.hundreds * Instructions.EVERY;
  }

  /** The same on SQLite, which has no statistics: to walk through all takes 15,000 and more. */
  @Test
  void takesFewInstructionsOnSqlite() {
    fillAround(TestDatabase.SQLITE);

    assertThat(instructions(to(null, null, null), 1)).isBetween(100L, 2_000L);
    assertThat(instructions(to(null, null, null), 50)).isBetween(100L, 10_000L);
    assertThat(instructions(to(null, "once", null), 2)).isBetween(100L, 2_000L);
    assertThat(instructions(to("once", null, null), 2)).isLessThan(2_000L);
    assertThat(instructions(FAILED, 2)).isLessThan(2_000L);
    assertThat(instructions(named("once", null), 2)).isLessThan(2_000L);
  }
}
