package dev.journeygateway.rig;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lists that are dropped into the folder door, each with ids of its own, written down first. */
final class FileDrops {

  private final Path inbox;
  private final RequestLog log;
  private final List<String> dropped = new ArrayList<>();

  FileDrops(Path inbox, RequestLog log) {
    this.inbox = inbox;
    this.log = log;
  }

  /** Drops a whole list, under a name of its own until it is written. */
  synchronized void drop(int rows) {
    int number = dropped.size();
    String prefix = "f" + number + "-";
    Path folder = inbox.resolve(Catalogue.fileJourney(number));
    String name = "list-" + number + ".csv";
    try {
      Files.createDirectories(folder);
      Path part = folder.resolve(name + ".part");
      try (BufferedWriter out = Files.newBufferedWriter(part)) {
        out.write("user_id\n");
        for (int row = 0; row < rows; row++) {
          out.write(prefix + row + "\n");
        }
      }
      log.dropping(Catalogue.fileJourney(number), name, rows, prefix);
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      dropped.add(name);
    } catch (IOException e) {
      throw new RigFailure("cannot drop " + name, e);
    }
  }

  synchronized int count() {
    return dropped.size();
  }

  /** How many are not filed away yet. */
  synchronized int outstanding() {
    int away = 0;
    for (int number = 0; number < dropped.size(); number++) {
      away += filed(inbox.resolve(Catalogue.fileJourney(number)), dropped.get(number)) ? 1 : 0;
    }
    return dropped.size() - away;
  }

  private static boolean filed(Path folder, String name) {
    for (String drawer : List.of("archive", "failed")) {
      Path place = folder.resolve(drawer);
      if (!Files.isDirectory(place)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(place)) {
        if (files.anyMatch(file -> file.getFileName().toString().endsWith("-" + name))) {
          return true;
        }
      } catch (IOException | UncheckedIOException e) {
        // Something was renamed while we looked.
        return false;
      }
    }
    return false;
  }
}
