package dev.journeygateway.status;

import dev.journeygateway.accept.WaitingLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told about a request, over HTTP and beside its file (http.md, "Asking what became of
 * it").
 */
public final class StatusJson {

  private final WaitingLine line;
  private final Clock clock;

  public StatusJson(WaitingLine line, Clock clock) {
    this.line = line;
    this.clock = clock;
  }

  /** The fields of the status, in the published order. */
  public Map<String, Object> of(TrackedRequest request) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("request_uuid", request.requestUuid().toString());
    status.put("state", request.state().text());
    status.put("door", request.door());
    status.put("journey_id", request.journeyId());
    status.put("entry_point_id", request.entryPointId());
    status.put("application_code", request.applicationCode());
    status.put("selector", request.selector());
    status.put("accepted_at", request.acceptedAt().toString());
    request
        .expectedAt()
        .filter(at -> request.state() == State.ACCEPTED)
        .map(at -> line.expectedAt(request.requestUuid()).orElse(at))
        .ifPresent(at -> status.put("expected_at", at.toString()));
    request.finishedAt().ifPresent(at -> status.put("finished_at", at.toString()));
    request.file().ifPresent(file -> status.put("file", file));
    request.reason().ifPresent(reason -> status.put("reason", reason));
    status.put("counts", counts(request.counts()));
    if (request.state() == State.PROCESSING || request.state() == State.HELD) {
      status.put("progress", progress(request));
    }
    return status;
  }

  private static Map<String, Object> counts(Counts counts) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("requested", counts.requested());
    map.put("entered", counts.entered());
    map.put("duplicate", counts.duplicate());
    map.put("unknown", counts.unknown());
    map.put("already_entered", counts.alreadyEntered());
    map.put("rejected", counts.rejected());
    return map;
  }

  /** How far a request has come; speed and time left are of the whole time since it started. */
  public Map<String, Object> progress(TrackedRequest request) {
    Counts counts = request.counts();
    long refused =
        counts.duplicate() + counts.unknown() + counts.alreadyEntered() + counts.rejected();
    long read = counts.entered() + refused;
    Map<String, Object> progress = new LinkedHashMap<>();
    progress.put("rows_read", read);
    progress.put("rows_entered", counts.entered());
    progress.put("rows_refused", refused);
    if (counts.requested() > 0) {
      progress.put("percent", Math.round(1000.0 * read / counts.requested()) / 10.0);
    }
    Instant since = request.startedAt().orElse(request.acceptedAt());
    double seconds = Math.max(0.001, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    long perSecond = Math.round((read - counts.rejected()) / seconds);
    progress.put("rows_per_second", perSecond);
    if (perSecond > 0 && counts.requested() >= read) {
      progress.put("seconds_left", (counts.requested() - read + perSecond - 1) / perSecond);
    }
    return progress;
  }
}
