package dev.journeygateway.door.queue;

import dev.journeygateway.door.Refusals;
import dev.journeygateway.outage.Outage;
import dev.journeygateway.request.Refusal;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which messages of the queue door are refused: those that were judged, and those that fail
 * for an unforeseen reason again and again. While the database or the broker is away, or broken, no
 * message is; it goes back to its queue and comes again.
 */
public final class QueueRefusals {

  private static final Logger LOG = LoggerFactory.getLogger(QueueRefusals.class);

  private final QueueSettings settings;

  QueueRefusals(QueueSettings settings) {
    this.settings = settings;
  }

  /** Whether the exchange's message is to be refused now. */
  public boolean isDue(Exchange exchange) {
    Refusal refusal = refusal(exchange);
    return switch (refusal.reason()) {
      case UNAVAILABLE, IDEMPOTENCY_KEY_IN_USE -> false;
      case INTERNAL -> {
        if (Outage.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
            == Outage.Kind.BROKEN) {
          yield false;
        }
        int deliveries = exchange.getIn().getHeader("JMSXDeliveryCount", 1, Integer.class);
        LOG.warn("Delivery {} of {} failed", deliveries, settings.maxDeliveries());
        yield deliveries >= settings.maxDeliveries();
      }
      default -> true;
    };
  }

  /** What the exchange's failure means to its sender; judged once. */
  Refusal refusal(Exchange exchange) {
    Refusal known = exchange.getProperty("refusal", Refusal.class);
    if (known != null) {
      return known;
    }
    Refusal refusal = Refusals.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    exchange.setProperty("refusal", refusal);
    return refusal;
  }
}
