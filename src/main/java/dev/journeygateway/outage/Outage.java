package dev.journeygateway.outage;

import jakarta.jms.JMSException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jms.JmsException;
import org.springframework.transaction.TransactionException;

/**
 * The one place that tells what is away from what is wrong: an outage passes, and the same succeeds
 * later with nothing changed but the time; anything else is a fault of the caller's or of ours.
 */
public final class Outage {
  private Outage() {}

  /** Whether a database, a broker or a place in a line that was not to be had is behind it. */
  public static boolean causes(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isOne(cause)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #causes}, for one of a failure's causes alone. */
  public static boolean isOne(Throwable cause) {
    return cause instanceof TransientDataAccessException
        || cause instanceof RecoverableDataAccessException
        || cause instanceof DataAccessResourceFailureException
        || cause instanceof TransactionException
        || cause instanceof SQLTransientException
        || cause instanceof SQLNonTransientConnectionException
        || cause instanceof JMSException
        || cause instanceof JmsException
        || cause instanceof TimeoutException
        || cause instanceof RejectedExecutionException;
  }
}
