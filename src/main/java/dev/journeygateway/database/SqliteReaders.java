package dev.journeygateway.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * Reading connections whose statements are interrupted after a time. The driver's own time-out is
 * the time for which a locked database is waited for; and while somebody reads, the log of writes
 * cannot be begun anew.
 *
 * @see <a href="https://www.sqlite.org/c3ref/progress_handler.html">sqlite3_progress_handler</a>
 */
final class SqliteReaders extends DelegatingDataSource implements AutoCloseable {
  /** Instructions of SQLite's virtual machine between two looks at the clock: some milliseconds. */
  private static final int BETWEEN_LOOKS = 50_000;

  private final HikariDataSource pool;
  private final long longestNanos;
  private final Map<SQLiteConnection, Deadline> deadlines = new WeakHashMap<>();

  /**
   * @param longest how long a connection may be used for
   */
  SqliteReaders(HikariDataSource pool, Duration longest) {
    super(pool);
    this.pool = pool;
    this.longestNanos = longest.toNanos();
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    deadline(connection.unwrap(SQLiteConnection.class)).at = System.nanoTime() + longestNanos;
    return connection;
  }

  private Deadline deadline(SQLiteConnection connection) throws SQLException {
    synchronized (deadlines) {
      Deadline deadline = deadlines.get(connection);
      if (deadline == null) {
        deadline = new Deadline();
        ProgressHandler.setHandler(connection, BETWEEN_LOOKS, deadline);
        deadlines.put(connection, deadline);
      }
      return deadline;
    }
  }

  private static final class Deadline extends ProgressHandler {
    private volatile long at;

    @Override
    protected int progress() {
      return System.nanoTime() - at > 0 ? 1 : 0;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
