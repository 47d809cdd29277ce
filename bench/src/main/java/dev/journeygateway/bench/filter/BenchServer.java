package dev.journeygateway.bench.filter;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;

/** Where new databases of one kind come from. */
sealed interface BenchServer extends AutoCloseable {

  /** What the tables call it. */
  String name();

  /** A new database with these tags. */
  BenchDatabase create(String name, Map<String, String> tags) throws Exception;

  @Override
  void close() throws IOException;

  /** SQLite files in a folder of their own. */
  record Sqlite(Path folder) implements BenchServer {

    public Sqlite {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String name() {
      return "SQLite";
    }

    @Override
    public BenchDatabase create(String name, Map<String, String> tags) {
      return BenchDatabase.at(
          "jdbc:sqlite:" + folder.toAbsolutePath().resolve(name + ".db"),
          folder.resolve("native"),
          tags);
    }

    @Override
    public void close() throws IOException {
      try (var files = Files.walk(folder)) {
        files.sorted(Collections.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  /** A PostgreSQL that syncs every commit, as in production. */
  record Postgresql(EmbeddedPostgres server, Path folder) implements BenchServer {

    static Postgresql start(Path folder) throws IOException {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("shared_buffers", "512MB")
              .setServerConfig("max_wal_size", "4GB")
              .start();
      return new Postgresql(server, folder);
    }

    @Override
    public String name() {
      return "PostgreSQL";
    }

    @Override
    public BenchDatabase create(String name, Map<String, String> tags) throws SQLException {
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return BenchDatabase.at(server.getJdbcUrl("postgres", name), folder, tags);
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
