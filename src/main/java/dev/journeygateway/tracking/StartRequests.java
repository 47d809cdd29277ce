package dev.journeygateway.tracking;

import dev.journeygateway.database.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of start requests and their outcomes: written as requests are accepted, read by whoever
 * asks what became of them.
 */
public final class StartRequests {

  private static final String INSERT = SqlFile.read("insert-start-request");
  private static final String INSERT_KEY = SqlFile.read("insert-idempotency-key");
  private static final String DELETE = SqlFile.read("delete-start-request");
  private static final String MARK_ENQUEUED = SqlFile.read("mark-start-request-enqueued");
  private static final String COLUMNS =
      "request_uuid, door, journey_id, entry_point_id, application_code, selector, state, reason, file, accepted_at,"
          + " finished_at, expected_at, started_at, requested, entered, duplicate, unknown_ids, already_entered, rejected";

  /** Every door, as {@code door} says: a list that names none is put together of theirs. */
  private static final List<String> DOORS = List.of("http", "folder", "sftp", "queue");

  private final JdbcTemplate jdbc;

  public StartRequests(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A row to be. */
  public record NewRow(
      UUID requestUuid,
      String door,
      String journeyId,
      String entryPointId,
      String applicationCode,
      String selector,
      Instant acceptedAt,
      long requested,
      Optional<String> idempotencyKey,
      Optional<String> bodySha256) {}

  /**
   * What a list is narrowed to; empty means any. {@code after} is the last uuid of the page before.
   */
  public record Narrowed(
      Optional<String> journeyId,
      Optional<State> state,
      Optional<String> door,
      Optional<UUID> after) {}

  /** Inserts all rows or, with an exception, none. */
  public void insert(List<NewRow> rows) {
    jdbc.batchUpdate(
        INSERT,
        rows,
        Math.max(1, rows.size()),
        (statement, row) -> {
          statement.setObject(1, row.requestUuid());
          statement.setString(2, row.door());
          statement.setString(3, row.journeyId());
          statement.setString(4, row.entryPointId());
          statement.setString(5, row.applicationCode());
          statement.setString(6, row.selector());
          statement.setObject(7, OffsetDateTime.ofInstant(row.acceptedAt(), ZoneOffset.UTC));
          statement.setLong(8, row.requested());
        });
    List<NewRow> withKey = rows.stream().filter(row -> row.idempotencyKey().isPresent()).toList();
    if (!withKey.isEmpty()) {
      jdbc.batchUpdate(
          INSERT_KEY,
          withKey,
          withKey.size(),
          (statement, row) -> {
            statement.setString(1, row.journeyId());
            statement.setString(2, row.idempotencyKey().orElseThrow());
            statement.setObject(3, row.requestUuid());
            statement.setString(4, row.bodySha256().orElseThrow());
          });
    }
  }

  /**
   * Takes back rows of requests that the worker has not seen; their keys go with them.
   *
   * @return those that stay, because the worker has seen them
   */
  public Set<UUID> takeBack(List<UUID> requests) {
    int[][] counts =
        jdbc.batchUpdate(
            DELETE, requests, requests.size(), (statement, id) -> statement.setObject(1, id));
    return IntStream.range(0, requests.size())
        .filter(i -> counts[0][i] == 0)
        .mapToObj(requests::get)
        .filter(id -> find(id).isPresent())
        .collect(Collectors.toSet());
  }

  /** Notes that these requests are safe on the queue. */
  public void markEnqueued(List<UUID> requests) {
    jdbc.batchUpdate(
        MARK_ENQUEUED,
        requests,
        Math.max(1, requests.size()),
        (statement, id) -> statement.setObject(1, id));
  }

  /** One request among those of the applications; another's is as absent as none. */
  public Optional<TrackedRequest> find(UUID requestUuid, Collection<String> applications) {
    return jdbc
        .query(
            "select " + COLUMNS + " from start_request where request_uuid = ?",
            StartRequests::tracked,
            requestUuid)
        .stream()
        .filter(request -> applications.contains(request.applicationCode()))
        .findFirst();
  }

  /** One request, whoever's it is; for the gateway's own use. */
  public Optional<TrackedRequest> find(UUID requestUuid) {
    return jdbc
        .query(
            "select " + COLUMNS + " from start_request where request_uuid = ?",
            StartRequests::tracked,
            requestUuid)
        .stream()
        .findFirst();
  }

  /**
   * The newest requests first, at most {@code limit}, of the applications given. Each application
   * and, where no index of another column leads, each door is asked for its newest by itself,
   * because no index has those of several in order.
   */
  public List<TrackedRequest> list(Collection<String> applications, Narrowed to, int limit) {
    if (applications.isEmpty()) {
      return List.of();
    }
    boolean byDoor = to.journeyId().isEmpty() && to.state().isEmpty() && to.door().isEmpty();
    List<Optional<String>> doors =
        byDoor ? DOORS.stream().map(Optional::of).toList() : List.of(to.door());
    List<String> parts = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (String application : applications) {
      for (Optional<String> each : doors) {
        StringBuilder part = new StringBuilder("select ").append(COLUMNS);
        part.append(" from start_request where application_code = ?");
        values.add(application);
        to.journeyId().ifPresent(id -> and(part, values, "journey_id = ?", id));
        to.state().ifPresent(state -> and(part, values, "state = ?", state.text()));
        each.ifPresent(door -> and(part, values, "door = ?", door));
        to.after().ifPresent(uuid -> and(part, values, "request_uuid < ?", uuid));
        part.append(" order by ").append(leading(to)).append(", request_uuid desc limit ?");
        values.add(limit);
        parts.add(part.toString());
      }
    }
    if (parts.size() == 1) {
      return jdbc.query(parts.get(0), StartRequests::tracked, values.toArray());
    }
    values.add(limit);
    // Not a table derived of the union: with that H2 keeps to the limit of its first question.
    return jdbc.query(
        parts.stream().collect(Collectors.joining(") union all (", "(", ")"))
            + " order by request_uuid desc limit ?",
        StartRequests::tracked,
        values.toArray());
  }

  /**
   * The columns that lead the index whose order is wanted. They are the same in every row, but H2
   * reads all of them and sorts where the order does not name them.
   */
  private static String leading(Narrowed to) {
    if (to.journeyId().isPresent()) {
      return "journey_id desc";
    }
    return to.state().isPresent() ? "state desc" : "application_code desc, door desc";
  }

  private static void and(StringBuilder sql, List<Object> values, String condition, Object value) {
    sql.append(" and ").append(condition);
    values.add(value);
  }

  /**
   * Outcomes of a request in the order they were recorded, at most {@code limit}, behind the
   * position given.
   */
  public List<Outcome> outcomes(UUID requestUuid, long behind, int limit) {
    return jdbc.query(
        "select id, submitted_id, outcome, reason from outcome where request_uuid = ? and id > ?"
            + " order by request_uuid, id limit ?",
        (row, number) ->
            new Outcome(
                row.getLong("id"),
                row.getString("submitted_id"),
                row.getString("outcome"),
                Optional.ofNullable(row.getString("reason"))),
        requestUuid,
        behind,
        limit);
  }

  /** How many requests that came since then are in a state; the time is the one in their uuid. */
  public long countSince(State state, Instant since) {
    // The smallest UUIDv7 of that time: 48 bits of milliseconds, version 7, variant 2.
    UUID smallest = new UUID(since.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L);
    return jdbc.queryForObject(
        "select count(*) from start_request where state = ? and request_uuid >= ?",
        Long.class,
        state.text(),
        smallest);
  }

  private static TrackedRequest tracked(ResultSet row, int number) throws SQLException {
    return new TrackedRequest(
        row.getObject("request_uuid", UUID.class),
        row.getString("door"),
        row.getString("journey_id"),
        row.getString("entry_point_id"),
        row.getString("application_code"),
        row.getString("selector"),
        State.of(row.getString("state")),
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("file")),
        row.getTimestamp("accepted_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("finished_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getTimestamp("expected_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getTimestamp("started_at")).map(Timestamp::toInstant),
        new Counts(
            row.getLong("requested"),
            row.getLong("entered"),
            row.getLong("duplicate"),
            row.getLong("unknown_ids"),
            row.getLong("already_entered"),
            row.getLong("rejected")));
  }
}
