package dev.journeygateway.request;

import dev.journeygateway.database.SqlFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** The first answers that are kept for keys sent again (http.md, "Asking twice safely"). */
public final class IdempotencyKeys {

  private static final String FIND = SqlFile.read("find-idempotency-key");
  private static final String FORGET = SqlFile.read("forget-idempotency-key");

  /**
   * After this long a first request is no longer being decided: every caller is answered within
   * five seconds.
   */
  private static final Duration DECIDED = Duration.ofSeconds(10);

  private final JdbcTemplate jdbc;
  private final Duration keep;

  public IdempotencyKeys(JdbcTemplate jdbc, IdempotencySettings settings) {
    this.jdbc = jdbc;
    this.keep = settings.keep();
  }

  /**
   * What the first request with a key became.
   *
   * @param enqueued whether it is known to be safe on the queue
   * @param inFlight whether it may still be under way elsewhere
   */
  public record First(
      UUID requestUuid,
      String bodySha256,
      String applicationCode,
      String entryPointId,
      String door,
      Instant acceptedAt,
      boolean enqueued,
      boolean inFlight) {}

  /**
   * The first request that came with this key for this journey and is still kept.
   *
   * @throws StartRequestRefused with IDEMPOTENCY_KEY_REUSED when it had another body, with
   *     IDEMPOTENCY_KEY_IN_USE while it is being decided
   */
  public Optional<First> first(String journeyId, IdempotencyKey key) {
    Optional<First> first = find(journeyId, key.key());
    first.ifPresent(
        found -> {
          if (!found.bodySha256().equals(key.bodySha256())) {
            throw Refusal.of(
                    Reason.IDEMPOTENCY_KEY_REUSED,
                    "this Idempotency-Key was used with another body before")
                .asException();
          }
          if (!found.enqueued() && found.inFlight()) {
            throw inUse().asException();
          }
        });
    return first;
  }

  /**
   * A first request with the same key is still being decided; in a second its answer will be there.
   */
  static Refusal inUse() {
    return new Refusal(
        Reason.IDEMPOTENCY_KEY_IN_USE,
        "a request with this Idempotency-Key is still being decided",
        Map.of(),
        Optional.of(Duration.ofSeconds(1)));
  }

  private Optional<First> find(String journeyId, String key) {
    return jdbc.query(
        FIND,
        rows -> {
          if (!rows.next()) {
            return Optional.empty();
          }
          if (!rows.getBoolean("kept")) {
            jdbc.update(FORGET, journeyId, key, keep.toMillis());
            return Optional.empty();
          }
          return Optional.of(
              new First(
                  rows.getObject("request_uuid", UUID.class),
                  rows.getString("body_sha256"),
                  rows.getString("application_code"),
                  rows.getString("entry_point_id"),
                  rows.getString("door"),
                  rows.getTimestamp("accepted_at").toInstant(),
                  rows.getBoolean("enqueued"),
                  rows.getBoolean("in_flight")));
        },
        keep.toMillis(),
        DECIDED.toMillis(),
        journeyId,
        key);
  }
}
