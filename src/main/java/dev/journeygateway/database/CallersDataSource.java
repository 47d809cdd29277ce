package dev.journeygateway.database;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool with a circuit breaker: while the database is away, a caller is told so at once and not
 * after having held a thread as long as the pool looks for a connection; one at a time looks
 * whether it is back.
 *
 * @see <a href="https://resilience4j.readme.io/docs/circuitbreaker">Resilience4j CircuitBreaker</a>
 */
final class CallersDataSource extends DelegatingDataSource implements AutoCloseable {

  /** So many in a row without a connection, and the database is away. */
  private static final int FAILURES = 4;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final AutoCloseable pool;
  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "callers",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(FAILURES)
              .minimumNumberOfCalls(FAILURES)
              .failureRateThreshold(100)
              .waitDurationInOpenState(BETWEEN_LOOKS)
              .permittedNumberOfCallsInHalfOpenState(1)
              .writableStackTraceEnabled(false)
              .build());

  /**
   * @param close closes the pool
   */
  CallersDataSource(DataSource pool, AutoCloseable close) {
    super(pool);
    this.pool = close;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return breaker.executeCheckedSupplier(super::getConnection);
    } catch (CallNotPermittedException e) {
      throw new SQLTransientConnectionException("the database is away", e);
    } catch (SQLException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a pool throws nothing else", e);
    }
  }

  @Override
  public void close() throws Exception {
    pool.close();
  }
}
