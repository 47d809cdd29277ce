package dev.journeygateway.audience;

import dev.journeygateway.database.LongStatement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * From a checked filter to recorded people, from table to table: no device passes through the heap.
 *
 * <p>The set is the one at first resolution. {@link #resolve} writes it to audience_member in one
 * transaction and never again for that request; whoever goes on after a crash, on whichever
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

  private static final long FORGOTTEN_AT_ONCE = 100_000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  public AudienceSelection(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** The instant by the database's clock, which all replicas share. */
  public Instant now() {
    return jdbc.queryForObject("select current_timestamp", OffsetDateTime.class).toInstant();
  }

  /** How many devices and people a filter selects at this moment; writes nothing. */
  public Audience count(CheckedFilter filter, Instant now) {
    SqlFragment totals = SqlRenderer.totals(filter, now);
    return jdbc.query(
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
              SqlFragment count = SqlRenderer.count(clause, now);
              Long devices = jdbc.query(count::prepare, (row, n) -> row.getLong("devices")).get(0);
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
    try {
      return transaction.execute(status -> select(request, filter, now));
    } catch (DuplicateKeyException e) {
      if (TransactionSynchronizationManager.isActualTransactionActive()) {
        throw e;
      }
      return find(request).orElseThrow(() -> e);
    }
  }

  /** The audience that a request was resolved to, if it was. */
  public Optional<Audience> find(UUID request) {
    return jdbc
        .query(
            "select devices, users from audience where request_uuid = ?",
            (row, n) -> new Audience(row.getLong("devices"), row.getLong("users")),
            request)
        .stream()
        .findFirst();
  }

  private Audience select(UUID request, CheckedFilter filter, Instant now) {
    LongStatement.allow(jdbc);
    // First, so that a second resolver waits here and then fails, rather than selecting too.
    jdbc.update(
        "insert into audience (request_uuid, devices, users, resolved_at) values (?, 0, 0, current_timestamp)",
        request);
    SqlFragment members =
        SqlRenderer.select(filter, now)
            .within(
                "insert into audience_member (request_uuid, member, user_id, devices)"
                    + " select cast(? as uuid), row_number() over (order by s.user_id), s.user_id, count(*) from (",
                List.of(request),
                ") s group by s.user_id");
    jdbc.update(members::prepare);
    jdbc.update(
        "update audience set"
            + " users = (select count(*) from audience_member m where m.request_uuid = audience.request_uuid),"
            + " devices = (select coalesce(sum(m.devices), 0) from audience_member m"
            + " where m.request_uuid = audience.request_uuid)"
            + " where request_uuid = ?",
        request);
    return find(request).orElseThrow();
  }

  /**
   * What the recording of a chunk needs to know of the request.
   *
   * @param attributeValues the values of every entry, as they stand in the column, or null
   * @param enterOnce whether a person who is recorded in the journey stays out (re-entry once)
   */
  public record Entering(
      UUID request,
      String journeyId,
      String entryPointId,
      String attributeValues,
      boolean enterOnce) {}

  /**
   * Records the people of one chunk and its mark; nothing, and an empty answer, where the chunk was
   * recorded before.
   *
   * @param chunk from 1 to {@link Audience#chunks}
   * @param chunkSize users in a chunk; the same for all chunks of a request
   */
  public Optional<AudiencePart> record(Entering entering, int chunk, int chunkSize) {
    return transaction.execute(status -> recordOnce(entering, chunk, chunkSize));
  }

  private Optional<AudiencePart> recordOnce(Entering entering, int chunk, int chunkSize) {
    Long marks =
        jdbc.queryForObject(
            "select count(*) from chunk where request_uuid = ? and chunk = ?",
            Long.class,
            entering.request(),
            chunk);
    if (marks > 0) {
      return Optional.empty();
    }
    jdbc.update("insert into chunk (request_uuid, chunk) values (?, ?)", entering.request(), chunk);
    long first = (chunk - 1L) * chunkSize + 1;
    long last = (long) chunk * chunkSize;
    long alreadyEntered =
        entering.enterOnce()
            ? jdbc.update(
                "insert into outcome (request_uuid, submitted_id, outcome, reason)"
                    + " select m.request_uuid, m.user_id, 'already_entered', null from audience_member m"
                    + " where m.request_uuid = ? and m.member between ? and ?"
                    + " and exists (select 1 from entry e where e.journey_id = ? and e.user_id = m.user_id)",
                entering.request(),
                first,
                last,
                entering.journeyId())
            : 0;
    String unlessEntered =
        entering.enterOnce()
            ? " and not exists (select 1 from entry e where e.journey_id = ? and e.user_id = m.user_id)"
            : "";
    SqlFragment insert =
        new SqlFragment(
                unlessEntered, entering.enterOnce() ? List.of(entering.journeyId()) : List.of())
            .within(
                "insert into entry (request_uuid, user_id, journey_id, entry_point_id, attribute_values, entered_at)"
                    + " select m.request_uuid, m.user_id, cast(? as varchar(64)), cast(? as varchar(64)),"
                    + " cast(? as varchar), current_timestamp from audience_member m"
                    + " where m.request_uuid = ? and m.member between ? and ?",
                Arrays.asList(
                    entering.journeyId(),
                    entering.entryPointId(),
                    entering.attributeValues(),
                    entering.request(),
                    first,
                    last),
                "");
    long entered = jdbc.update(insert.text(), insert.values().toArray());
    Long requested =
        jdbc.queryForObject(
            "select coalesce(sum(devices), 0) from audience_member where request_uuid = ? and member between ? and ?",
            Long.class,
            entering.request(),
            first,
            last);
    return Optional.of(
        new AudiencePart(requested, entered, requested - entered - alreadyEntered, alreadyEntered));
  }

  /**
   * Forgets the members of an audience that is recorded to its end, some at a time, so that no
   * statement takes long; its counts stay.
   */
  public void discard(UUID request) {
    Long last =
        jdbc.queryForObject(
            "select max(member) from audience_member where request_uuid = ?", Long.class, request);
    for (long member = 0; last != null && member < last; member += FORGOTTEN_AT_ONCE) {
      jdbc.update(
          "delete from audience_member where request_uuid = ? and member > ? and member <= ?",
          request,
          member,
          member + FORGOTTEN_AT_ONCE);
    }
  }
}
