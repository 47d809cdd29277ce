package dev.journeygateway.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.SqlFile;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.TakenSlots;
import dev.journeygateway.request.AcceptedMessages.Chunk;
import dev.journeygateway.tracking.StartRequests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Requests that wait for their entry point's slot, in the database: first come, first served within
 * an entry point, bounded, no thread or transaction for those that wait, and none of it in memory
 * (batch.md, second section).
 *
 * <p>A request that has joined is safe: its row, its place in the line and its messages are one
 * transaction. From there three steps lead onto the queue, each harmless to repeat: the slot is
 * granted by the same conditional statement as everywhere ({@link Permits}); the messages are sent;
 * the place is given up. Whoever dies between them leaves the rest to the next look, of this
 * gateway or another, and a message that is sent again changes nothing, for the worker knows its
 * chunk.
 */
public final class WaitingLine {

  private static final Logger LOG = LoggerFactory.getLogger(WaitingLine.class);

  private static final String LOCK_PERMIT = SqlFile.read("lock-permit");
  private static final String COUNT_WAITING = SqlFile.read("count-waiting");
  private static final String INSERT = SqlFile.read("insert-waiting-request");
  private static final String INSERT_MESSAGE = SqlFile.read("insert-waiting-message");
  private static final String LET_WAIT = SqlFile.read("let-start-request-wait");
  private static final String HEADS = SqlFile.read("find-heads-of-free-slots");
  private static final String GRANT = SqlFile.read("grant-waiting-request");
  private static final String GRANT_ALIKE = SqlFile.read("grant-waiting-requests-alike");
  private static final String GRANTED = SqlFile.read("find-granted-requests");
  private static final String TAKE = SqlFile.read("take-granted-request");
  private static final String RELEASE = SqlFile.read("release-granted-request");
  private static final String FIND = SqlFile.read("find-waiting-request");
  private static final String MESSAGES = SqlFile.read("find-waiting-messages");
  private static final String START = SqlFile.read("start-waiting-request");
  private static final String DELETE_MESSAGES = SqlFile.read("delete-waiting-messages");
  private static final String DELETE = SqlFile.read("delete-waiting-request");
  private static final String PLACE = SqlFile.read("find-place-in-line");

  private static final int AT_A_TIME = 100;

  /**
   * So many sends that fail in one look mean that the broker is away, and not that one message is
   * to blame.
   */
  private static final int FAILURES_A_LOOK = 3;

  /** Messages in one broker transaction; a message holds up to about a mebibyte. */
  private static final int MESSAGES_AT_A_TIME = 16;

  private final LimitSettings limit;
  private final Permits permits;
  private final TakenSlots takenSlots;
  private final StartRequests startRequests;
  private final AcceptedMessages messages;
  private final AcceptedQueue queue;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json = JsonMapper.builder().build();

  public WaitingLine(
      LimitSettings limit,
      Permits permits,
      TakenSlots takenSlots,
      StartRequests startRequests,
      AcceptedMessages messages,
      AcceptedQueue queue,
      JdbcTemplate jdbc,
      TransactionTemplate transaction) {
    this.limit = limit;
    this.permits = permits;
    this.takenSlots = takenSlots;
    this.startRequests = startRequests;
    this.messages = messages;
    this.queue = queue;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * A request in the line: when the database accepted it, and when its slot is expected to be free.
   */
  public record Joined(Instant acceptedAt, Instant expectedAt) {}

  /**
   * Lets a request wait; when this returns, the request is safe.
   *
   * @param file the name of the file it came in
   * @param overLimit {@link OverLimit#REFUSE} takes the slot now or not at all
   * @throws StartRequestRefused with RATE_LIMITED when the line is full, or the slot is taken and
   *     it may not wait; with IDEMPOTENCY_KEY_IN_USE when a request with the same key was quicker
   */
  public Joined join(AcceptedRequest request, Optional<String> file, OverLimit overLimit) {
    makePermit(request.slot());
    try {
      return transaction.execute(status -> joined(request, file, overLimit));
    } catch (DataIntegrityViolationException e) {
      throw IdempotencyKeys.inUse().asException();
    }
  }

  private void makePermit(Slot slot) {
    try {
      permits.ensure(List.of(slot));
    } catch (DataIntegrityViolationException e) {
      LOG.debug("Another replica made the permit of {} in the same moment", slot);
    }
  }

  private Joined joined(AcceptedRequest request, Optional<String> file, OverLimit overLimit) {
    Slot slot = request.slot();
    // Under the permit's lock nobody else joins this line: its bound is exact and positions are in
    // the order of commits.
    Permit permit = lock(slot);
    long ahead = waiting(slot);
    Instant expected = expected(permit.grantedAt(), permit.now(), ahead);
    boolean free = ahead == 0 && !expected.isAfter(permit.now());
    boolean now = overLimit == OverLimit.REFUSE;
    if (now ? !free : ahead >= limit.maxWaiting()) {
      throw Acceptance.rateLimited(Duration.between(permit.now(), expected)).asException();
    }
    if (now && limit.on()) {
      permits.grant(List.of(new Permits.Asked(slot, request.requestUuid())));
    }
    startRequests.insert(List.of(request.row(permit.now())));
    long rejected = request.selector() instanceof Selector.Listed list ? list.rejected() : 0;
    jdbc.update(LET_WAIT, utc(expected), file.orElse(null), rejected, request.requestUuid());
    jdbc.update(
        INSERT,
        request.requestUuid(),
        slot.journeyId(),
        slot.entryPointId(),
        likeness(request),
        overLimit == OverLimit.COALESCE,
        now ? utc(permit.now()) : null);
    if (!(request.selector() instanceof Selector.Listed)) {
      List<Chunk> chunks = messages.write(request.at(permit.now()));
      jdbc.batchUpdate(
          INSERT_MESSAGE,
          chunks,
          100,
          (statement, chunk) -> {
            statement.setObject(1, request.requestUuid());
            statement.setInt(2, chunk.chunk());
            statement.setBoolean(3, chunk.last());
            statement.setString(4, chunk.body());
          });
    }
    return new Joined(permit.now(), expected);
  }

  /** Whether requests wait for this slot. */
  public boolean somebodyWaits(Slot slot) {
    return waiting(slot) > 0;
  }

  private long waiting(Slot slot) {
    return jdbc.queryForObject(COUNT_WAITING, Long.class, slot.journeyId(), slot.entryPointId());
  }

  private record Permit(Instant grantedAt, Instant now) {}

  private Permit lock(Slot slot) {
    return jdbc.queryForObject(
        LOCK_PERMIT,
        (row, number) ->
            new Permit(
                row.getTimestamp("granted_at").toInstant(), row.getTimestamp("now").toInstant()),
        slot.journeyId(),
        slot.entryPointId());
  }

  /** The time of the slot behind those that stand ahead. */
  private Instant expected(Instant grantedAt, Instant now, long ahead) {
    Instant free = grantedAt.plus(limit.period());
    return (free.isBefore(now) ? now : free).plus(limit.period().multipliedBy(ahead));
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * Equal for requests with the same kind of selector and equal attribute values; values of rows
   * are equal to nothing.
   */
  private String likeness(AcceptedRequest request) {
    boolean ownValues =
        request.selector() instanceof Selector.Listed list && !list.attributes().isEmpty();
    Map<String, String> values = new TreeMap<>(request.attributeValues());
    try {
      String text =
          json.writeValueAsString(
              List.of(
                  request.selector().kind(),
                  values,
                  ownValues ? request.requestUuid().toString() : ""));
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "strings can be written as JSON, and every Java has SHA-256", e);
    }
  }

  /**
   * Who got on their way.
   *
   * @param onQueue requests whose messages are on the queue
   * @param lists requests whose rows are in a file, for its door to feed from here on
   */
  public record Admitted(List<UUID> onQueue, List<UUID> lists) {

    Admitted() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    int count() {
      return onQueue.size() + lists.size();
    }
  }

  /**
   * Grants free slots to those who are first in their lines and puts them on the queue.
   *
   * @throws RuntimeException when the database or the broker is away; what was granted goes on at
   *     the next call
   */
  public Admitted admit() {
    Admitted admitted = new Admitted();
    List<Head> heads;
    do {
      heads = jdbc.query(HEADS, WaitingLine::head, limit.period().toMillis(), AT_A_TIME);
      boolean any = false;
      for (Head head : heads) {
        any |= Boolean.TRUE.equals(transaction.execute(status -> grant(head)));
      }
      sendGranted(admitted);
      if (!any) {
        break;
      }
    } while (!heads.isEmpty());
    return admitted;
  }

  private record Head(UUID requestUuid, Slot slot, String likeness, boolean sharesSlot) {}

  private static Head head(java.sql.ResultSet row, int number) throws java.sql.SQLException {
    return new Head(
        row.getObject("request_uuid", UUID.class),
        new Slot(row.getString("journey_id"), row.getString("entry_point_id")),
        row.getString("likeness"),
        row.getBoolean("shares_slot"));
  }

  private boolean grant(Head head) {
    if (!permits.grant(List.of(new Permits.Asked(head.slot(), head.requestUuid())))[0]) {
      return false;
    }
    if (jdbc.update(GRANT, head.requestUuid()) == 0) {
      // Another gateway granted it, a whole period ago; this grant is one too many.
      permits.giveBack(List.of(new Permits.Asked(head.slot(), head.requestUuid())));
      return false;
    }
    if (head.sharesSlot()) {
      jdbc.update(
          GRANT_ALIKE, head.slot().journeyId(), head.slot().entryPointId(), head.likeness());
    }
    return true;
  }

  private void sendGranted(Admitted admitted) {
    int failures = 0;
    List<UUID> granted;
    int before;
    do {
      granted = jdbc.queryForList(GRANTED, UUID.class, AT_A_TIME);
      before = admitted.count();
      for (UUID requestUuid : granted) {
        if (jdbc.update(TAKE, requestUuid) == 1) {
          try {
            (send(requestUuid) ? admitted.onQueue() : admitted.lists()).add(requestUuid);
          } catch (RuntimeException e) {
            LOG.warn("Not sent, tries again: request {}, {}", requestUuid, e.toString());
            if (++failures == FAILURES_A_LOOK) {
              throw e;
            }
          }
        }
      }
    } while (granted.size() == AT_A_TIME && admitted.count() > before);
  }

  /** False for a list in a file, whose rows its door feeds to the queue from here on. */
  private boolean send(UUID requestUuid) {
    try (var mdc = MDC.putCloseable("request_uuid", requestUuid.toString())) {
      AcceptedRequest request = jdbc.queryForObject(FIND, WaitingLine::waiting, requestUuid);
      boolean queued;
      try {
        queued = putAll(request);
      } catch (RuntimeException e) {
        jdbc.update(RELEASE, requestUuid);
        throw e;
      }
      transaction.executeWithoutResult(
          status -> {
            jdbc.update(START, requestUuid);
            if (queued) {
              startRequests.markEnqueued(List.of(requestUuid));
            }
            jdbc.update(DELETE_MESSAGES, requestUuid);
            jdbc.update(DELETE, requestUuid);
          });
      if (limit.on()) {
        takenSlots.remember(request.slot(), limit.period());
      }
      LOG.info("Got its slot: journey {}, door {}", request.slot().journeyId(), request.door());
      return queued;
    }
  }

  /** Whether there was anything to put. */
  private boolean putAll(AcceptedRequest request) {
    int last = 0;
    while (true) {
      List<Chunk> chunks =
          jdbc.query(
              MESSAGES,
              (row, number) ->
                  new Chunk(
                      request,
                      row.getInt("chunk"),
                      row.getBoolean("last_chunk"),
                      row.getString("message")),
              request.requestUuid(),
              last,
              MESSAGES_AT_A_TIME);
      if (chunks.isEmpty()) {
        return last > 0;
      }
      queue.put(chunks);
      last = chunks.get(chunks.size() - 1).chunk();
    }
  }

  /** As much of a waiting request as its messages need to travel; their bodies are written. */
  private static AcceptedRequest waiting(java.sql.ResultSet row, int number)
      throws java.sql.SQLException {
    return new AcceptedRequest(
        row.getObject("request_uuid", UUID.class),
        row.getString("door"),
        new Slot(row.getString("journey_id"), row.getString("entry_point_id")),
        row.getString("application_code"),
        new Selector.Listed(row.getString("selector"), 0, 0, java.util.Set.of()),
        Map.of(),
        row.getTimestamp("accepted_at").toInstant(),
        Optional.empty());
  }

  /**
   * When a waiting request will get its slot if nobody outside the line takes one; empty when it
   * does not wait.
   */
  public Optional<Instant> expectedAt(UUID requestUuid) {
    return jdbc
        .query(
            PLACE,
            (row, number) ->
                expected(
                    row.getTimestamp("granted_at").toInstant(),
                    row.getTimestamp("now").toInstant(),
                    row.getLong("ahead")),
            requestUuid)
        .stream()
        .findFirst();
  }
}
