package dev.journeygateway.list;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Prints how many rows pass through the check and the chunks of a list in a second of the reading
 * thread: {@code java ... ReadingSpeed list.csv [rounds]}. Run by hand with a small heap; no test
 * looks at a time.
 */
final class ReadingSpeed {

  private ReadingSpeed() {}

  /** The reading thread's own time, so that a busy machine does not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  public static void main(String[] arguments) throws IOException {
    Path list = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    for (int round = 1; round <= rounds; round++) {
      long start = cpu();
      var checked = (CheckedList) Reading.check(list, ListRules.DEFAULT, Path.of("rejects.csv"));
      long between = cpu();
      long attributes = 0;
      try (RowChunks chunks = checked.chunks(1)) {
        while (chunks.hasNext()) {
          for (ListRow row : chunks.next().rows()) {
            attributes += row.attributes().size();
          }
        }
      }
      long end = cpu();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          "round %d: %,d rows, %d chunks; per CPU second check %,.0f, chunks %,.0f; "
              + "%,d attributes; heap %d MiB of %d%n",
          round,
          checked.rows(),
          checked.chunks(),
          checked.rows() * 1e9 / (between - start),
          checked.rows() * 1e9 / (end - between),
          attributes,
          (runtime.totalMemory() - runtime.freeMemory()) >> 20,
          runtime.maxMemory() >> 20);
    }
  }
}
