package dev.journeygateway.door;

import dev.journeygateway.outage.Outage;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.RequestRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a failure means to a caller, the unforeseen ones too. */
public final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private Refusals() {}

  /** The refusal for an exchange's exception. */
  public static Refusal of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestRefusedException refused) {
        return refused.refusal();
      }
    }
    if (Outage.causes(failure)) {
      LOG.warn("Broker or database out of reach: {}", failure.toString());
      return Refusal.unavailable();
    }
    LOG.error("A request failed for a reason that was not foreseen", failure);
    return Refusal.of(Reason.INTERNAL, "internal error");
  }
}
