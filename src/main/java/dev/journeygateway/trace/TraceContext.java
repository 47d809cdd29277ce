package dev.journeygateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;

/** A {@code traceparent} as W3C Trace Context writes it, and what is in it. */
final class TraceContext {

  private static final String TRACEPARENT = "traceparent";

  private TraceContext() {}

  private static final TextMapGetter<String> ONE =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
          return List.of(TRACEPARENT);
        }

        @Override
        public String get(String carrier, String key) {
          return key.equals(TRACEPARENT) ? carrier : null;
        }
      };

  /** What it names; invalid where it is null or malformed. */
  static SpanContext read(String traceparent) {
    return traceparent == null
        ? SpanContext.getInvalid()
        : Span.fromContext(
                W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, ONE))
            .getSpanContext();
  }

  static String write(SpanContext context) {
    return "00-"
        + context.getTraceId()
        + "-"
        + context.getSpanId()
        + "-"
        + context.getTraceFlags().asHex();
  }

  /** The trace that it is of; empty where it is malformed. */
  static Optional<String> traceId(Optional<String> traceparent) {
    return traceparent
        .map(TraceContext::read)
        .filter(SpanContext::isValid)
        .map(SpanContext::getTraceId);
  }
}
