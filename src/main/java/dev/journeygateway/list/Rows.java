package dev.journeygateway.list;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** A cursor over the rows of a file, good and bad, whatever its format and its rows mean. */
abstract class Rows implements Closeable {

  /** Names of the two columns (or fields) that a rejects file has before its input's own. */
  static final String REJECTED_LINE = "rejected_line";

  static final String REJECTED_REASON = "rejected_reason";

  /**
   * Opens a file for reading, its header looked at.
   *
   * @param columns the file's column names to ours, for those that differ
   * @throws ListRefusedException when it has no such rows
   */
  static Rows open(
      ListName name,
      FileBytes bytes,
      ListLimits limits,
      Map<String, String> columns,
      RowMeaning meaning)
      throws IOException {
    var text = new TextDecoder(bytes);
    return switch (name.format()) {
      case CSV -> new CsvRows(text, limits, columns, meaning);
      case NDJSON -> new NdjsonRows(text, limits, meaning);
      case JSON -> throw new IllegalArgumentException("a JSON file is one body and has no rows");
    };
  }

  static boolean isReserved(String name) {
    return name.equals(REJECTED_LINE) || name.equals(REJECTED_REASON);
  }

  /** Moves to the next row, which its meaning then holds; false at the end. */
  abstract boolean next() throws IOException;

  /** What is wrong with the row, or null. */
  abstract BadRow bad();

  /** How many characters the row holds. */
  abstract int size();

  /** Writes what a rejects file of these rows begins with. */
  abstract void writeRejectsHead(OutputStream out) throws IOException;

  /** Writes the bad row so that it is still bad when it drops in again uncorrected. */
  abstract void writeReject(OutputStream out) throws IOException;
}
