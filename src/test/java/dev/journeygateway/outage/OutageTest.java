package dev.journeygateway.outage;

import static dev.journeygateway.outage.Outage.Kind.AWAY;
import static dev.journeygateway.outage.Outage.Kind.BROKEN;
import static dev.journeygateway.outage.Outage.Kind.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionSystemException;

/** What is away, what is broken and what is wrong. */
class OutageTest {

  /** As PostgreSQL's driver throws it and Spring translates it. */
  private static RuntimeException sql(String state) {
    SQLException thrown = new SQLException("of a test", state);
    RuntimeException translated =
        new SQLStateSQLExceptionTranslator().translate("task", "select", thrown);
    return translated != null
        ? translated
        : new UncategorizedSQLException("task", "select", thrown);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("a lost connection", sql("08006"), AWAY),
        Arguments.of("a server that shuts down", sql("57P01"), AWAY),
        Arguments.of("a statement that was given up", sql("57014"), AWAY),
        Arguments.of("a full disk", sql("53100"), AWAY),
        Arguments.of("a deadlock", sql("40P01"), AWAY),
        Arguments.of("a standby after a failover", sql("25006"), AWAY),
        Arguments.of("a lock that was not to be had", sql("55P03"), AWAY),
        Arguments.of("what is too complex", sql("54001"), WRONG),
        Arguments.of("an index row that is too large", sql("54000"), WRONG),
        Arguments.of("a value that does not fit", sql("22001"), WRONG),
        Arguments.of("a character that is none", sql("22021"), WRONG),
        Arguments.of("a table that is not there", sql("42P01"), WRONG),
        Arguments.of("a right that is missing", sql("42501"), WRONG),
        Arguments.of(
            "a row that is there", new DataIntegrityViolationException("x", sql("23505")), WRONG),
        Arguments.of(
            "a statement that is none",
            new BadSqlGrammarException("t", "s", new SQLException()),
            WRONG),
        Arguments.of(
            "no connection",
            new CannotGetJdbcConnectionException("x", new SQLException("timeout")),
            AWAY),
        Arguments.of(
            "a pool that is closed",
            new CannotGetJdbcConnectionException(
                "x",
                new SQLException("HikariDataSource HikariDataSource (writer) has been closed.")),
            BROKEN),
        Arguments.of("a broken file", new NonTransientDataAccessResourceException("x"), BROKEN),
        Arguments.of("a busy file", new DataAccessResourceFailureException("x"), AWAY),
        Arguments.of("a question that took too long", new QueryTimeoutException("x"), AWAY),
        Arguments.of("no transaction", new CannotCreateTransactionException("x"), AWAY),
        Arguments.of(
            "a commit whose connection was lost",
            new TransactionSystemException("x", new SQLException("x", "08006")),
            AWAY),
        Arguments.of("a commit that failed", new TransactionSystemException("x"), WRONG),
        Arguments.of(
            "a transaction that we use wrongly", new IllegalTransactionStateException("x"), WRONG),
        Arguments.of("a broker", new jakarta.jms.JMSException("x"), AWAY),
        Arguments.of("a closed session", new jakarta.jms.IllegalStateException("x"), AWAY),
        Arguments.of(
            "a store that is full", new jakarta.jms.ResourceAllocationException("x"), AWAY),
        Arguments.of("a message that is none", new jakarta.jms.MessageFormatException("x"), WRONG),
        Arguments.of(
            "a message that Spring cannot make",
            new org.springframework.jms.MessageFormatException(
                new jakarta.jms.MessageFormatException("x")),
            WRONG),
        Arguments.of("a broker by Spring", new UncategorizedJmsException("x"), AWAY),
        Arguments.of("a place in line", new RejectedExecutionException(), AWAY),
        Arguments.of("a commit that hangs", new CompletionException(new TimeoutException()), AWAY),
        Arguments.of("ours", new NullPointerException(), WRONG),
        Arguments.of(
            "ours, by way of the database",
            new IllegalStateException(new DataIntegrityViolationException("x")),
            WRONG));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void tellsThemApart(String name, Throwable failure, Outage.Kind kind) {
    assertThat(Outage.of(failure)).isEqualTo(kind);
    assertThat(Outage.causes(failure)).isEqualTo(kind == AWAY);
  }
}
