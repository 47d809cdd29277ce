package dev.journeygateway.request.camel;

import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequestRefused;
import jakarta.jms.JMSException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;

/** Says what a failure means to a caller, the unforeseen ones too. */
public final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** The refusal that an exchange's exception stands for. */
  public static Refusal refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartRequestRefused refused) {
        return refused.refusal();
      }
      if (outOfReach(cause)) {
        LOG.warn("Broker or database out of reach: {}", cause.toString());
        return Refusal.unavailable();
      }
    }
    LOG.error("A request failed for a reason that was not foreseen", failure);
    return Refusal.of(Reason.INTERNAL, "internal error");
  }

  /** The refusal as every door tells it: the body that the HTTP door answers with. */
  public static String json(Refusal refusal, LimitSettings limit) {
    return AnswerSteps.body(refusal, AnswerSteps.status(refusal.reason(), limit));
  }

  private static boolean outOfReach(Throwable cause) {
    return cause instanceof JMSException
        || cause instanceof JmsException
        || cause instanceof TimeoutException
        || cause instanceof RejectedExecutionException
        || dev.journeygateway.database.Failures.willPass(cause);
  }
}
