package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import dev.journeygateway.rig.History.Dropped;
import dev.journeygateway.rig.History.Request;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what the client was told with what the database holds, through the tables that others
 * may read (docs/tables-and-queues.md), and looks for what is still on its way although all has
 * come to rest.
 */
final class Checker {

  private static final int EXAMPLES_OF_A_KIND = 4;

  private record Row(
      String journey,
      String file,
      String state,
      String door,
      long slotAt,
      boolean balanced,
      long requested) {}

  /** What became of one request's or file's ids, by the name they are recorded under. */
  private static final class Found {
    final Map<String, Set<String>> idsByUuid = new HashMap<>();
    final Set<String> journeys = new HashSet<>();
    final Set<String> all = new HashSet<>();
  }

  private final History history;
  private final LimitCheck limit;
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, Request> byId = new HashMap<>();
  private final Map<Long, Found> found = new HashMap<>();
  private final Map<Dropped, BitSet> fileRows = new HashMap<>();
  private final Map<Dropped, Set<String>> fileNames = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long requests;
  private long accepted;
  private long ids;
  private long lost;
  private long partial;
  private long duplicate;
  private long unexpected;
  private long broken;
  private long stranded;
  private long dead;
  private long late;

  private Checker(History history, long periodMillis) {
    this.history = history;
    this.limit = new LimitCheck(history, periodMillis, this::example);
  }

  /**
   * Checks everything.
   *
   * @param periodMillis of the limit; 0 where it is off
   */
  static Verdict check(History history, Connection database, long periodMillis) {
    Checker checker = new Checker(history, periodMillis);
    try {
      checker.readRows(database);
      checker.readIds(database);
      checker.readOnTheWay(database);
      checker.readDeadLetters(database);
    } catch (SQLException e) {
      throw new RigFailure("the database cannot be read", e);
    }
    history.requests().forEach(checker::judge);
    history.files().forEach(checker::judge);
    checker.judgeUntold();
    if (periodMillis > 0) {
      checker.limit.judge(checker.acceptances());
    }
    return checker.verdict();
  }

  private void readRows(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet r =
            statement.executeQuery(
                "select request_uuid, journey_id, file, state, door, coalesce(started_at, accepted_at), requested, entered,"
                    + " duplicate, unknown_ids, already_entered, rejected from start_request")) {
      while (r.next()) {
        long sum = r.getLong(8) + r.getLong(9) + r.getLong(10) + r.getLong(11) + r.getLong(12);
        rows.put(
            r.getString(1),
            new Row(
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                millis(r.getObject(6)),
                sum == r.getLong(7),
                r.getLong(7)));
      }
    }
  }

  /** A time as the drivers give it: SQLite's is a text. */
  private static long millis(Object time) {
    return time instanceof Timestamp timestamp
        ? timestamp.getTime()
        : Instant.parse((String) time).toEpochMilli();
  }

  /** A message that was sent and is not deleted yet is of a request that is done. */
  private void readOnTheWay(Connection database) throws SQLException {
    for (String table :
        List.of("outbox", "waiting_request", "waiting_message", "held_chunk", "start_file")) {
      try (Statement statement = database.createStatement();
          ResultSet r = statement.executeQuery("select request_uuid from " + table)) {
        while (r.next()) {
          Row row = rows.get(r.getString(1));
          if (row == null || !row.state().equals("done")) {
            stranded++;
            example("stranded: %s has a row of %s, its request: %s", table, r.getString(1), row);
          }
        }
      }
    }
  }

  private void readDeadLetters(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet r = statement.executeQuery("select request_uuid, cause from dead_letter")) {
      while (r.next()) {
        dead++;
        example("dead: a message of %s, %s", r.getString(1), r.getString(2));
      }
    }
  }

  private void readIds(Connection database) throws SQLException {
    for (Request request : history.requests()) {
      request.ids.forEach(id -> byId.put(id, request));
    }
    database.setAutoCommit(false);
    try (Statement statement = database.createStatement()) {
      statement.setFetchSize(10_000);
      try (ResultSet r =
          statement.executeQuery("select request_uuid, user_id, journey_id from entry")) {
        while (r.next()) {
          take(r.getString(1), r.getString(2), r.getString(3));
        }
      }
      try (ResultSet r =
          statement.executeQuery("select request_uuid, submitted_id, outcome from outcome")) {
        while (r.next()) {
          if (r.getString(3).equals("duplicate")) {
            duplicate++;
            example(
                "duplicate: %s is an outcome of %s, and was sent once",
                r.getString(2), r.getString(1));
          }
          Row row = rows.get(r.getString(1));
          take(r.getString(1), r.getString(2), row == null ? null : row.journey());
        }
      }
    } finally {
      database.setAutoCommit(true);
    }
  }

  private void take(String uuid, String id, String journey) {
    Request request = byId.get(id);
    if (request != null) {
      Found here = found.computeIfAbsent(request.number, n -> new Found());
      boolean again = !here.idsByUuid.computeIfAbsent(uuid, u -> new HashSet<>()).add(id);
      if (!here.all.add(id)) {
        if (again || here.idsByUuid.size() > 1 + request.givenUpAndKilled()) {
          duplicate++;
          example("duplicate: %s entered more than once, last with %s", id, uuid);
        } else {
          late++;
        }
      }
      here.journeys.add(journey);
      return;
    }
    for (Dropped file : history.files()) {
      if (id.startsWith(file.prefix())
          && id.substring(file.prefix().length()).matches("[0-9]{1,9}")) {
        int row = Integer.parseInt(id.substring(file.prefix().length()));
        BitSet seen = fileRows.computeIfAbsent(file, f -> new BitSet(f.rows()));
        if (seen.get(row)) {
          duplicate++;
          example("duplicate: row %d of %s entered more than once", row, file.name());
        }
        seen.set(row);
        fileNames.computeIfAbsent(file, f -> new HashSet<>()).add(uuid);
        return;
      }
    }
    unexpected++;
    example("unexpected: %s was never sent, and entered with %s", id, uuid);
  }

  private void judge(Request request) {
    requests++;
    for (History.Attempt attempt : request.attempts.values()) {
      if (attempt.kind == Kind.BROKEN) {
        broken++;
        example(
            "broken: request %d was answered %d %s",
            request.number, attempt.status, attempt.detail);
      }
    }
    Found here = found.getOrDefault(request.number, new Found());
    Set<String> names = request.acceptedAs();
    if (names.size() > 1) {
      duplicate++;
      example("duplicate: request %d was accepted as %s", request.number, names);
    }
    for (String uuid : names) {
      accepted++;
      ids += request.ids.size();
      judge(request, uuid, here.idsByUuid.getOrDefault(uuid, Set.of()));
    }
    if (names.isEmpty() && !here.all.isEmpty()) {
      if (request.refusedThroughout()) {
        unexpected++;
        example(
            "unexpected: request %d was refused, and entered: %s", request.number, kinds(request));
      } else {
        late += request.givenUpAndKilled() > 0 ? 1 : 0;
        here.idsByUuid.forEach((uuid, entered) -> judge(request, uuid, entered));
      }
    }
    if (!here.all.isEmpty() && !here.journeys.equals(Set.of(request.journey))) {
      unexpected++;
      example(
          "unexpected: request %d was for %s and entered %s",
          request.number, request.journey, here.journeys);
    }
  }

  private static String kinds(Request request) {
    return request.attempts.values().toString();
  }

  private void judge(Request request, String uuid, Set<String> entered) {
    Row row = rows.get(uuid);
    if (entered.isEmpty()) {
      lost++;
      example("lost: request %d, %s, its row: %s", request.number, uuid, row);
    } else if (entered.size() < request.ids.size()
        || row == null
        || !row.balanced()
        || row.requested() != request.ids.size()
        || !row.state().equals("done")) {
      partial++;
      example(
          "partial: request %d, %s, %d of %d ids, its row: %s",
          request.number, uuid, entered.size(), request.ids.size(), row);
    }
  }

  private void judge(Dropped file) {
    accepted++;
    ids += file.rows();
    BitSet seen = fileRows.getOrDefault(file, new BitSet());
    Set<String> names = fileNames.getOrDefault(file, Set.of());
    Row row = names.size() == 1 ? rows.get(names.iterator().next()) : null;
    if (names.isEmpty()) {
      lost++;
      example("lost: %s, nobody of it entered", file.name());
    } else if (names.size() > 1) {
      duplicate++;
      example("duplicate: %s was taken as %s", file.name(), names);
    } else if (seen.cardinality() != file.rows()
        || row == null
        || !row.balanced()
        || row.requested() != file.rows()
        || !row.state().equals("done")) {
      partial++;
      example(
          "partial: %s, %d of %d rows, its row: %s",
          file.name(), seen.cardinality(), file.rows(), row);
    }
    if (seen.length() > file.rows()) {
      unexpected++;
      example(
          "unexpected: %s has %d rows, and row %d entered",
          file.name(), file.rows(), seen.length() - 1);
    }
  }

  /**
   * Whoever was told of a request misses it if it does not come to its end; these nobody misses.
   */
  private void judgeUntold() {
    Set<String> told = new HashSet<>();
    history.requests().forEach(request -> told.addAll(request.acceptedAs()));
    rows.forEach(
        (uuid, row) -> {
          if (!told.contains(uuid) && row.file() == null && !row.state().equals("done")) {
            stranded++;
            example("stranded: %s is %s, and nobody was told of it", uuid, row);
          }
        });
  }

  private Map<String, List<Long>> acceptances() {
    Map<String, List<Long>> times = new HashMap<>();
    for (Row row : rows.values()) {
      if (row.door().equals("http")) {
        times.computeIfAbsent(row.journey(), j -> new ArrayList<>()).add(row.slotAt());
      }
    }
    times.values().forEach(at -> at.sort(null));
    return times;
  }

  private Verdict verdict() {
    return new Verdict(
        requests,
        accepted,
        ids,
        lost,
        partial,
        duplicate,
        unexpected,
        limit.broken(),
        limit.stuck(),
        stranded,
        dead,
        broken,
        late,
        List.copyOf(examples));
  }

  private void example(String text, Object... values) {
    // The first of each kind: a thousand of one would hide the only one of another.
    String kind = text.substring(0, text.indexOf(':'));
    if (examples.stream().filter(one -> one.startsWith(kind)).count() < EXAMPLES_OF_A_KIND) {
      examples.add(text.formatted(values));
    }
  }
}
