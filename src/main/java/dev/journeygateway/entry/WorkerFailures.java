package dev.journeygateway.entry;

import dev.journeygateway.outage.Outage;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.trace.TraceLog;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a message of the worker is set aside: at once when no retry will make it usable,
 * after some deliveries when it fails for a reason of its own, never while the database or the
 * broker is away.
 */
public final class WorkerFailures {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerFailures.class);
  private static final int LONGEST_CAUSE = 1000;

  private final WorkerSettings settings;

  WorkerFailures(WorkerSettings settings) {
    this.settings = settings;
  }

  /**
   * Whether the exchange's message is to be set aside now; else it goes back to its queue and comes
   * again.
   */
  public boolean isDue(Exchange exchange) {
    String request = exchange.getIn().getHeader("request_uuid", "", String.class);
    Optional<String> traceparent =
        Optional.ofNullable(exchange.getIn().getHeader("traceparent", String.class));
    try (var log = TraceLog.of(request, traceparent)) {
      return isDueNow(exchange);
    }
  }

  private boolean isDueNow(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AcceptedChunk.Unusable) {
        return true;
      }
    }
    // What is broken is not the message's fault.
    if (Outage.of(failure) != Outage.Kind.WRONG) {
      LOG.warn("A message waits: {}", failure.toString());
      return false;
    }
    int deliveries = exchange.getIn().getHeader("JMSXDeliveryCount", 1, Integer.class);
    LOG.warn(
        "Delivery {} of {} failed: {}",
        deliveries,
        settings.maxDeliveries(),
        cause(failure),
        ofTheDatabase(failure).isPresent() ? null : failure);
    return deliveries >= settings.maxDeliveries();
  }

  /** A database's message quotes the rows that it refuses, which are nobody's business. */
  private static Optional<SQLException> ofTheDatabase(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  /** The failure in words that may be shown, at most 1,000 characters. */
  static String cause(Throwable failure) {
    Optional<SQLException> sql = ofTheDatabase(failure);
    if (sql.isPresent()) {
      return "the database refused it: %s, %s"
          .formatted(failure.getClass().getSimpleName(), code(sql.get()));
    }
    String text =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    return text.length() > LONGEST_CAUSE ? text.substring(0, LONGEST_CAUSE) : text;
  }

  private static String code(SQLException refused) {
    return refused.getSQLState() == null
        ? "error " + refused.getErrorCode()
        : "SQL state " + refused.getSQLState();
  }
}
