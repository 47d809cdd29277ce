package dev.journeygateway.accept;

import dev.journeygateway.database.Database;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.IdempotencyKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of accepted requests and their keys, written in the transaction under way. */
final class RequestRows {
  private final Database database;

  RequestRows(Database database) {
    this.database = database;
  }

  /**
   * A row to be.
   *
   * @param expectedAt when its slot is expected, where it waits for it
   */
  record Row(Candidate candidate, Instant acceptedAt, Optional<Instant> expectedAt) {
    String state() {
      return candidate.startsLater() ? "scheduled" : "accepted";
    }

    static Row accepted(Candidate candidate, Instant acceptedAt) {
      return new Row(candidate, acceptedAt, Optional.empty());
    }

    AcceptedRequest request() {
      return candidate.request();
    }

    /** A list that has its slot is fed from now on. */
    Optional<Instant> startedAt() {
      return expectedAt.isEmpty() && !candidate.startsLater() && candidate.file().isPresent()
          ? Optional.of(acceptedAt)
          : Optional.empty();
    }
  }

  /**
   * Inserts all rows and the keys they have.
   *
   * @throws org.springframework.dao.DuplicateKeyException when a key is there already
   */
  void insert(List<Row> rows) {
    database
        .write("insert-start-request")
        .updateEach(
            rows,
            (sql, row) -> {
              AcceptedRequest request = row.request();
              sql.with("request_uuid", request.requestUuid())
                  .with("door", request.door())
                  .with("journey_id", request.slot().journeyId())
                  .with("entry_point_id", request.slot().entryPointId())
                  .with("application_code", request.applicationCode())
                  .with("selector", request.selector().kind())
                  .with("state", row.state())
                  .with("accepted_at", row.acceptedAt())
                  .with("start_at", row.candidate().startAt().orElse(null))
                  .with("expected_at", row.expectedAt().orElse(null))
                  .with("started_at", row.startedAt().orElse(null))
                  .with("file", row.candidate().file().orElse(null))
                  .with("requested", request.requested())
                  .with("rejected", request.rejected())
                  .with("traceparent", request.traceparent().orElse(null));
            });
    List<Row> keyed = rows.stream().filter(row -> row.request().key().isPresent()).toList();
    database
        .write("insert-idempotency-key")
        .updateEach(
            keyed,
            (sql, row) -> {
              IdempotencyKey key = row.request().key().orElseThrow();
              sql.with("journey_id", row.request().slot().journeyId())
                  .with("idempotency_key", key.key())
                  .with("request_uuid", row.request().requestUuid())
                  .with("body_sha256", key.bodySha256());
            });
  }
}
