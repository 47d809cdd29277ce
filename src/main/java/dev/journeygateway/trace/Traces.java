package dev.journeygateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the spans of requests. A trace goes on from the {@code traceparent} that a request came
 * with, or begins at its door; later steps only go on. No span is ever a thread's current one: a
 * request changes its thread at each step, and goes through a database and a broker.
 *
 * <p>Off, and for requests that are not sampled, no span is made.
 */
public final class Traces implements AutoCloseable {

  private static final Traces OFF = new Traces(null, () -> {});

  private final Tracer tracer;
  private final Runnable end;

  /**
   * @param tracer null where traces are off
   * @param end sends what is left
   */
  Traces(Tracer tracer, Runnable end) {
    this.tracer = tracer;
    this.end = end;
  }

  /** Makes none. */
  public static Traces off() {
    return OFF;
  }

  /** Whether there is somebody to send spans to. */
  public boolean on() {
    return tracer != null;
  }

  /**
   * A request comes in by a call that waits for its answer.
   *
   * @param traceparent as it came, or null; a malformed one is as none
   */
  public RequestSpan called(String door, String traceparent) {
    return on() ? door(door, SpanKind.SERVER, traceparent, null) : RequestSpan.NONE;
  }

  /** A request comes in by a message; as {@link #called}. */
  public RequestSpan received(String door, String traceparent) {
    return on() ? door(door, SpanKind.CONSUMER, traceparent, null) : RequestSpan.NONE;
  }

  /**
   * A request came in by a message or a file.
   *
   * @param since when that began
   */
  public RequestSpan received(String door, Optional<String> traceparent, Instant since) {
    return on() ? door(door, SpanKind.CONSUMER, traceparent.orElse(null), since) : RequestSpan.NONE;
  }

  private RequestSpan door(String door, SpanKind kind, String traceparent, Instant since) {
    SpanContext before = TraceContext.read(traceparent);
    if (before.isValid() && !before.isSampled()) {
      return new RequestSpan(null, Optional.of(TraceContext.write(before)));
    }
    SpanBuilder builder = tracer.spanBuilder("door " + door).setSpanKind(kind);
    if (since != null) {
      builder.setStartTimestamp(since);
    }
    RequestSpan span = begun(builder, before);
    return span.set("door", door);
  }

  /** The request goes on inside the gateway. */
  public RequestSpan step(String name, Optional<String> traceparent) {
    return next(name, SpanKind.INTERNAL, traceparent);
  }

  /** The request goes out in a message of ours. */
  public RequestSpan sends(String name, Optional<String> traceparent) {
    return next(name, SpanKind.PRODUCER, traceparent);
  }

  /** The request comes back in a message of ours. */
  public RequestSpan takes(String name, Optional<String> traceparent) {
    return next(name, SpanKind.CONSUMER, traceparent);
  }

  /** Somebody is called for the request. */
  public RequestSpan calls(String name, Optional<String> traceparent) {
    return next(name, SpanKind.CLIENT, traceparent);
  }

  private RequestSpan next(String name, SpanKind kind, Optional<String> traceparent) {
    if (traceparent.isEmpty()) {
      return RequestSpan.NONE;
    }
    if (!on()) {
      return new RequestSpan(null, traceparent);
    }
    SpanContext before = TraceContext.read(traceparent.get());
    if (!before.isValid()) {
      return RequestSpan.NONE;
    }
    return before.isSampled()
        ? begun(tracer.spanBuilder(name).setSpanKind(kind), before)
        : new RequestSpan(null, traceparent);
  }

  private static RequestSpan begun(SpanBuilder builder, SpanContext before) {
    Span span = builder.setParent(Context.root().with(Span.wrap(before))).startSpan();
    return span.isRecording()
        ? new RequestSpan(span, Optional.of(TraceContext.write(span.getSpanContext())))
        : RequestSpan.NONE;
  }

  /**
   * Does what is done for several requests at once, as a span of its own that names those that are
   * sampled.
   */
  public <T> T together(String name, List<Optional<String>> traceparents, Supplier<T> work) {
    if (!on()) {
      return work.get();
    }
    List<SpanContext> sampled =
        traceparents.stream()
            .flatMap(Optional::stream)
            .map(TraceContext::read)
            .filter(SpanContext::isSampled)
            .toList();
    if (sampled.isEmpty()) {
      return work.get();
    }
    SpanBuilder builder = tracer.spanBuilder(name).setNoParent();
    sampled.forEach(builder::addLink);
    Span span = builder.startSpan();
    span.setAttribute("journey_gateway.requests", traceparents.size());
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      span.setAttribute("error.type", e.getClass().getSimpleName());
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  /** The trace that a request's row or message names. */
  public static Optional<String> traceId(Optional<String> traceparent) {
    return TraceContext.traceId(traceparent);
  }

  @Override
  public void close() {
    end.run();
  }
}
