package dev.journeygateway.backup;

import dev.journeygateway.broker.StoredMessages;
import dev.journeygateway.database.StoppedDatabase;
import dev.journeygateway.disk.StartStopper;
import dev.journeygateway.disk.SyncedFiles;
import dev.journeygateway.door.file.WorkFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Puts a backup where a gateway starts from it. What the gateway did after the backup is not known
 * there: destinations that may have been called since are stopped until somebody resumes them.
 */
public final class Restore {

  private final GatewayFolders gateway;
  private final Clock clock;

  public Restore(GatewayFolders gateway, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  /**
   * What was restored.
   *
   * @param stopped how many destinations are stopped
   */
  public record Restored(Manifest manifest, int stopped) {}

  /**
   * Checks a backup and copies it into an empty data folder.
   *
   * @throws IllegalStateException with a sentence to be shown, when that cannot be
   */
  public Restored from(Path backup) throws IOException {
    gateway.requireStopped();
    Path dataDir = gateway.dataDir();
    Backup.requireEmpty(dataDir);
    Manifest manifest = Manifest.verified(backup);
    if (!StoppedDatabase.knows(manifest.schemaVersion())) {
      throw new IllegalStateException(
          "the backup is of release "
              + manifest.release()
              + ", whose tables (version "
              + manifest.schemaVersion()
              + ") this release does not know");
    }
    StartStopper.put(
        dataDir,
        "The restore of a backup into " + dataDir + " has not ended",
        "Delete what is in the folder and restore again.");
    for (Path file : SyncedFiles.filesIn(backup)) {
      Path name = backup.relativize(file);
      if (manifest.files().containsKey(name.toString())) {
        SyncedFiles.copyNew(file, target(name));
      }
    }
    int stopped = stopDestinations(manifest);
    StartStopper.remove(dataDir);
    return new Restored(manifest, stopped);
  }

  private Path target(Path name) {
    Path below = name.getNameCount() > 1 ? name.subpath(1, name.getNameCount()) : name;
    return switch (name.getName(0).toString()) {
      case Backup.INBOX -> gateway.inbox().resolve(below);
      case Backup.BROKER -> StoredMessages.folder(gateway.dataDir()).resolve(below);
      case Backup.FETCHED -> WorkFiles.fetched(gateway.dataDir()).resolve(below);
      default -> StoppedDatabase.fileIn(gateway.dataDir());
    };
  }

  private int stopDestinations(Manifest manifest) {
    try (StoppedDatabase database = StoppedDatabase.in(gateway.dataDir(), clock)) {
      return database
          .write("stop-destinations-of-restored")
          .with(
              "reason",
              "restored from a backup of "
                  + manifest.takenAt()
                  + ": calls made since are not known here, so some may be made again; compare with"
                  + " the destination, then resume it")
          // A message that no request was made of yet may be for any journey.
          .with("any", manifest.messages().containsKey(gateway.channels().requests()))
          .update();
    }
  }
}
