package dev.journeygateway.door;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.request.RequestRefusedException;
import dev.journeygateway.trace.RequestSpan;
import dev.journeygateway.trace.Traces;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Begins and ends the spans of the doors that are one route from the call or message to its answer.
 * While traces are off no route has a policy.
 */
final class TracedRoutes implements RoutePolicyFactory {

  private final Map<String, RoutePolicy> policies;

  TracedRoutes(Traces traces) {
    this.policies =
        traces.on()
            ? Map.of(
                "http-start", new Door("http", traces::called),
                "upload-start", new Door("upload", traces::called),
                "queue-start", new Door("queue", traces::received))
            : Map.of();
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return policies.get(routeId);
  }

  private static final class Door extends RoutePolicySupport {
    private static final int FAULT = 500;

    private final String door;
    private final BiFunction<String, String, RequestSpan> begin;

    Door(String door, BiFunction<String, String, RequestSpan> begin) {
      this.door = door;
      this.begin = begin;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      // A producer may have given a property of that name any type.
      Object traceparent = exchange.getIn().getHeader("traceparent");
      new StartExchange(exchange)
          .span(begin.apply(door, traceparent instanceof String text ? text : null));
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      RequestSpan span = new StartExchange(exchange).span();
      if (!span.recorded()) {
        return;
      }
      String request = exchange.getProperty("request_uuid", String.class);
      if (request != null) {
        span.of(UUID.fromString(request));
      }
      Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
      if (status != null) {
        span.answered(status);
      }
      Optional<Throwable> failure = failure(exchange, request != null);
      Optional<RequestRefusedException> refused = failure.flatMap(Door::refused);
      refused.ifPresent(one -> span.set("reason", one.refusal().reason().name()));
      if (refused.isEmpty() || status != null && status >= FAULT) {
        failure.ifPresent(span::failed);
      }
      span.end();
    }

    /** What it ended with, handled or not; of an accepted one only what was not. */
    private static Optional<Throwable> failure(Exchange exchange, boolean accepted) {
      Throwable failure =
          exchange.getException() != null || accepted
              ? exchange.getException()
              : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      return Optional.ofNullable(failure);
    }

    private static Optional<RequestRefusedException> refused(Throwable failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof RequestRefusedException refused) {
          return Optional.of(refused);
        }
      }
      return Optional.empty();
    }
  }
}
