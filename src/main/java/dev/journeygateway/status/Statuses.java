package dev.journeygateway.status;

import dev.journeygateway.accept.WaitingLine;
import dev.journeygateway.status.CallForecast.Calls;
import dev.journeygateway.status.StartRequestStatus.Progress;
import dev.journeygateway.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes the answer about a request from its row and its place in line. */
public final class Statuses {

  private final WaitingLine line;
  private final Clock clock;
  private final CallForecast forecast;

  Statuses(WaitingLine line, Clock clock, CallForecast forecast) {
    this.line = line;
    this.clock = clock;
    this.forecast = forecast;
  }

  public StartRequestStatus of(TrackedRequest request) {
    State state = request.state();
    Optional<Calls> calls = forecast.of(request.requestUuid());
    return new StartRequestStatus(
        request.requestUuid(),
        state,
        request.door(),
        request.journeyId(),
        request.entryPointId(),
        request.applicationCode(),
        request.selector(),
        request.acceptedAt(),
        request.startAt(),
        request
            .expectedAt()
            .filter(at -> state == State.ACCEPTED)
            .map(at -> line.expectedAt(request.requestUuid()).orElse(at))
            .or(() -> calls.flatMap(Calls::expectedAt)),
        request.finishedAt(),
        request.file(),
        request.reason(),
        Traces.traceId(request.traceparent()),
        request.counts(),
        state == State.PROCESSING || state == State.HELD
            ? Optional.of(progress(request))
            : Optional.empty(),
        calls);
  }

  /** How far a request has come. */
  public Progress progress(TrackedRequest request) {
    Counts counts = request.counts();
    long refused =
        counts.duplicate()
            + counts.unknown()
            + counts.alreadyEntered()
            + counts.rejected()
            + counts.cancelled();
    long read = counts.entered() + refused;
    Instant since = request.startedAt().orElse(request.acceptedAt());
    double seconds = Math.max(0.001, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    long perSecond = Math.round((read - counts.rejected()) / seconds);
    long left = counts.requested() - read;
    return new Progress(
        read,
        counts.entered(),
        refused,
        counts.requested() > 0
            ? Optional.of(Math.round(1000.0 * read / counts.requested()) / 10.0)
            : Optional.empty(),
        perSecond,
        perSecond > 0 && left >= 0
            ? Optional.of((left + perSecond - 1) / perSecond)
            : Optional.empty());
  }
}
