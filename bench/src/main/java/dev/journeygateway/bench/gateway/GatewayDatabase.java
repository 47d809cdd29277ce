package dev.journeygateway.bench.gateway;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.database.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** A PostgreSQL that syncs every commit, with the product's tables. */
public final class GatewayDatabase implements AutoCloseable {

  private static final String COPY =
      "copy entry (request_uuid, journey_id, entry_point_id, user_id, attribute_values, entered_at) from stdin";

  /** Linux tells processor time in hundredths of a second (USER_HZ, proc(5)). */
  private static final int MILLIS_A_TICK = 10;

  private final EmbeddedPostgres server;
  private final HikariDataSource dataSource;

  public GatewayDatabase(List<String> settings) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB");
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      builder.setServerConfig(parts[0], parts[1]);
    }
    server = builder.start();
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.getPostgresDatabase());
    dataSource = new HikariDataSource(config);
    Migrations.of(dataSource).load().migrate();
  }

  /** As every client reaches it, without any option of the driver. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres";
  }

  /** What it says of itself and its syncs, for the page. */
  public String describe() {
    return "PostgreSQL %s, fsync %s, synchronous_commit %s"
        .formatted(
            text("show server_version").orElseThrow(),
            text("show fsync").orElseThrow(),
            text("show synchronous_commit").orElseThrow());
  }

  /** Empties entry and writes back what is dirty, so that nobody pays for whoever was before. */
  public void empty() {
    execute("truncate entry, chunk");
    execute("checkpoint");
  }

  public void execute(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new BenchFailure(sql + " failed", e);
    }
  }

  /** The first column of the first row; empty where there is none or it is null. */
  public Optional<String> text(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new BenchFailure(sql + " failed", e);
    }
  }

  /**
   * CPU time of the server and of all its processes so far; zero where the system does not tell.
   */
  public Duration cpu() {
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(text("select pg_backend_pid()").orElseThrow()))
            .flatMap(ProcessHandle::parent)
            .orElseThrow(() -> new BenchFailure("PostgreSQL's process cannot be seen"));
    long ticks = ticks(server, 4);
    for (ProcessHandle one : server.children().toList()) {
      ticks += ticks(one, 2);
    }
    return Duration.ofMillis(ticks * MILLIS_A_TICK);
  }

  /** User and system time, and with four fields those of ended children. */
  private static long ticks(ProcessHandle process, int fields) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 2).split(" "))
          .skip(11)
          .limit(fields)
          .mapToLong(Long::parseLong)
          .sum();
    } catch (IOException ended) {
      return 0;
    }
  }

  public long entries() {
    return Long.parseLong(text("select count(*) from entry").orElseThrow());
  }

  /** Loads a file with one COPY and one commit. */
  public void copy(Path file) throws IOException {
    try (Connection connection = dataSource.getConnection();
        InputStream in = Files.newInputStream(file)) {
      connection.setAutoCommit(false);
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, in, 1 << 16);
      connection.commit();
    } catch (SQLException e) {
      throw new BenchFailure("COPY failed", e);
    }
  }

  /** A few connections to it. */
  public DataSource pool() {
    return dataSource;
  }

  @Override
  public void close() throws IOException {
    dataSource.close();
    server.close();
  }
}
