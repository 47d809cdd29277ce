package dev.journeygateway.database;

import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.support.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The databases that every statement must run on, each new and migrated; one server for all tests
 * of a run.
 */
public enum TestDatabase {
  SQLITE {
    @Override
    String url() {
      try {
        Path folder = Files.createTempDirectory("test-database-");
        folder.toFile().deleteOnExit();
        return "jdbc:sqlite:" + folder.resolve("gateway.db");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  POSTGRESQL {
    @Override
    String url() {
      return Form.newDatabase();
    }
  };

  abstract String url();

  /** A new database with its tables. */
  public Database migrated() {
    return migrated(Clock.systemUTC());
  }

  /**
   * A new database with its tables.
   *
   * @param clock the database's, where it is embedded
   */
  public Database migrated(Clock clock) {
    String url = url();
    Connections connections =
        Connections.to(
            new JdbcConnectionDetails() {
              @Override
              public String getJdbcUrl() {
                return DatabaseUrl.decide(url, null);
              }

              @Override
              public String getUsername() {
                return "postgres";
              }

              @Override
              public String getPassword() {
                return "postgres";
              }
            },
            // The driver clears up in it, what another process has just put there as well.
            Path.of("target", "test-native", Long.toString(ProcessHandle.current().pid())));
    Flyway.configure()
        .dataSource(connections.writing())
        .locations(Migrations.location(url))
        .load()
        .migrate();
    JdbcTransactionManager transactions = new JdbcTransactionManager(connections.writing());
    transactions.setExceptionTranslator(connections.errors());
    return Database.over(connections, transactions, FreeSpace.UNBOUNDED, clock);
  }

  /** Rows of a table that PostgreSQL has read so far, for statements of the connection given. */
  public static long rowsRead(JdbcTemplate postgresql, String table) {
    postgresql.execute("select pg_stat_force_next_flush()");
    return postgresql.queryForObject(
        "select idx_tup_fetch + seq_tup_read from pg_stat_user_tables where relname = ?",
        Long.class,
        table);
  }
}
