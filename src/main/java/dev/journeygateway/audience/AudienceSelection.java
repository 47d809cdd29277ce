package dev.journeygateway.audience;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.filter.CheckedFilter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;

/**
 * From a checked filter to recorded people, from table to table: no device passes through the heap.
 *
 * <p>The set is the one at first resolution. {@link #resolve} writes it to audience_member in one
 * transaction and never again for that request; the worker that goes on after a crash, on whichever
 * replica, records the same people, whatever devices were loaded meanwhile. Now is the instant the
 * caller gives, the request's accepted_at: a request that waited means the days it was accepted on.
 *
 * <p>{@link #record} enters one stretch of members, its mark in the table chunk and its counts in
 * one transaction; a chunk that has its mark changes nothing. {@link #discard} forgets the members
 * once all chunks are recorded; the audience's own row stays, so that a late redelivery does not
 * resolve it anew.
 *
 * <p>Both join a transaction that is under way. A statement that fails spoils it on PostgreSQL, so
 * a caller who has one must let exceptions roll it back.
 */
public final class AudienceSelection {

  /** As many as are written or deleted in some 50 milliseconds. */
  private static final int SLICE = 5_000;

  private final Database database;
  private final SqlRenderer asked;
  private final SqlRenderer selected;

  /** Requests that this process resolves at the moment. */
  private final Set<UUID> resolving = ConcurrentHashMap.newKeySet();

  public AudienceSelection(Database database) {
    this.database = database;
    this.asked = SqlRenderer.of(database, database.callers());
    this.selected = SqlRenderer.of(database, database.reading());
  }

  /** The instant by the database's clock, which all replicas share. */
  public Instant now() {
    return database.now();
  }

  /** How many devices and people a filter selects at this moment; writes nothing. */
  public Audience count(CheckedFilter filter, Instant now) {
    SqlFragment totals = asked.totals(filter, now);
    return database
        .callers()
        .query(
            totals::prepare, (row, n) -> new Audience(row.getLong("devices"), row.getLong("users")))
        .get(0);
  }

  /**
   * How many devices each condition selects by itself, in the order of the text; writes nothing.
   */
  public List<ClauseCount> countClauses(CheckedFilter filter, Instant now) {
    return filter.clauses().stream()
        .map(
            clause -> {
              SqlFragment count = asked.count(clause, now);
              Long devices =
                  database
                      .callers()
                      .query(count::prepare, (row, n) -> row.getLong("devices"))
                      .get(0);
              return new ClauseCount(clause.text(), clause.character(), devices);
            })
        .toList();
  }

  /**
   * The audience of a request: resolved now where it never was, otherwise as it was resolved first.
   *
   * @param now the request's accepted_at
   * @throws DuplicateKeyException where another replica resolves the same request at this moment
   *     and a transaction is under way around this one; the message comes again and finds what the
   *     other wrote
   */
  public Audience resolve(UUID request, CheckedFilter filter, Instant now) {
    Optional<Audience> resolved = find(request);
    if (resolved.isPresent()) {
      return resolved.get();
    }
    if (!resolving.add(request)) {
      throw new CannotAcquireLockException("request " + request + " is being resolved");
    }
    try {
      // Whoever had it until now may have come to its end.
      return find(request).orElseGet(() -> select(request, filter, now));
    } finally {
      resolving.remove(request);
    }
  }

  private Audience select(UUID request, CheckedFilter filter, Instant now) {
    Runnable select =
        database.either(
            () -> () -> selectInSlices(request, filter, now),
            () -> () -> selectAtOnce(request, filter, now));
    try {
      select.run();
    } catch (DuplicateKeyException e) {
      return find(request).orElseThrow(() -> e);
    }
    return find(request).orElseThrow();
  }

  /** The audience that a request was resolved to, if it was. */
  public Optional<Audience> find(UUID request) {
    return database
        .read("find-audience")
        .with("request_uuid", request)
        .first(row -> new Audience(row.number("devices"), row.number("users")));
  }

  /** Members go from table to table in one statement. */
  private void selectAtOnce(UUID request, CheckedFilter filter, Instant now) {
    database.finish(
        status -> {
          database.allowLong();
          // First, so that a second resolver waits here and then fails, rather than selecting too.
          database
              .write("insert-audience")
              .with("request_uuid", request)
              .with("no", false)
              .with("filter", filter.text())
              .update();
          SqlFragment members =
              selected
                  .select(filter, now)
                  .within(
                      "insert into audience_member (request_uuid, member, user_id, devices) select"
                          + " cast(? as uuid), row_number() over (order by s.user_id), s.user_id,"
                          + " count(*) from (",
                      List.of(request),
                      ") s group by s.user_id");
          database.writing().update(members::prepare);
          return database.write("complete-audience").with("request_uuid", request).update();
        });
  }

  /**
   * Members are selected on one connection and written in slices on the one that writes, which is
   * everybody's. What a selection that ended early has left is replaced.
   */
  private void selectInSlices(UUID request, CheckedFilter filter, Instant now) {
    database
        .write("put-audience")
        .with("request_uuid", request)
        .with("filter", filter.text())
        .update();
    discard(request);
    SqlFragment devices = selected.select(filter, now);
    Audience audience =
        database
            .reading()
            .execute(
                (ConnectionCallback<Audience>)
                    connection -> {
                      try (SelectedPeople people = new SelectedPeople(connection, devices)) {
                        return write(request, people);
                      }
                    });
    database.finish(
        status ->
            database
                .write("complete-audience")
                .with("request_uuid", request)
                .with("users", audience.users())
                .with("devices", audience.devices())
                .update());
  }

  private Audience write(UUID request, SelectedPeople people) throws SQLException {
    long users = 0;
    long devices = 0;
    List<SelectedPeople.Member> slice;
    do {
      slice = people.slice(users + 1, users + SLICE);
      write(request, slice);
      users += slice.size();
      devices += slice.stream().mapToLong(SelectedPeople.Member::devices).sum();
    } while (slice.size() == SLICE);
    return new Audience(devices, users);
  }

  private void write(UUID request, List<SelectedPeople.Member> slice) {
    database.finish(
        status ->
            database
                .write("insert-audience-member")
                .with("request_uuid", request)
                .updateEach(
                    slice,
                    (sql, member) ->
                        sql.with("member", member.number())
                            .with("user_id", member.userId())
                            .with("devices", member.devices())));
  }

  /**
   * What the recording of a chunk needs to know of the request.
   *
   * @param attributeValues the values of every entry, as they are in the column, or null
   * @param enterOnce whether a person who is recorded in the journey stays out (re-entry once)
   */
  public record Entering(
      UUID request,
      String journeyId,
      String entryPointId,
      String attributeValues,
      boolean enterOnce) {}

  /**
   * Records the people of one chunk and its mark, in the transaction under way; nothing, and an
   * empty answer, where the chunk was recorded before.
   *
   * @param chunk from 1 to {@link Audience#chunks}
   * @param chunkSize users in a chunk; the same for all chunks of a request
   */
  public Optional<AudiencePart> record(Entering entering, int chunk, int chunkSize) {
    boolean first =
        database
                .write("insert-chunk")
                .with("request_uuid", entering.request())
                .with("chunk", chunk)
                .update()
            == 1;
    if (!first) {
      return Optional.empty();
    }
    long alreadyEntered =
        entering.enterOnce()
            ? stretch("insert-outcomes-of-members-in-journey", entering.request(), chunk, chunkSize)
                .with("journey_id", entering.journeyId())
                .update()
            : 0;
    long entered =
        stretch(
                entering.enterOnce()
                    ? "insert-entries-of-new-members"
                    : "insert-entries-of-members",
                entering.request(),
                chunk,
                chunkSize)
            .with("journey_id", entering.journeyId())
            .with("entry_point_id", entering.entryPointId())
            .with("attribute_values", entering.attributeValues())
            .update();
    long requested =
        stretch("count-devices-of-members", entering.request(), chunk, chunkSize).number();
    return Optional.of(
        new AudiencePart(requested, entered, requested - entered - alreadyEntered, alreadyEntered));
  }

  /** A statement over the members of one chunk. */
  private Sql stretch(String name, UUID request, int chunk, int chunkSize) {
    return database
        .write(name)
        .with("request_uuid", request)
        .with("first", (chunk - 1L) * chunkSize + 1)
        .with("last", (long) chunk * chunkSize);
  }

  /**
   * Forgets the members of an audience that is recorded to its end, some at a time, so that no
   * statement takes long; its counts stay.
   */
  public void discard(UUID request) {
    long last = database.read("find-last-member").with("request_uuid", request).number();
    for (long first = 1; first <= last; first += SLICE) {
      database
          .write("delete-members")
          .with("request_uuid", request)
          .with("first", first)
          .with("last", first + SLICE - 1)
          .update();
    }
  }
}
