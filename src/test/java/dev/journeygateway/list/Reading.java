package dev.journeygateway.list;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads lists for tests. */
public final class Reading {

  private Reading() {}

  /** The good rows of a checked file, all chunks of it put together. */
  static List<ListRow> rows(CheckedList checked) throws IOException {
    List<ListRow> rows = new ArrayList<>();
    try (RowChunks chunks = checked.chunks(1)) {
      while (chunks.hasNext()) {
        rows.addAll(chunks.next().rows());
      }
    }
    return rows;
  }

  /** Checks a list that lies under its own name. */
  public static ListCheck check(Path list, ListRules rules, Path rejects) throws IOException {
    var name = (ListName) InboxName.of(list.getFileName().toString());
    return new StartList(list, name).check(rules, rejects, Progress.SILENT);
  }
}
