package dev.journeygateway.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * The connections to the database: those that write, those that read for the gateway's own work,
 * and those that read for callers, who wait for a bounded time.
 *
 * @param file where the database is embedded
 * @param checkpoints of that file
 */
record Connections(
    Dialect dialect,
    HikariDataSource writing,
    DataSource reading,
    CallersDataSource callers,
    Optional<SqliteFile> file,
    Optional<SqliteCheckpoints> checkpoints)
    implements AutoCloseable {

  /** What a caller waits for is given up by then; everybody is answered within five seconds. */
  private static final int CALLERS_SECONDS = 3;

  private static final int CALLERS_CONNECTIONS = 16;

  /** Looking through the devices is as much as a reader does; then the log may grow no longer. */
  private static final Duration LONGEST_READ = Duration.ofMinutes(10);

  static Connections to(JdbcConnectionDetails database, Path workFolder) {
    return switch (Dialect.of(database.getJdbcUrl())) {
      case SQLITE -> sqlite(SqliteFile.own(DatabaseUrl.file(database.getJdbcUrl()), workFolder));
      case POSTGRESQL -> postgresql(database);
    };
  }

  private static Connections sqlite(SqliteFile file) {
    HikariDataSource writing = pool("writer", 1);
    writing.setDataSource(file.writing());
    writing.setConnectionInitSql(SqliteFile.onConnectingToWrite());
    writing.setExceptionOverride(new SqliteEviction());
    // A wait for a slice of something large does not mean that the database is away.
    writing.setConnectionTimeout(10_000);
    HikariDataSource reading = pool("readers", 8);
    reading.setDataSource(file.reading());
    reading.setConnectionInitSql(SqliteFile.onConnectingToRead());
    HikariDataSource callers = forCallers(pool("callers", CALLERS_CONNECTIONS));
    callers.setDataSource(file.reading());
    callers.setConnectionInitSql(SqliteFile.onConnectingToRead());
    for (HikariDataSource pool : new HikariDataSource[] {writing, reading, callers}) {
      // A file does not go stale.
      pool.setMaxLifetime(0);
      pool.setIdleTimeout(0);
    }
    SqliteReaders bounded = new SqliteReaders(callers, Duration.ofSeconds(CALLERS_SECONDS));
    return new Connections(
        Dialect.SQLITE,
        writing,
        new SqliteReaders(reading, LONGEST_READ),
        new CallersDataSource(bounded, bounded),
        Optional.of(file),
        Optional.of(new SqliteCheckpoints(file)));
  }

  private static Connections postgresql(JdbcConnectionDetails database) {
    HikariDataSource all = to(database, database.getJdbcUrl(), pool("database", 16));
    HikariDataSource callers =
        forCallers(
            to(
                database,
                DatabaseUrl.answeringWithin(database.getJdbcUrl(), CALLERS_SECONDS),
                pool("callers", CALLERS_CONNECTIONS)));
    // A plan for any value walks a long index where the callers' own values find a few rows.
    callers.setConnectionInitSql("set plan_cache_mode = force_custom_plan");
    return new Connections(
        Dialect.POSTGRESQL,
        all,
        all,
        new CallersDataSource(callers, callers),
        Optional.empty(),
        Optional.empty());
  }

  private static HikariDataSource to(
      JdbcConnectionDetails database, String url, HikariDataSource pool) {
    pool.setJdbcUrl(url);
    pool.setUsername(database.getUsername());
    pool.setPassword(database.getPassword());
    return pool;
  }

  private static HikariDataSource pool(String name, int connections) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(name);
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(2_000);
    return pool;
  }

  private static HikariDataSource forCallers(HikariDataSource pool) {
    pool.setConnectionTimeout(1_500);
    pool.setValidationTimeout(1_000);
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  JdbcTemplate template(DataSource source) {
    JdbcTemplate template = new JdbcTemplate(source);
    template.setExceptionTranslator(errors());
    return template;
  }

  SQLExceptionTranslator errors() {
    return file.<SQLExceptionTranslator>map(SqliteFile::errors)
        .orElseGet(SQLStateSQLExceptionTranslator::new);
  }

  @Override
  public void close() throws Exception {
    callers.close();
    if (checkpoints.isPresent()) {
      checkpoints.get().close();
    }
    if (reading instanceof SqliteReaders readers) {
      readers.close();
    }
    writing.close();
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
