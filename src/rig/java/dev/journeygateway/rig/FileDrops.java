package dev.journeygateway.rig;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lists that are dropped into the folder door, each with ids of its own, written down first. */
final class FileDrops {

  private static final int ROWS_OF_A_PART = 10_000;

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

  /** Sends a whole list over HTTP, made as it is sent; it is safe when this returns. */
  synchronized void upload(Calls gateway, int rows) {
    int number = dropped.size();
    String prefix = "f" + number + "-";
    String name = "list-" + number + ".csv";
    String journey = Catalogue.fileJourney(number);
    log.dropping(journey, name, rows, prefix);
    dropped.add(name);
    Answer answer = gateway.upload(journey, name, () -> parts(prefix, rows));
    if (answer.kind() != Answer.Kind.ACCEPTED) {
      throw new RigFailure("the upload was answered " + answer);
    }
  }

  private static Iterator<byte[]> parts(String prefix, int rows) {
    return Stream.concat(
            Stream.of("user_id\n"),
            IntStream.iterate(0, from -> from < rows, from -> from + ROWS_OF_A_PART)
                .mapToObj(
                    from ->
                        IntStream.range(from, Math.min(rows, from + ROWS_OF_A_PART))
                            .mapToObj(row -> prefix + row + "\n")
                            .collect(Collectors.joining())))
        .map(part -> part.getBytes(StandardCharsets.US_ASCII))
        .iterator();
  }

  /**
   * Writes a list under its final name: its whole length at once, its rows in so many steps with a
   * rest between, each shorter than the gateway's patience.
   */
  synchronized void dropInPlace(int rows, int steps, Duration rest) {
    int number = dropped.size();
    String prefix = "f" + number + "-";
    Path folder = inbox.resolve(Catalogue.fileJourney(number));
    String name = "list-" + number + ".csv";
    StringBuilder text = new StringBuilder("user_id\n");
    for (int row = 0; row < rows; row++) {
      text.append(prefix).append(row).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    log.dropping(Catalogue.fileJourney(number), name, rows, prefix);
    dropped.add(name);
    try {
      Files.createDirectories(folder);
      byte[] unwritten = text.toString().replace("f", "x").getBytes(StandardCharsets.US_ASCII);
      Path file = Files.write(folder.resolve(name), unwritten);
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        for (int step = 0; step < steps; step++) {
          Pause.of(rest);
          int from = bytes.length * step / steps;
          out.seek(from);
          out.write(bytes, from, bytes.length * (step + 1) / steps - from);
        }
      }
    } catch (IOException e) {
      throw new RigFailure("cannot write " + name, e);
    }
  }

  /** Writes a list under its final name, appending in so many steps with a rest between. */
  synchronized void dropSlowly(int rows, int steps, Duration rest) {
    int number = dropped.size();
    String prefix = "f" + number + "-";
    Path folder = inbox.resolve(Catalogue.fileJourney(number));
    String name = "list-" + number + ".csv";
    log.dropping(Catalogue.fileJourney(number), name, rows, prefix);
    dropped.add(name);
    try {
      Files.createDirectories(folder);
      try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(name))) {
        out.write("user_id\n");
        for (int row = 0; row < rows; row++) {
          out.write(prefix + row + "\n");
          if ((row + 1) % Math.max(1, rows / steps) == 0) {
            out.flush();
            Pause.of(rest);
          }
        }
      }
    } catch (IOException e) {
      throw new RigFailure("cannot write " + name, e);
    }
  }

  /**
   * Begins a transfer that is cut half way and leaves what it wrote.
   *
   * @param part whether it writes under {@code <name>.part}, else under the final name
   * @return what sends the whole list again, and says that it is whole by its name or a done marker
   */
  synchronized Runnable dropCut(int rows, boolean part) {
    int number = dropped.size();
    String prefix = "f" + number + "-";
    Path folder = inbox.resolve(Catalogue.fileJourney(number));
    String name = "list-" + number + ".csv";
    StringBuilder text = new StringBuilder("user_id\n");
    for (int row = 0; row < rows; row++) {
      text.append(prefix).append(row).append('\n');
    }
    byte[] whole = text.toString().getBytes(StandardCharsets.US_ASCII);
    Path file = folder.resolve(part ? name + ".part" : name);
    log.dropping(Catalogue.fileJourney(number), name, rows, prefix);
    dropped.add(name);
    try {
      Files.createDirectories(folder);
      Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    } catch (IOException e) {
      throw new RigFailure("cannot write " + name, e);
    }
    return () -> {
      try {
        Files.write(file, whole);
        if (part) {
          Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.createFile(folder.resolve(name + ".done"));
      } catch (IOException e) {
        throw new RigFailure("cannot write " + name, e);
      }
    };
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
