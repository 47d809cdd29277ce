package dev.journeygateway.database;

import dev.journeygateway.disk.FreeSpace;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database, SQLite or PostgreSQL, as all of the gateway uses it: statements by their name, on
 * one of three sets of connections.
 *
 * <p>On SQLite one connection writes, and every writer waits for it: a transaction holds it for a
 * hundred milliseconds at the most, so that larger work goes in slices. What only reads does so
 * elsewhere and waits for nobody. On PostgreSQL the first two sets are one.
 */
public final class Database {
  private static final Duration LONG = Duration.ofHours(1);

  private final Dialect dialect;
  private final SqlFiles files;
  private final NamedParameterJdbcTemplate writing;
  private final NamedParameterJdbcTemplate reading;
  private final NamedParameterJdbcTemplate callers;
  private final TransactionTemplate transaction;
  private final FreeSpace space;
  private final Clock clock;

  /**
   * When the thread's transaction began: one time for all its statements, as PostgreSQL has it. A
   * request and its permit would else differ by what lies between two statements.
   */
  private final ThreadLocal<Instant> begun = new ThreadLocal<>();

  /**
   * @param space what has to be free on the database's disk before something new is begun
   * @param clock the database's, where it is embedded
   */
  private Database(
      Dialect dialect,
      JdbcTemplate writing,
      JdbcTemplate reading,
      JdbcTemplate callers,
      PlatformTransactionManager transactions,
      FreeSpace space,
      Clock clock) {
    this.dialect = dialect;
    this.files = new SqlFiles(dialect);
    this.writing = new NamedParameterJdbcTemplate(writing);
    this.reading = new NamedParameterJdbcTemplate(reading);
    this.callers = new NamedParameterJdbcTemplate(callers);
    this.transaction = new TransactionTemplate(transactions);
    this.space = space;
    this.clock = clock;
  }

  /** The database at the end of these connections. */
  static Database over(
      Connections connections,
      PlatformTransactionManager transactions,
      FreeSpace space,
      Clock clock) {
    return new Database(
        connections.dialect(),
        connections.template(connections.writing()),
        connections.template(connections.reading()),
        connections.template(connections.callers()),
        transactions,
        space,
        clock);
  }

  /** A statement that writes, or that reads what the transaction under way has written. */
  public Sql write(String name) {
    return sql(name, writing);
  }

  /** A statement that reads, for the gateway's own work. */
  public Sql read(String name) {
    return sql(name, reading);
  }

  /** A statement that reads for a caller, and is given up when its answer takes too long. */
  public Sql ask(String name) {
    return sql(name, callers);
  }

  /**
   * The text of a statement whose rows are taken as they come, with a question mark a parameter.
   */
  public String text(String name) {
    return files.text(name);
  }

  private Sql sql(String name, NamedParameterJdbcTemplate jdbc) {
    return new Sql(files.text(name), jdbc, dialect, this::instant);
  }

  /** For statements that are put together: as {@link #write}, {@link #read} and {@link #ask}. */
  public JdbcTemplate writing() {
    return writing.getJdbcTemplate();
  }

  /** As {@link #writing}, for what only reads. */
  public JdbcTemplate reading() {
    return reading.getJdbcTemplate();
  }

  /** As {@link #writing}, for what a caller waits for. */
  public JdbcTemplate callers() {
    return callers.getJdbcTemplate();
  }

  /** A list as the value of one parameter. */
  public Object list(Collection<?> values) {
    return dialect.list(values);
  }

  /** One of two ways to do a thing that no single text serves well. */
  public <T> T either(Supplier<T> onSqlite, Supplier<T> onPostgresql) {
    return switch (dialect) {
      case SQLITE -> onSqlite.get();
      case POSTGRESQL -> onPostgresql.get();
    };
  }

  /**
   * Whether a commit that failed in this way may have gone through: the connection was lost while
   * the answer was waited for.
   */
  public boolean mayHaveCommitted(DataAccessException failure) {
    return dialect.commitsUnseen() && connectionLost(failure);
  }

  /** Whether this process is the only one that uses it. */
  public boolean embedded() {
    return dialect == Dialect.SQLITE;
  }

  /** The time by the database's clock, which all replicas share. */
  public Instant now() {
    return dialect.bindsItsClock()
        ? Times.rounded(instant())
        : read("find-time").first(row -> row.instant("now")).orElseThrow();
  }

  private Instant instant() {
    Instant transaction = begun.get();
    return transaction == null ? clock.instant() : transaction;
  }

  /** Work in a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T in(TransactionStatus status);
  }

  /**
   * Does in one transaction what begins something new.
   *
   * @throws DataAccessResourceFailureException while the disk is nearly full; the caller tries
   *     again later, as with a database that is away
   */
  public <T> T begin(Work<T> work) {
    return inTransaction(space, work);
  }

  /** Does in one transaction what ends what others have begun: half of the room is kept for it. */
  public <T> T finish(Work<T> work) {
    return inTransaction(space.half(), work);
  }

  private <T> T inTransaction(FreeSpace wanted, Work<T> work) {
    if (!wanted.enough()) {
      throw new DataAccessResourceFailureException(wanted.toString());
    }
    return transaction.execute(
        status -> {
          if (begun.get() != null) {
            return work.in(status);
          }
          begun.set(clock.instant());
          try {
            return work.in(status);
          } finally {
            begun.remove();
          }
        });
  }

  /**
   * Lets the statements of the transaction under way take an hour each, where seconds are usual.
   */
  public void allowLong() {
    writing()
        .execute(
            (ConnectionCallback<Void>)
                connection -> {
                  dialect.allow(LONG, connection);
                  return null;
                });
  }

  /**
   * Whether a connection was there and was lost, so that its last statement may have gone through.
   */
  private static boolean connectionLost(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotGetJdbcConnectionException) {
        return false;
      }
      if (cause instanceof SQLException sql) {
        // Class 08: connection exception; 57P: the server shut down or crashed.
        String state = sql.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
      }
    }
    return false;
  }
}
