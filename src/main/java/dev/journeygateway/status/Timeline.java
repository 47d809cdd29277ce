package dev.journeygateway.status;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way of a request as steps: those it has taken, with their times, and the one it is at. */
final class Timeline {

  private final Database database;

  Timeline(Database database) {
    this.database = database;
  }

  /**
   * One step.
   *
   * @param at empty where the request is at this step now, or its time was not kept
   * @param expectedAt when it is over, while the request waits for its slot or its time
   * @param chunksDone of a request that is entering
   * @param chunks how many there are, once that is known
   */
  record Step(
      String step,
      Optional<Instant> at,
      Optional<Instant> expectedAt,
      Optional<Integer> chunksDone,
      Optional<Integer> chunks) {

    static Step done(String step, Instant at) {
      return new Step(
          step, Optional.ofNullable(at), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** The steps in their order; the last one of a request that is not over is where it is now. */
  List<Step> of(TrackedRequest request) {
    return database
        .ask("find-timeline")
        .with("request_uuid", request.requestUuid())
        .first(row -> steps(request, row))
        .orElse(List.of());
  }

  private static List<Step> steps(TrackedRequest request, Row row) throws SQLException {
    List<Step> steps = new ArrayList<>();
    steps.add(Step.done("received", received(request)));
    steps.add(Step.done("accepted", request.acceptedAt()));
    request.startedAt().ifPresent(at -> steps.add(Step.done("slot", at)));
    Instant enqueued = row.instant("enqueued_at");
    if (enqueued != null) {
      steps.add(Step.done("queued", enqueued));
    }
    steps.add(last(request, enqueued != null, row));
    return steps;
  }

  private static Step last(TrackedRequest request, boolean enqueued, Row row) throws SQLException {
    return switch (request.state()) {
      case ACCEPTED ->
          request.expectedAt().isPresent()
              ? new Step(
                  "waiting",
                  Optional.empty(),
                  request.expectedAt(),
                  Optional.empty(),
                  Optional.empty())
              : Step.done(enqueued ? "entering" : "queued", null);
      case SCHEDULED ->
          new Step(
              "scheduled", Optional.empty(), request.startAt(), Optional.empty(), Optional.empty());
      case PROCESSING ->
          new Step(
              "entering",
              Optional.empty(),
              Optional.empty(),
              Optional.of((int) row.number("chunks_done")),
              Optional.ofNullable(row.integer("chunks")));
      default -> Step.done(request.state().text(), request.finishedAt().orElse(null));
    };
  }

  /** The time in its uuid, which it got as it came. */
  private static Instant received(TrackedRequest request) {
    Instant at = Instant.ofEpochMilli(request.requestUuid().getMostSignificantBits() >>> 16);
    boolean timed = request.requestUuid().version() == 7 && at.isBefore(request.acceptedAt());
    return timed ? at : request.acceptedAt();
  }
}
