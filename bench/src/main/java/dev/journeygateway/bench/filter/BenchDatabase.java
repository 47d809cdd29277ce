package dev.journeygateway.bench.filter;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.journeygateway.database.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A PostgreSQL of its own with the product's tables, a demonstration application and five tags. */
public final class BenchDatabase implements AutoCloseable {

  static final String APPLICATION = "AAAAA-00001";

  static final Map<String, String> TAGS =
      Map.of(
          "City",
          "string",
          "Age",
          "integer",
          "Seen",
          "date",
          "Vip",
          "boolean",
          "Languages",
          "list");

  private final EmbeddedPostgres server;

  /**
   * @param durable whether commits reach the disk, as they do in production; the embedded server
   *     leaves it out
   */
  public BenchDatabase(boolean durable) throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", durable ? "on" : "off")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .start();
  }

  /**
   * A new, migrated database behind a few connections; every execution is planned for its values.
   */
  public DataSource create(String name) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    DataSource pool = server.getDatabase("postgres", name, Map.of("prepareThreshold", "0"));
    Migrations.of(pool).load().migrate();
    HikariConfig config = new HikariConfig();
    config.setDataSource(pool);
    config.setMaximumPoolSize(3);
    config.setMinimumIdle(0);
    DataSource connections = new HikariDataSource(config);
    JdbcTemplate jdbc = new JdbcTemplate(connections);
    jdbc.update("insert into application (code, name) values (?, 'Demo')", APPLICATION);
    TAGS.forEach(
        (tag, type) ->
            jdbc.update(
                "insert into tag (application_code, name, type) values (?, ?, ?)",
                APPLICATION,
                tag,
                type));
    return connections;
  }

  /** Where another process finds a database of this server. */
  public String url(String name) {
    return server.getJdbcUrl("postgres", name);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
