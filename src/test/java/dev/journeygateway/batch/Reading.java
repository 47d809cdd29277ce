package dev.journeygateway.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads lists for tests. */
final class Reading {

  private Reading() {}

  /** The good rows of a checked file, all chunks of it put together. */
  static List<Row> rows(CheckedFile checked) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (RowChunks chunks = checked.chunks(1)) {
      while (chunks.hasNext()) {
        rows.addAll(chunks.next().rows());
      }
    }
    return rows;
  }

  /** Checks a list that lies under its own name. */
  static FileCheck check(Path list, FileRules rules, Path rejects) throws IOException {
    var name = (StartFileName) InboxName.of(list.getFileName().toString());
    return new StartFile(list, name).check(rules, rejects, Progress.SILENT);
  }
}
