package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The first answers that are kept for keys sent again. */
public final class IdempotencyKeys {
  private final Database database;
  private final Duration keep;

  IdempotencyKeys(Database database, IdempotencySettings settings) {
    this.database = database;
    this.keep = settings.keep();
  }

  /**
   * What the first request with a key became: accepted, and safe in the outbox or beyond.
   *
   * @param over whether it failed or was cancelled since
   */
  public record First(
      UUID requestUuid,
      String applicationCode,
      String entryPointId,
      String door,
      Instant acceptedAt,
      boolean over) {}

  private record Found(First first, String bodySha256, boolean kept, boolean unanswered) {}

  /**
   * The first request that came with this key for this journey and is still kept.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with IDEMPOTENCY_KEY_REUSED when it
   *     had another body
   */
  public Optional<First> first(String journeyId, IdempotencyKey key) {
    Optional<Found> found = find(journeyId, key.key());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!found.get().kept()) {
      database
          .write("forget-idempotency-key")
          .with("journey_id", journeyId)
          .with("idempotency_key", key.key())
          .with("keep", keep)
          .update();
      return Optional.empty();
    }
    if (!found.get().bodySha256().equals(key.bodySha256())) {
      throw reused().asException();
    }
    First first = found.get().first();
    return found.get().unanswered() && !noteReplay(journeyId, key.key(), first.requestUuid())
        ? Optional.empty()
        : Optional.of(first);
  }

  /**
   * Keeps a request from being undone, for its caller is about to be answered with it. False when
   * it has been: then it is as if it had never been.
   */
  private boolean noteReplay(String journeyId, String key, UUID request) {
    return database
            .write("note-replay")
            .with("journey_id", journeyId)
            .with("idempotency_key", key)
            .with("request_uuid", request)
            .with("yes", true)
            .update()
        == 1;
  }

  /** Forgets the key of a request. */
  void forget(String journeyId, String key, UUID request) {
    database
        .write("forget-content")
        .with("journey_id", journeyId)
        .with("idempotency_key", key)
        .with("request_uuid", request)
        .update();
  }

  /** The key came with another body before. */
  public static Refusal reused() {
    return Refusal.of(
        Reason.IDEMPOTENCY_KEY_REUSED, "this Idempotency-Key was used with another body before");
  }

  /** A request with the same key was committed in the same moment. */
  static Refusal inUse() {
    return new Refusal(
        Reason.IDEMPOTENCY_KEY_IN_USE,
        "a request with this Idempotency-Key is still being decided",
        Map.of(),
        Optional.of(Duration.ofSeconds(1)));
  }

  private Optional<Found> find(String journeyId, String key) {
    return database
        .ask("find-idempotency-key")
        .with("journey_id", journeyId)
        .with("idempotency_key", key)
        .with("keep", keep)
        .first(
            row ->
                new Found(
                    new First(
                        row.uuid("request_uuid"),
                        row.text("application_code"),
                        row.text("entry_point_id"),
                        row.text("door"),
                        row.instant("accepted_at"),
                        row.flag("over")),
                    row.text("body_sha256"),
                    row.flag("kept"),
                    row.flag("unanswered")));
  }
}
