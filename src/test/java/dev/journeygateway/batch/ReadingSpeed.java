package dev.journeygateway.batch;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Prints how fast a list passes through its check and its chunks: {@code java ... ReadingSpeed list.csv [rounds]}. Run by hand
 * with a small heap; no test looks at a time.
 */
final class ReadingSpeed {

  private ReadingSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Path list = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    for (int round = 1; round <= rounds; round++) {
      long start = System.nanoTime();
      var checked = (CheckedFile) Reading.check(list, FileRules.DEFAULT, Path.of("rejects.csv"));
      long between = System.nanoTime();
      long attributes = 0;
      try (RowChunks chunks = checked.chunks(1)) {
        while (chunks.hasNext()) {
          for (Row row : chunks.next().rows()) {
            attributes += row.attributes().size();
          }
        }
      }
      long end = System.nanoTime();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          "round %d: %,d rows, %d chunks; check %,.0f rows/s, chunks %,.0f rows/s; %,d attributes; heap %d MiB of %d%n",
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
