package dev.journeygateway.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection that keeps its statements once they are closed and uses them again: the driver has
 * SQLite compile a statement each time, which is a good part of the work of a short one.
 *
 * @see <a href="https://www.sqlite.org/c3ref/reset.html">sqlite3_reset</a>
 */
final class SqliteWriter extends JDBC4Connection {
  private static final int MOST_KEPT = 200;

  /** Longer ones are put together for one use. */
  private static final int LONGEST_KEPT = 4_000;

  /** Those that are not in use now; the one that was used last is at the end. */
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  private SqliteWriter(String url, String file, SQLiteConfig config) throws SQLException {
    super(url, file, config.toProperties());
  }

  /** Makes such connections. */
  static SQLiteDataSource source(SQLiteConfig config) {
    return new SQLiteDataSource(config) {
      @Override
      public SQLiteConnection getConnection(String user, String password) throws SQLException {
        return new SqliteWriter(getUrl(), DatabaseUrl.file(getUrl()).toString(), getConfig());
      }
    };
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    checkOpen();
    checkCursor(type, concurrency, holdability);
    Kept again = kept.remove(sql);
    return again == null ? new Kept(sql) : again;
  }

  private void keep(Kept statement) throws SQLException {
    Kept same = kept.put(statement.text(), statement);
    if (same != null) {
      same.end();
    }
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next()).end();
    }
  }

  private final class Kept extends JDBC4PreparedStatement {

    Kept(String sql) throws SQLException {
      super(SqliteWriter.this, sql);
    }

    String text() {
      return sql;
    }

    /** One that failed, or whose connection is closed, is not used again. */
    @Override
    public void close() throws SQLException {
      if (pointer.isClosed() || SqliteWriter.this.isClosed() || sql.length() > LONGEST_KEPT) {
        end();
        return;
      }
      rs.close();
      clearBatch();
      pointer.safeRunInt((database, statement) -> database.reset(statement));
      clearParameters();
      setQueryTimeout(0);
      setMaxRows(0);
      keep(this);
    }

    void end() throws SQLException {
      super.close();
    }
  }
}
