package dev.journeygateway.trace;

import java.util.Optional;
import java.util.UUID;
import org.slf4j.MDC;

/** Names a request and its trace in the lines that are logged until it is closed. */
public final class TraceLog implements AutoCloseable {

  private static final String REQUEST = "request_uuid";
  private static final String TRACE = "trace_id";

  private TraceLog() {}

  /** Names them, in the place of those before. */
  public static TraceLog of(UUID requestUuid, Optional<String> traceparent) {
    return of(requestUuid.toString(), traceparent);
  }

  /** As {@link #of(UUID, Optional)}, for one whose name is not judged yet. */
  public static TraceLog of(String request, Optional<String> traceparent) {
    MDC.put(REQUEST, request);
    Traces.traceId(traceparent).ifPresentOrElse(id -> MDC.put(TRACE, id), () -> MDC.remove(TRACE));
    return new TraceLog();
  }

  /** Names none from here on. */
  public static void end() {
    MDC.remove(REQUEST);
    MDC.remove(TRACE);
  }

  @Override
  public void close() {
    end();
  }
}
