package dev.journeygateway.backup;

import dev.journeygateway.broker.StoredMessages;
import dev.journeygateway.database.DatabaseSnapshot;
import dev.journeygateway.database.Snapshots;
import dev.journeygateway.disk.SyncedFiles;
import dev.journeygateway.door.file.WorkFiles;
import dev.journeygateway.door.file.WorkFiles.WorkFile;
import dev.journeygateway.outbox.OutboxSender.Copying;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a copy of the embedded database and of what belongs to it: the broker's messages and the
 * files that are worked on.
 *
 * <p>An accepted message is in the outbox, on the queue or recorded, in this order. The copy looks
 * at the queue first and at the database after it, and between the two looks nothing is deleted
 * from the outbox. So a message that moves meanwhile is in the copy once or twice, and twice
 * changes nothing: it is what a crash between two steps leaves.
 */
final class Backup {

  static final String DATABASE = "gateway.db";
  static final String BROKER = "broker";
  static final String INBOX = "inbox";
  static final String FETCHED = "sftp";

  private final Snapshots database;
  private final Messages messages;
  private final WorkFiles files;
  private final Pause pause;
  private final boolean running;
  private final Clock clock;

  /** The broker's messages, as they are now. */
  interface Messages {
    StoredMessages open() throws IOException;
  }

  /** Does something while the database forgets of no message that it has left for the queue. */
  interface Pause {
    <T> T during(Copying<T> work) throws IOException;
  }

  /**
   * @param running whether a gateway is at work meanwhile
   */
  Backup(
      Snapshots database,
      Messages messages,
      WorkFiles files,
      Pause pause,
      boolean running,
      Clock clock) {
    this.database = database;
    this.messages = messages;
    this.files = files;
    this.pause = pause;
    this.running = running;
    this.clock = clock;
  }

  /**
   * Takes one.
   *
   * @param folder which is not there, or is empty; it appears when all of the copy is in it
   * @throws IllegalStateException when something is in the folder
   */
  Manifest into(Path folder) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    requireEmpty(target);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    SyncedFiles.delete(part);
    Files.createDirectories(part);
    try {
      Manifest manifest = write(part);
      SyncedFiles.syncAll(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      SyncedFiles.sync(target.getParent());
      return manifest;
    } catch (IOException | RuntimeException e) {
      SyncedFiles.delete(part);
      throw e;
    }
  }

  static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path one : all) {
        throw new IllegalStateException(
            folder + " is not empty, it has " + one.getFileName() + "; name an empty or a new one");
      }
    }
  }

  private Manifest write(Path part) throws IOException {
    Instant begun = clock.instant();
    Map<String, Long> queued = new LinkedHashMap<>();
    try (DatabaseSnapshot snapshot =
        pause.during(
            () -> {
              try (StoredMessages stored = messages.open()) {
                queued.putAll(stored.copyTo(part.resolve(BROKER)));
              }
              return withFiles(database.open(), part);
            })) {
      Files.deleteIfExists(part.resolve(BROKER).resolve("lock"));
      snapshot.copyTo(part.resolve(DATABASE));
      Map<String, Long> requests = new LinkedHashMap<>();
      snapshot
          .read("count-all-start-requests")
          .each(row -> requests.put(row.text("state"), row.number("requests")));
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT,
              Optional.ofNullable(Backup.class.getPackage().getImplementationVersion())
                  .orElse("unpackaged"),
              snapshot.schemaVersion(),
              begun,
              running,
              requests,
              queued,
              Manifest.contents(part));
      manifest.writeInto(part);
      return manifest;
    }
  }

  /** While lists are not fed none ends, so that a file which is still needed is there. */
  private DatabaseSnapshot withFiles(DatabaseSnapshot snapshot, Path part) throws IOException {
    try {
      for (WorkFile file : files.of(snapshot)) {
        Path to = target(file, part);
        Files.createDirectories(to.getParent());
        try {
          Files.copy(file.path(), to);
        } catch (NoSuchFileException e) {
          // Filed away this moment, its request was cancelled or refused.
          Files.deleteIfExists(to);
          for (WorkFile moved : files.of(snapshot)) {
            if (target(moved, part).equals(to)) {
              Files.copy(moved.path(), to);
            }
          }
        }
      }
      return snapshot;
    } catch (IOException | RuntimeException e) {
      snapshot.close();
      throw e;
    }
  }

  private static Path target(WorkFile file, Path part) {
    return file.inInbox()
        .map(path -> part.resolve(INBOX).resolve(path))
        .orElseGet(() -> part.resolve(FETCHED).resolve(file.path().getFileName()));
  }
}
