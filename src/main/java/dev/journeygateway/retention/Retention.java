package dev.journeygateway.retention;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.person.EnteredOnce;
import dev.journeygateway.trace.TraceLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;

/**
 * Removes what is over and was kept long enough: first the people of a request, then the request.
 *
 * <p>Everything goes in slices, each a transaction of some ten milliseconds, with a rest after
 * each, and after each look for what is next, that is longer than it was: accepting and entering
 * wait for one slice at most. While the database is busy, slices are smaller. A request that has
 * dead letters stays with its people.
 */
final class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private static final int MOST_ROWS_A_SLICE = 500;
  private static final int FEWEST_ROWS_A_SLICE = 20;

  /** A slice that took longer is followed by smaller ones. */
  private static final long LONG_SLICE_NANOS = 30_000_000;

  private static final int REQUESTS_A_LOOK = 100;
  private static final int REST = 3;

  private final Database database;
  private final EnteredOnce enteredOnce;
  private final RetentionSettings settings;
  private final LongSupplier nanoTime;

  /** Rows of the next slice: fewer while the database is busy. */
  private volatile int sliceRows = FEWEST_ROWS_A_SLICE;

  /** The longest slice of the round, for measuring. */
  private volatile Duration longestSlice = Duration.ZERO;

  /**
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  Retention(
      Database database,
      EnteredOnce enteredOnce,
      RetentionSettings settings,
      LongSupplier nanoTime) {
    this.database = database;
    this.enteredOnce = enteredOnce;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  private record Old(
      UUID request, String journeyId, String applicationCode, Optional<String> traceparent) {}

  /** One round: everything that is due now. */
  void apply() {
    settings.people().time().ifPresent(this::removePeople);
    settings
        .requests()
        .time()
        .ifPresent(
            keep -> {
              removeRequests(keep);
              removeAudit(keep);
            });
  }

  Duration longestSlice() {
    return longestSlice;
  }

  private void removePeople(Duration keep) {
    List<Old> old;
    do {
      old =
          database
              .read("find-requests-with-old-people")
              .with("no", false)
              .with("keep", keep)
              .with("limit", REQUESTS_A_LOOK)
              .list(
                  row ->
                      new Old(
                          row.uuid("request_uuid"),
                          row.text("journey_id"),
                          row.text("application_code"),
                          Optional.ofNullable(row.text("traceparent"))));
      old.forEach(this::removePeople);
    } while (old.size() == REQUESTS_A_LOOK);
  }

  private void removePeople(Old old) {
    boolean once =
        database.read("find-once-entry-point").with("journey_id", old.journeyId()).exists();
    long entries =
        database.<Long>either(
            () -> removeEntriesAgainAndAgain(old, once), () -> removeEntriesAsTheyCome(old, once));
    long outcomes = 0;
    for (int removed = 1; removed > 0; outcomes += removed) {
      removed =
          slice(() -> of("delete-some-outcomes", old.request()).with("limit", sliceRows).update());
    }
    removeCalls(old.request());
    slice(
        () -> {
          of("delete-audience", old.request()).update();
          return of("note-people-removed", old.request()).with("yes", true).update();
        });
    try (var log = TraceLog.of(old.request(), old.traceparent())) {
      LOG.info("Kept long enough: {} entries and {} outcomes are removed", entries, outcomes);
    }
  }

  /** Calls to a destination; one that requests share goes with the last of them. */
  private void removeCalls(UUID request) {
    record Share(UUID delivery, int number) {}
    List<Share> shares;
    do {
      List<Share> some =
          database
              .read("find-some-shares")
              .with("request_uuid", request)
              .with("limit", Math.max(1, sliceRows / 5))
              .list(row -> new Share(row.uuid("delivery_uuid"), row.integer("number")));
      shares = some;
      slice(
          () -> {
            of("delete-people-of-share", request)
                .updateEach(some, (sql, share) -> sql.with("delivery_uuid", share.delivery()));
            of("delete-share", request)
                .updateEach(some, (sql, share) -> sql.with("number", share.number()));
            database
                .write("delete-unshared-delivery")
                .updateEach(some, (sql, share) -> sql.with("delivery_uuid", share.delivery()));
            return some.size();
          });
    } while (!shares.isEmpty());
  }

  private Sql of(String name, UUID request) {
    return database.write(name).with("request_uuid", request);
  }

  /** On SQLite what is deleted leaves the index at once, and no reader holds the log for long. */
  private long removeEntriesAgainAndAgain(Old old, boolean once) {
    long all = 0;
    List<String> people;
    do {
      people =
          database
              .read("find-entries-to-remove")
              .with("request_uuid", old.request())
              .with("limit", sliceRows)
              .texts();
      all += remove(old, people, once);
    } while (!people.isEmpty());
    return all;
  }

  /**
   * On PostgreSQL deleted rows stay until vacuum, and looking for the next ones again and again
   * would read more of them each time: one cursor goes over all.
   */
  private long removeEntriesAsTheyCome(Old old, boolean once) {
    return database
        .reading()
        .execute(
            (ConnectionCallback<Long>)
                connection -> {
                  connection.setAutoCommit(false);
                  try (PreparedStatement statement =
                      connection.prepareStatement(database.text("stream-entries-to-remove"))) {
                    statement.setFetchSize(MOST_ROWS_A_SLICE);
                    statement.setObject(1, old.request());
                    long begun = nanoTime.getAsLong();
                    ResultSet rows = statement.executeQuery();
                    // The index names stretches of the table, and all of each is read.
                    rest(nanoTime.getAsLong() - begun);
                    return removeEach(rows, old, once);
                  } finally {
                    connection.rollback();
                    connection.setAutoCommit(true);
                  }
                });
  }

  private long removeEach(ResultSet rows, Old old, boolean once) throws java.sql.SQLException {
    long all = 0;
    List<String> people = new ArrayList<>(MOST_ROWS_A_SLICE);
    while (rows.next()) {
      people.add(rows.getString(1));
      if (people.size() >= sliceRows) {
        all += remove(old, people, once);
        people.clear();
      }
    }
    return all + remove(old, people, once);
  }

  private long remove(Old old, List<String> people, boolean once) {
    if (people.isEmpty()) {
      return 0;
    }
    return slice(
        () -> {
          if (once) {
            enteredOnce.remember(old.journeyId(), old.applicationCode(), people);
          }
          return of("delete-entries-of-people", old.request())
              .with("journey_id", old.journeyId())
              .with("user_ids", people)
              .update();
        });
  }

  private void removeRequests(Duration keep) {
    List<UUID> old;
    do {
      old =
          database
              .read("find-old-requests")
              .with("yes", true)
              .with("keep", keep)
              .with("limit", REQUESTS_A_LOOK)
              .list(row -> row.uuid("request_uuid"));
      for (UUID request : old) {
        slice(
            () -> {
              of("delete-chunks", request).update();
              of("delete-delivery-request", request).update();
              return of("delete-start-request", request).update();
            });
      }
      if (!old.isEmpty()) {
        LOG.info("Kept long enough: {} requests are removed", old.size());
      }
    } while (old.size() == REQUESTS_A_LOOK);
  }

  private void removeAudit(Duration keep) {
    long millis = database.now().minus(keep).toEpochMilli();
    // The smallest UUIDv7 of that time.
    UUID before = new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L);
    for (int removed = 1; removed > 0; ) {
      removed =
          slice(
              () ->
                  database
                      .write("delete-some-audit")
                      .with("before", before)
                      .with("limit", sliceRows)
                      .update());
    }
    slice(() -> database.write("delete-old-erasures").with("keep", keep).update());
  }

  private int slice(java.util.function.IntSupplier work) {
    long begun = nanoTime.getAsLong();
    int removed = database.finish(status -> work.getAsInt());
    long taken = nanoTime.getAsLong() - begun;
    longestSlice =
        Optional.of(Duration.ofNanos(taken))
            .filter(slice -> slice.compareTo(longestSlice) > 0)
            .orElse(longestSlice);
    sliceRows =
        taken > LONG_SLICE_NANOS
            ? Math.max(FEWEST_ROWS_A_SLICE, sliceRows / 2)
            : Math.min(MOST_ROWS_A_SLICE, sliceRows + FEWEST_ROWS_A_SLICE);
    rest(taken);
    return removed;
  }

  private static void rest(long nanosWorked) {
    LockSupport.parkNanos(nanosWorked * REST);
  }
}
