package dev.journeygateway.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Copies the log of writes into the file beside those who write: a commit that had to copy all of
 * it would keep everybody waiting.
 *
 * <p>The end of a log that grows meanwhile is never reached this way. SQLite's own checkpoint, in
 * the commit that makes the log long, copies the little that is left, and the log begins anew.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_wal_checkpoint">PRAGMA wal_checkpoint</a>
 */
final class SqliteCheckpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteCheckpoints.class);

  /**
   * Copied once there are so many pages of 4 KiB; with fewer, a page that is written again and
   * again is copied more often, and entries are slower.
   */
  static final int PAGES = 2_000;

  static final int PAGE_BYTES = 4_096;
  private static final int LOOK_MILLIS = 50;
  private static final int CLOSE_SECONDS = 10;

  private final SqliteFile file;
  private final ScheduledExecutorService thread;
  private volatile Connection connection;

  SqliteCheckpoints(SqliteFile file) {
    this.file = file;
    CustomizableThreadFactory threads = new CustomizableThreadFactory("database-checkpoint-");
    threads.setDaemon(true);
    this.thread = Executors.newSingleThreadScheduledExecutor(threads);
    thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void look() {
    try {
      if (connection == null) {
        // A second connection to a file that is just being made would make that fail.
        if (file.logBytes() < (long) PAGES * PAGE_BYTES) {
          return;
        }
        connection = file.reading().getConnection();
      }
      if (left("noop") >= PAGES) {
        left("passive");
      }
    } catch (SQLException e) {
      LOG.debug("The log of writes is left to a commit: {}", e.toString());
    }
  }

  /** How many pages are not copied yet, behind a checkpoint of this kind. */
  private int left(String kind) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("pragma wal_checkpoint(" + kind + ")")) {
      return result.getInt("log") - result.getInt("checkpointed");
    }
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    thread.shutdownNow();
    thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    if (connection != null) {
      connection.close();
    }
  }
}
