package dev.journeygateway.door.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What was fetched from servers and lies in the data folder. */
final class FetchedFiles {

  private static final int UUID_LENGTH = 36;

  private FetchedFiles() {}

  /** Deletes what an earlier process fetched and nobody needs, for it would lie there for ever. */
  static void sweep(Path folder, StartFiles rows) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && !isNeeded(file.getFileName().toString(), rows)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isNeeded(String name, StartFiles rows) {
    if (name.length() < UUID_LENGTH || name.endsWith(".part")) {
      return false;
    }
    try {
      return rows.exists(UUID.fromString(name.substring(0, UUID_LENGTH)));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
