package dev.journeygateway.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The two forms of a gateway that a test of the whole runs in. */
public enum Form {
  EMBEDDED {
    @Override
    public String[] settings() {
      return new String[0];
    }
  },
  ON_POSTGRESQL {
    @Override
    public String[] settings() {
      return new String[] {
        "spring.datasource.url=" + newDatabase(),
        "spring.datasource.username=postgres",
        "spring.datasource.password=postgres"
      };
    }
  };

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** One server for all tests of a process. */
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

  /** The URL of a new and empty database on a PostgreSQL server of the tests. */
  public static String newDatabase() {
    String name = "test" + COUNT.incrementAndGet();
    try (var connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Server.INSTANCE.getJdbcUrl("postgres", name);
  }

  /** Settings that choose the form, with a new and empty database. */
  public abstract String[] settings();
}
