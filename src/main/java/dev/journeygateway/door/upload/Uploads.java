package dev.journeygateway.door.upload;

import dev.journeygateway.accept.IdempotencySettings;
import dev.journeygateway.database.Database;
import dev.journeygateway.door.file.UploadedFiles;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.trace.TraceLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of uploaded lists: safe before their callers are answered, and put right after a crash.
 */
final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  /** Younger ones may still be handed on by the process that took them. */
  private static final Duration SETTLED = Duration.ofSeconds(30);

  private static final int AT_A_TIME = 100;

  private final Database database;
  private final UploadedFiles files;
  private final Duration keep;

  Uploads(Database database, UploadedFiles files, IdempotencySettings idempotency) {
    this.database = database;
    this.files = files;
    this.keep = idempotency.keep();
  }

  /** A list that is whole on the disk. */
  record Upload(
      UUID requestUuid,
      String journeyId,
      String entryPointId,
      String applicationCode,
      String name,
      Optional<Instant> startAt,
      Optional<String> key,
      String sha256,
      Optional<String> traceparent) {}

  private record Known(UUID requestUuid, String sha256) {}

  /**
   * The first list that came with this key for this journey.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with IDEMPOTENCY_KEY_REUSED when it
   *     was another
   */
  Optional<UUID> first(String journeyId, IdempotencyKey key) {
    Optional<Known> known =
        database
            .ask("find-upload-of-key")
            .with("journey_id", journeyId)
            .with("idempotency_key", key.key())
            .with("keep", keep)
            .first(row -> new Known(row.uuid("request_uuid"), row.text("body_sha256")));
    if (known.isPresent() && !known.get().sha256().equals(key.bodySha256())) {
      throw Refusal.of(
              Reason.IDEMPOTENCY_KEY_REUSED,
              "this Idempotency-Key was used with another body before")
          .asException();
    }
    return known.map(Known::requestUuid);
  }

  /**
   * Makes a list safe: its rows in one transaction, then its place among the claimed files.
   *
   * @throws org.springframework.dao.DuplicateKeyException when its key is there already
   */
  void keep(Upload upload) throws IOException {
    database.begin(
        status -> {
          database.write("delete-old-uploads").with("keep", keep).update();
          database
              .write("insert-upload")
              .with("request_uuid", upload.requestUuid())
              .with("journey_id", upload.journeyId())
              .with("entry_point_id", upload.entryPointId())
              .with("application_code", upload.applicationCode())
              .with("name", upload.name())
              .with("start_at", upload.startAt().orElse(null))
              .with("idempotency_key", upload.key().orElse(null))
              .with("body_sha256", upload.sha256())
              .update();
          files.insert(
              upload.requestUuid(), upload.journeyId(), upload.name(), upload.traceparent());
          return null;
        });
    files.handOn(upload.requestUuid(), upload.journeyId(), upload.name());
  }

  private record Unchecked(
      UUID requestUuid,
      String journeyId,
      String name,
      boolean claimed,
      Optional<String> traceparent) {}

  /**
   * Goes on with lists whose gateway ended between two steps, and shows those as failed whose file
   * is gone.
   */
  void mend(Instant now) throws IOException {
    List<Unchecked> unchecked =
        database
            .read("find-unchecked-uploads")
            .with("settled", SETTLED)
            .with("limit", AT_A_TIME)
            .list(
                row ->
                    new Unchecked(
                        row.uuid("request_uuid"),
                        row.text("journey_id"),
                        row.text("name"),
                        row.flag("claimed"),
                        Optional.ofNullable(row.text("traceparent"))));
    for (Unchecked each : unchecked) {
      try (var log = TraceLog.of(each.requestUuid(), each.traceparent())) {
        mend(each);
      }
    }
    files.deleteGivenUp(now);
  }

  private void mend(Unchecked one) throws IOException {
    boolean arriving = files.isArriving(one.requestUuid(), one.journeyId());
    if (!one.claimed() && !arriving) {
      files.refused(one.requestUuid(), "the file is gone", 0);
      LOG.error("Failed: the file of an uploaded list is gone");
      return;
    }
    if (!one.claimed()) {
      files.insert(one.requestUuid(), one.journeyId(), one.name(), Optional.empty());
    }
    if (arriving) {
      files.handOn(one.requestUuid(), one.journeyId(), one.name());
      LOG.info("Goes on with an uploaded list");
    }
  }
}
