package dev.journeygateway.entry.camel;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.database.SqlFile;
import dev.journeygateway.entry.AcceptedChunk;
import dev.journeygateway.entry.WorkerSettings;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;

/**
 * Decides when a message is set aside for {@code journey.start.dead}: at once when no retry will
 * make it usable, after some deliveries when it fails for a reason of its own, never while the
 * database or the broker is away.
 */
public final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final String FAIL = SqlFile.read("fail-start-request");
  private static final int LONGEST_CAUSE = 1000;
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final WorkerSettings settings;
  private final JdbcTemplate jdbc;
  private final Clock clock;

  DeadLetters(WorkerSettings settings, JdbcTemplate jdbc, Clock clock) {
    this.settings = settings;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Whether the exchange's message is to be set aside now; else it goes back to its queue and comes
   * again.
   */
  public boolean isDue(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AcceptedChunk.Unusable) {
        return true;
      }
      if (willPass(cause)) {
        LOG.warn("A message waits: {}", cause.toString());
        return false;
      }
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

  private static boolean willPass(Throwable cause) {
    return cause instanceof TransientDataAccessException
        || cause instanceof RecoverableDataAccessException
        || cause instanceof DataAccessResourceFailureException
        || cause instanceof TransactionException
        || cause instanceof java.sql.SQLTransientException
        || cause instanceof java.sql.SQLNonTransientConnectionException;
  }

  /** Puts the cause beside the original message, in properties of its own. */
  void prepare(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (exchange.getIn().getBody() instanceof AcceptedChunk chunk) {
      exchange.getIn().setBody(chunk.text());
    } else if (exchange.getIn().getBody() == null) {
      exchange.getIn().setBody("");
    }
    exchange.getIn().setHeader("dead_letter_id", IDS.generate().toString());
    exchange.getIn().setHeader("cause", cause(failure));
    exchange.getIn().setHeader("failed_at", clock.instant().toString());
  }

  /** Shows the request of a message that was set aside as failed. */
  void fail(String requestUuid, Throwable failure) {
    try (var mdc = MDC.putCloseable("request_uuid", String.valueOf(requestUuid))) {
      LOG.error("Set aside on the dead-letter queue: {}", cause(failure));
      if (requestUuid != null && requestUuid.length() == 36) {
        jdbc.update(FAIL, cause(failure), UUID.fromString(requestUuid));
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("A message was set aside whose request_uuid is none");
    }
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

  private static String cause(Throwable failure) {
    Optional<SQLException> sql = ofTheDatabase(failure);
    if (sql.isPresent()) {
      return "the database refused it: %s, SQL state %s"
          .formatted(failure.getClass().getSimpleName(), sql.get().getSQLState());
    }
    String text =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    return text.length() > LONGEST_CAUSE ? text.substring(0, LONGEST_CAUSE) : text;
  }
}
