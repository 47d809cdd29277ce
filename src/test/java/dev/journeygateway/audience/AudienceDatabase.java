package dev.journeygateway.audience;

import dev.journeygateway.PostgresSettings;
import dev.journeygateway.database.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The databases that every statement must run on, each new and migrated; one server for all tests
 * of a run.
 */
public enum AudienceDatabase {
  H2 {
    @Override
    DataSource empty() {
      JdbcDataSource dataSource = new JdbcDataSource();
      dataSource.setURL(
          "jdbc:h2:mem:audience" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1;WRITE_DELAY=0");
      return dataSource;
    }
  },
  POSTGRESQL {
    @Override
    DataSource empty() {
      String name = "audience" + COUNT.incrementAndGet();
      try (var connection = Server.INSTANCE.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return Server.INSTANCE.getDatabase("postgres", name);
    }
  };

  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return PostgresSettings.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  abstract DataSource empty();

  public DataSource migrated() {
    DataSource dataSource = empty();
    Migrations.of(dataSource).load().migrate();
    return dataSource;
  }

  /** A migrated database behind a single connection that stays open to the end of the run. */
  DataSource connection() {
    try {
      return new SingleConnectionDataSource(migrated().getConnection(), true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
