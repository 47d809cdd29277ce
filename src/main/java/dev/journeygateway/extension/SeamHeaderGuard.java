package dev.journeygateway.extension;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Keeps the seams' headers for the routes themselves: what a transport brings under one of their
 * names is dropped before a door's first step, and what an answer from elsewhere brings leaves them
 * as they were. A route finds what was dropped in the exchange property {@code outside}, by name,
 * and may set a header from it.
 */
final class SeamHeaderGuard implements InterceptStrategy {

  /** Within the gateway: what comes from there was set by a route. */
  private static final Set<String> WITHIN =
      Set.of(
          "direct",
          "seda",
          "bean",
          "class",
          "language",
          "log",
          "mock",
          "dataformat",
          "validator",
          "ref");

  /** The first step of every route of an extension. */
  void dropFromOutside(Exchange exchange) {
    Route route = exchange.getUnitOfWork() == null ? null : exchange.getUnitOfWork().getRoute();
    if (route != null && within(route.getEndpoint().getEndpointUri())) {
      return;
    }
    Message message = exchange.getMessage();
    Map<String, Object> dropped = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (SeamHeaders.include(name)) {
                dropped.put(name, value);
              }
            });
    dropped.keySet().forEach(message::removeHeader);
    exchange.setProperty(SeamHeaders.OUTSIDE, dropped);
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
    return goesOutside(definition) ? new KeepSeamHeaders(target) : target;
  }

  private static boolean goesOutside(NamedNode step) {
    if (step instanceof SendDefinition<?> send) {
      return !within(send.getUri());
    }
    if (step instanceof ToDynamicDefinition send) {
      return !within(send.getUri());
    }
    if (step instanceof EnrichDefinition
        || step instanceof RecipientListDefinition
        || step instanceof RoutingSlipDefinition
        || step instanceof DynamicRouterDefinition) {
      var expression = ((ExpressionNode) step).getExpression();
      return expression == null || !within(expression.getExpression());
    }
    return step instanceof PollEnrichDefinition || step instanceof PollDefinition;
  }

  private static boolean within(String uri) {
    String text = uri == null ? "" : uri;
    int colon = text.indexOf(':');
    return WITHIN.contains(colon < 0 ? text : text.substring(0, colon));
  }

  /** The seams' headers are after a step as they were before it. */
  private static final class KeepSeamHeaders extends DelegateAsyncProcessor {

    KeepSeamHeaders(Processor step) {
      super(step);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      Map<String, Object> before = seams(exchange.getMessage());
      return super.process(
          exchange,
          sync -> {
            Message after = exchange.getMessage();
            seams(after).keySet().forEach(after::removeHeader);
            before.forEach(after::setHeader);
            callback.done(sync);
          });
    }

    private static Map<String, Object> seams(Message message) {
      Map<String, Object> headers = new HashMap<>();
      message
          .getHeaders()
          .forEach(
              (name, value) -> {
                if (SeamHeaders.include(name)) {
                  headers.put(name, value);
                }
              });
      return headers;
    }
  }
}
