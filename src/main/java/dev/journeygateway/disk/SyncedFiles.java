package dev.journeygateway.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders that are on the disk when a method returns. */
public final class SyncedFiles {

  private SyncedFiles() {}

  /** A file's content, or the names in a folder. */
  public static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Everything in a folder, and the folder. */
  public static void syncAll(Path folder) throws IOException {
    for (Path path : in(folder)) {
      sync(path);
    }
  }

  /** Copies a file into a folder that may be missing; a file of that name stays as it is. */
  public static void copyNew(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    if (!Files.exists(to)) {
      Path part = to.resolveSibling("." + to.getFileName() + ".part");
      Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
      sync(part);
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
      sync(to.getParent());
    }
  }

  /** Deletes a folder and what is in it, where it is there. */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all = in(folder);
      for (int i = all.size() - 1; i >= 0; i--) {
        Files.delete(all.get(i));
      }
    }
  }

  /** The regular files in a folder, at any depth. */
  public static List<Path> filesIn(Path folder) throws IOException {
    return in(folder).stream().filter(Files::isRegularFile).toList();
  }

  /** A folder before what is in it. */
  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }
}
