package dev.journeygateway.database;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** Opens snapshots of the embedded database. */
public final class Snapshots {
  private final Optional<DataSource> file;
  private final Clock clock;

  /**
   * @param file empty where the database is not embedded
   */
  Snapshots(Optional<DataSource> file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Whether the database is embedded. */
  public boolean possible() {
    return file.isPresent();
  }

  /** The database as it is now. */
  public DatabaseSnapshot open() {
    try {
      return DatabaseSnapshot.of(file.orElseThrow(), clock);
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be read: " + e.getMessage(), e);
    }
  }
}
