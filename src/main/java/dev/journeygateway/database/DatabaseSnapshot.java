package dev.journeygateway.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * The embedded database as it was when this was opened, whatever is written meanwhile. While it is
 * open the log of writes cannot be begun anew.
 *
 * @see <a href="https://www.sqlite.org/isolation.html">Isolation in SQLite</a>
 */
public final class DatabaseSnapshot implements AutoCloseable {
  private final Connection connection;
  private final NamedParameterJdbcTemplate jdbc;
  private final Clock clock;

  private DatabaseSnapshot(Connection connection, Clock clock) {
    this.connection = connection;
    this.jdbc =
        new NamedParameterJdbcTemplate(
            new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
    this.clock = clock;
  }

  /** The file as it is now. */
  static DatabaseSnapshot of(DataSource file, Clock clock) throws SQLException {
    Connection connection = file.getConnection();
    try {
      connection.setAutoCommit(false);
      DatabaseSnapshot snapshot = new DatabaseSnapshot(connection, clock);
      // A transaction sees what there is when it reads first.
      snapshot.read("find-schema-version").texts();
      return snapshot;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A statement that reads. */
  public Sql read(String name) {
    return new Sql(new SqlFiles(Dialect.SQLITE).text(name), jdbc, Dialect.SQLITE, clock);
  }

  /** The connection that reads, for tables that are known by their names alone. */
  public JdbcTemplate jdbc() {
    return jdbc.getJdbcTemplate();
  }

  /** The newest migration that the tables have seen. */
  public String schemaVersion() {
    return read("find-schema-version").texts().get(0);
  }

  /** Writes all of it into a new file, which is synced. */
  public void copyTo(Path file) throws IOException {
    try {
      int code =
          connection
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", file.toString(), null);
      if (code != SQLiteErrorCode.SQLITE_OK.code) {
        throw new IOException(
            "the database could not be copied to "
                + file
                + ": "
                + SQLiteErrorCode.getErrorCode(code).message);
      }
    } catch (SQLException e) {
      throw new IOException("the database could not be copied to " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("a connection that only read could not be closed", e);
    }
  }
}
