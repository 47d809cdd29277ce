package dev.journeygateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Optional;
import java.util.UUID;

/**
 * One step of a request as a span. Where the request is not sampled nothing is recorded, and only
 * the {@code traceparent} it came with is handed on.
 */
public final class RequestSpan {

  /** Of a request without a trace. */
  public static final RequestSpan NONE = new RequestSpan(null, Optional.empty());

  private static final String PREFIX = "journey_gateway.";

  private final Span span;
  private final Optional<String> traceparent;

  /**
   * @param span null where nothing is recorded
   */
  RequestSpan(Span span, Optional<String> traceparent) {
    this.span = span;
    this.traceparent = traceparent;
  }

  /** What the next step of the request goes on from. */
  public Optional<String> traceparent() {
    return traceparent;
  }

  /** Whether it is sampled, so that what is noted is kept. */
  public boolean recorded() {
    return span != null;
  }

  /** The request that it is a step of. */
  public RequestSpan of(UUID requestUuid) {
    return span == null ? this : set("request_uuid", requestUuid.toString());
  }

  /** Notes a fact of ours: none that names a person, and no token. */
  public RequestSpan set(String name, String value) {
    if (span != null) {
      span.setAttribute(PREFIX + name, value);
    }
    return this;
  }

  /** As {@link #set(String, String)}. */
  public RequestSpan set(String name, long value) {
    if (span != null) {
      span.setAttribute(PREFIX + name, value);
    }
    return this;
  }

  /** Notes the status of an HTTP answer. */
  public RequestSpan answered(int status) {
    if (span != null) {
      span.setAttribute("http.response.status_code", status);
    }
    return this;
  }

  /**
   * Shows the step as failed.
   *
   * @param type a class of failures, in which nothing of the request is repeated
   */
  public RequestSpan failed(String type) {
    if (span != null) {
      span.setAttribute("error.type", type);
      span.setStatus(StatusCode.ERROR);
    }
    return this;
  }

  /** As {@link #failed(String)}, with the type of what was thrown. */
  public RequestSpan failed(Throwable failure) {
    return span == null ? this : failed(failure.getClass().getSimpleName());
  }

  /** Ends it; one that is never ended is never sent. */
  public void end() {
    if (span != null) {
      span.end();
    }
  }
}
