package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class CallersDataSourceTest {

  private static final int CALLS = 100;

  private final AtomicInteger looks = new AtomicInteger();
  private boolean away;

  @Test
  void mostCallersAreToldAtOnceThatTheDatabaseIsAwayAndItIsFoundAgain() throws Exception {
    DataSource pool =
        new DelegatingDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            looks.incrementAndGet();
            if (away) {
              throw new SQLTransientConnectionException("no connection");
            }
            return DriverManager.getConnection("jdbc:sqlite::memory:");
          }
        };
    try (CallersDataSource callers = new CallersDataSource(pool, () -> {})) {
      away = true;
      for (int i = 0; i < CALLS; i++) {
        assertThatThrownBy(callers::getConnection)
            .isInstanceOf(SQLTransientConnectionException.class);
      }
      assertThat(looks.get()).isLessThan(CALLS / 2);

      away = false;
      await().ignoreExceptions().until(() -> isThere(callers));
      for (int i = 0; i < CALLS; i++) {
        callers.getConnection().close();
      }
    }
  }

  private static boolean isThere(CallersDataSource callers) throws SQLException {
    callers.getConnection().close();
    return true;
  }
}
