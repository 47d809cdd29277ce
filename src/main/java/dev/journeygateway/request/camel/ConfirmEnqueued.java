package dev.journeygateway.request.camel;

import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.TakenSlots;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.GroupCommit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Notes that a request is safe on the queue.
 *
 * <p>In the row only where it has an idempotency key: there a replay right behind the answer must
 * not find it undecided. A row without one is never asked before the worker gets to it.
 */
final class ConfirmEnqueued extends AsyncProcessorSupport {

  private static final Logger LOG = LoggerFactory.getLogger(ConfirmEnqueued.class);

  private final GroupCommit<AcceptedRequest, Boolean> confirmGroup;
  private final TakenSlots takenSlots;
  private final LimitSettings limit;

  ConfirmEnqueued(
      GroupCommit<AcceptedRequest, Boolean> confirmGroup,
      TakenSlots takenSlots,
      LimitSettings limit) {
    this.confirmGroup = confirmGroup;
    this.takenSlots = takenSlots;
    this.limit = limit;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    AcceptedRequest accepted = new StartExchange(exchange).accepted();
    if (limit.on() && exchange.getProperty("firstAnswer") == null) {
      // From when the exchange began, a moment before the permit: what is forgotten early is asked
      // of the database. How old the permit of a request found unsent is, only that one knows.
      takenSlots.remember(
          accepted.slot(), limit.period().minusMillis(exchange.getClock().elapsed()));
    }
    try (var mdc = MDC.putCloseable("request_uuid", accepted.requestUuid().toString())) {
      LOG.info(
          "Accepted: journey {}, {} {}, door {}",
          accepted.slot().journeyId(),
          accepted.requested(),
          accepted.selector().kind(),
          accepted.door());
    }
    if (accepted.key().isEmpty()) {
      callback.done(true);
      return true;
    }
    confirmGroup.submit(accepted).whenComplete((done, failure) -> callback.done(false));
    return false;
  }
}
