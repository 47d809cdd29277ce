package dev.journeygateway.outage;

import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jms.JmsException;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * The one place that tells what is away from what is wrong. HTTP answers, the queue door, the
 * worker and the dead letters all go by it: what is away is asked again later, what is wrong is
 * told, and what is broken is neither the caller's nor the message's fault.
 */
public final class Outage {

  /** What a failure means. */
  public enum Kind {
    /** An outage passes: the same succeeds later with nothing changed but the time. */
    AWAY,
    /** The gateway's own database cannot be used any more; waiting does not mend it. */
    BROKEN,
    /** A fault of the caller's, of the message or of ours: no retry mends it. */
    WRONG
  }

  /**
   * Classes of SQL states: connection exception, rollback, insufficient resources, operator
   * intervention, error of the system beneath. Not 54: what is too complex or too large stays so.
   */
  private static final String AWAY_CLASSES = "08 40 53 57 58";

  /** A server that may only read is a standby for now; a lock that was not to be had. */
  private static final String AWAY_STATES = "25006 55006 55P03";

  private static final String POOL_CLOSED = "HikariDataSource .* has been closed\\.?";

  private Outage() {}

  /** What the failure means; the outermost of its causes that tells decides. */
  public static Kind of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException
          && String.valueOf(cause.getMessage()).matches(POOL_CLOSED)) {
        return Kind.BROKEN;
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<Kind> kind = alone(cause);
      if (kind.isPresent()) {
        return kind.get();
      }
    }
    return Kind.WRONG;
  }

  /** Whether a database, a broker or a place in a line that was not to be had caused it. */
  public static boolean causes(Throwable failure) {
    return of(failure) == Kind.AWAY;
  }

  /** As {@link #causes}, for one of a failure's causes alone. */
  public static boolean isOne(Throwable cause) {
    return alone(cause).filter(Kind.AWAY::equals).isPresent();
  }

  /** What one of a failure's causes says by itself; empty where another has to tell. */
  private static Optional<Kind> alone(Throwable cause) {
    Optional<Kind> bySql = cause instanceof SQLException sql ? ofSql(sql) : Optional.empty();
    if (bySql.isPresent()) {
      return bySql;
    }
    if (cause instanceof NonTransientDataAccessResourceException) {
      return ofResource((NonTransientDataAccessResourceException) cause);
    }
    if (cause instanceof TransientDataAccessException
        || cause instanceof RecoverableDataAccessException
        || cause instanceof CannotCreateTransactionException
        || cause instanceof TransactionTimedOutException
        || cause instanceof TimeoutException
        || cause instanceof RejectedExecutionException) {
      return Optional.of(Kind.AWAY);
    }
    if (cause instanceof JMSException || cause instanceof JmsException) {
      return Optional.of(ofBroker((Exception) cause));
    }
    return cause instanceof NonTransientDataAccessException
            && !(cause instanceof UncategorizedSQLException)
        ? Optional.of(Kind.WRONG)
        : Optional.empty();
  }

  private static Optional<Kind> ofResource(NonTransientDataAccessResourceException failure) {
    if (!(failure instanceof DataAccessResourceFailureException)) {
      return Optional.of(Kind.BROKEN);
    }
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && state(sql).startsWith("54")) {
        return Optional.of(Kind.WRONG);
      }
    }
    return Optional.of(Kind.AWAY);
  }

  private static Optional<Kind> ofSql(SQLException failure) {
    String state = state(failure);
    boolean away =
        failure instanceof SQLTransientException
            || failure instanceof SQLRecoverableException
            || failure instanceof SQLNonTransientConnectionException
            || state.length() == 5
                && (AWAY_CLASSES.contains(state.substring(0, 2)) || AWAY_STATES.contains(state));
    return away ? Optional.of(Kind.AWAY) : Optional.empty();
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  /** A message that cannot be made or read stays so; whatever else a broker refuses may pass. */
  private static Kind ofBroker(Exception failure) {
    boolean wrong =
        failure instanceof MessageFormatException
            || failure instanceof MessageNotReadableException
            || failure instanceof MessageNotWriteableException
            || failure instanceof MessageEOFException
            || failure instanceof InvalidSelectorException
            || failure instanceof org.springframework.jms.MessageFormatException
            || failure instanceof org.springframework.jms.MessageNotReadableException
            || failure instanceof org.springframework.jms.MessageNotWriteableException
            || failure instanceof org.springframework.jms.MessageEOFException
            || failure instanceof org.springframework.jms.InvalidSelectorException
            || failure instanceof MessageConversionException;
    return wrong ? Kind.WRONG : Kind.AWAY;
  }
}
