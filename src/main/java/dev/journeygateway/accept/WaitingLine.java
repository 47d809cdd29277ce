package dev.journeygateway.accept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.OutboxEntry;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.Selector;
import dev.journeygateway.text.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Requests that wait for their entry point's slot, in the database: first come, first served within
 * an entry point, bounded, no thread or transaction for those that wait, and none of it in memory.
 *
 * <p>A request that has joined is safe: its row, its key, its place in the line and its messages
 * are one transaction. {@link SlotGrants} lets it out.
 */
public final class WaitingLine {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LimitSettings limit;
  private final SlotPeriods periods;
  private final Permits permits;
  private final RequestRows rows;
  private final Database database;

  WaitingLine(
      LimitSettings limit,
      SlotPeriods periods,
      Permits permits,
      RequestRows rows,
      Database database) {
    this.limit = limit;
    this.periods = periods;
    this.permits = permits;
    this.rows = rows;
    this.database = database;
  }

  /** What became of a request that asked to wait. */
  sealed interface Joined {
    /**
     * It waits.
     *
     * @param expectedAt when its slot is expected; empty where it starts later
     */
    record Waits(Instant acceptedAt, Optional<Instant> expectedAt) implements Joined {}

    record Refused(Refusal refusal) implements Joined {}
  }

  /**
   * Lets a request wait in the transaction under way, or refuses it when the line is full.
   *
   * @throws org.springframework.dao.DuplicateKeyException when its key is there already
   */
  Joined join(Candidate candidate) {
    Slot slot = candidate.request().slot();
    // Under the permit's lock nobody else joins this line: its bound is exact and positions are in
    // the order of commits.
    Permits.State permit = permits.lock(slot);
    long ahead = waiting(slot);
    Instant expected = expected(slot, permit, ahead);
    if (ahead >= limit.maxWaiting()) {
      return new Joined.Refused(Acceptance.rateLimited(Duration.between(permit.now(), expected)));
    }
    rows.insert(List.of(new RequestRows.Row(candidate, permit.now(), Optional.of(expected))));
    insert(
        candidate.request().requestUuid(),
        slot,
        coalescingKey(candidate.request()),
        candidate.sharesSlot());
    insertMessages(candidate, permit.now());
    return new Joined.Waits(permit.now(), Optional.of(expected));
  }

  /** Puts a request at the end of its line, under the lock of the slot's permit. */
  void insert(UUID request, Slot slot, String coalescingKey, boolean sharesSlot) {
    database
        .write("insert-waiting-request")
        .with("request_uuid", request)
        .with("journey_id", slot.journeyId())
        .with("entry_point_id", slot.entryPointId())
        .with("coalescing_key", coalescingKey)
        .with("shares_slot", sharesSlot)
        .update();
  }

  /** Keeps the messages of a request until it has its slot. */
  void insertMessages(Candidate candidate, Instant acceptedAt) {
    database
        .write("insert-waiting-message")
        .with("request_uuid", candidate.request().requestUuid())
        .updateEach(
            candidate.entries().stream()
                .map(entry -> entry.acceptedAt(acceptedAt))
                .map(OutboxEntry::message)
                .toList(),
            (sql, message) -> bind(sql, message));
  }

  private static void bind(dev.journeygateway.database.Sql sql, AcceptedMessage message) {
    sql.with("chunk", message.chunk().orElseThrow())
        .with("last_chunk", message.chunks().isPresent())
        .with("message", message.body());
  }

  /** Whether requests wait for this slot. */
  boolean somebodyWaits(Slot slot) {
    return waiting(slot) > 0;
  }

  long waiting(Slot slot) {
    return database
        .write("count-waiting")
        .with("journey_id", slot.journeyId())
        .with("entry_point_id", slot.entryPointId())
        .number();
  }

  /** The time of the slot after those of the requests ahead. */
  Instant expected(Slot slot, Permits.State permit, long ahead) {
    Duration period = periods.of(slot);
    Instant free = permit.grantedAt().plus(period);
    Instant next = free.isBefore(permit.now()) ? permit.now() : free;
    return next.plus(period.multipliedBy(ahead));
  }

  /**
   * Equal for requests with the same kind of selector and equal attribute values; values of rows
   * are equal to nothing.
   */
  static String coalescingKey(AcceptedRequest request) {
    boolean ownValues =
        request.selector() instanceof Selector.Listed list && !list.attributes().isEmpty();
    Map<String, String> values = new TreeMap<>(request.attributeValues());
    try {
      String text =
          JSON.writeValueAsString(
              List.of(
                  request.selector().kind(),
                  values,
                  ownValues ? request.requestUuid().toString() : ""));
      return Sha256.hex(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written as JSON", e);
    }
  }

  /**
   * When a waiting request will get its slot if nobody outside the line takes one; empty when it
   * does not wait.
   */
  public Optional<Instant> expectedAt(UUID requestUuid) {
    return database
        .ask("find-place-in-line")
        .with("request_uuid", requestUuid)
        .first(
            row ->
                expected(
                    new Slot(row.text("journey_id"), row.text("entry_point_id")),
                    new Permits.State(row.instant("granted_at"), row.instant("now")),
                    row.number("ahead")));
  }
}
