package dev.journeygateway.rig;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** A PostgreSQL in processes of its own, with fsync on, that can be taken away and come back. */
final class PostgresServer implements Storage, AutoCloseable {

  private final Path data;
  private final int port = GatewayProcess.freePort();
  private EmbeddedPostgres server;

  PostgresServer(Path folder) {
    this.data = folder.resolve("postgres");
    start();
  }

  void start() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setOverrideWorkingDirectory(data.resolveSibling("postgres-binaries").toFile())
              .setCleanDataDirectory(false)
              .setPort(port)
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "200")
              .setPGStartupWait(Duration.ofSeconds(60))
              .start();
    } catch (IOException e) {
      throw new RigFailure("PostgreSQL does not start", e);
    }
  }

  /** Stops it as an administrator would who does not wait for anybody. */
  void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new RigFailure("PostgreSQL does not stop", e);
    }
  }

  /** SIGSTOP to all its processes: connections stay open, and nobody answers. */
  void hang() {
    signal("-STOP");
  }

  void goOn() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      Stream.concat(Stream.of(postmaster), postmaster.descendants())
          .forEach(process -> Signals.send(signal, process.pid()));
    } catch (IOException e) {
      throw new RigFailure("PostgreSQL has no pid", e);
    }
  }

  @Override
  public List<String> settings() {
    return List.of(
        "--spring.datasource.url=" + url(),
        "--spring.datasource.username=postgres",
        "--spring.datasource.password=postgres");
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  @Override
  public Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", "postgres");
    return DriverManager.getConnection(url(), properties);
  }

  @Override
  public void close() {
    stop();
  }
}
