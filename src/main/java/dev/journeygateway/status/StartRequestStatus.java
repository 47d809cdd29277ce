package dev.journeygateway.status;

import dev.journeygateway.status.CallForecast.Calls;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is told about a request, over HTTP and beside its file; the order is the published one.
 *
 * @param startAt there where its caller asked for a time
 * @param expectedAt there while it waits for its slot, and while its calls wait
 * @param traceId there where it is in a trace
 * @param progress there while it is under way
 * @param calls there where its people go to a destination that is called
 */
public record StartRequestStatus(
    UUID requestUuid,
    State state,
    String door,
    String journeyId,
    String entryPointId,
    String applicationCode,
    String selector,
    Instant acceptedAt,
    Optional<Instant> startAt,
    Optional<Instant> expectedAt,
    Optional<Instant> finishedAt,
    Optional<String> file,
    Optional<String> reason,
    Optional<String> traceId,
    Counts counts,
    Optional<Progress> progress,
    Optional<Calls> calls) {

  /**
   * How far a request has come.
   *
   * @param percent of the rows, with one decimal
   * @param rowsPerSecond of the whole time since it started
   */
  public record Progress(
      long rowsRead,
      long rowsEntered,
      long rowsRefused,
      Optional<Double> percent,
      long rowsPerSecond,
      Optional<Long> secondsLeft) {}
}
