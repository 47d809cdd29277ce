package dev.journeygateway.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.sqlite.SQLiteDataSource;

/** The embedded database of a gateway that does not run, and cannot start while this is open. */
public final class StoppedDatabase implements AutoCloseable {
  private final SqliteFile file;
  private final Clock clock;

  private StoppedDatabase(SqliteFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** The file that the data folder holds. */
  public static Path fileIn(Path dataDir) {
    return DatabaseUrl.file(DatabaseUrl.inFolder(dataDir));
  }

  /**
   * Takes possession of a data folder's database.
   *
   * @throws IllegalStateException when a gateway runs on it, or when there is none
   */
  public static StoppedDatabase in(Path dataDir, Clock clock) {
    Path file = fileIn(dataDir);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException("there is no database at " + file);
    }
    return new StoppedDatabase(SqliteFile.own(file, dataDir.resolve("native")), clock);
  }

  /** Whether a gateway, or a command, has the database of this data folder now. */
  public static boolean isInUse(Path dataDir) {
    return SqliteFile.isOwned(fileIn(dataDir));
  }

  public Snapshots snapshots() {
    return new Snapshots(Optional.of(file.reading()), clock);
  }

  /** A statement that writes, a transaction of its own. */
  public Sql write(String name) {
    return new Sql(
        new SqlFiles(Dialect.SQLITE).text(name),
        new NamedParameterJdbcTemplate(file.writing()),
        Dialect.SQLITE,
        clock);
  }

  /** Migrations of this release that its tables have not seen. */
  public int pendingMigrations() {
    return Migrations.of(file.writing()).load().info().pending().length;
  }

  /**
   * Whether this release knows tables that have seen a migration.
   *
   * @param schemaVersion the newest that they have seen
   */
  public static boolean knows(String schemaVersion) {
    MigrationInfo[] all = Migrations.of(new SQLiteDataSource()).load().info().all();
    return all[all.length - 1].getVersion().isAtLeast(schemaVersion)
        && MigrationVersion.fromVersion(schemaVersion).isAtLeast(all[0].getVersion().getVersion());
  }

  @Override
  public void close() {
    file.close();
  }
}
