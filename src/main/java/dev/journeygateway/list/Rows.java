package dev.journeygateway.list;

import dev.journeygateway.request.UsableValues;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;

/**
 * A cursor over the rows of a list, good and bad, whatever its format; a row becomes objects only
 * when it is asked for.
 */
abstract class Rows implements Closeable {

  /** Names of the two columns (or fields) that a rejects file has before its input's own. */
  static final String REJECTED_LINE = "rejected_line";

  static final String REJECTED_REASON = "rejected_reason";

  private static final int LONGEST_ID_SHOWN = 255;

  /** Opens a list for reading, its header looked at. */
  static Rows open(Format format, FileBytes bytes, ListRules rules) throws IOException {
    var text = new TextDecoder(bytes);
    return switch (format) {
      case CSV -> new CsvRows(text, rules);
      case NDJSON -> new NdjsonRows(text, rules.limits());
      case JSON -> throw new IllegalArgumentException("a JSON file is one body and has no rows");
    };
  }

  /** Moves to the next row; false at the end. */
  abstract boolean next() throws IOException;

  /** What is wrong with the row, or null. */
  abstract BadRow bad();

  /** The bad row's id as far as it can be told and stored; null where there is none. */
  abstract String idOfBad();

  /** The good row. */
  abstract ListRow row();

  /** How many characters the row's cells hold. */
  abstract int size();

  /** What the rows name; null while an NDJSON file has not said it. */
  abstract IdColumn idColumn();

  /** The attributes that rows so far, or the header, give values to; in order. */
  abstract Set<String> attributes();

  /** Writes what a rejects file of these rows begins with. */
  abstract void writeRejectsHead(OutputStream out) throws IOException;

  /** Writes the bad row so that it is still bad when it drops in again uncorrected. */
  abstract void writeReject(OutputStream out) throws IOException;

  /** What is wrong with an id, or null: the rules of every door, and that its bytes were text. */
  static String faultOfId(String column, String id) {
    return faultOf(column, id, UsableValues.faultOfId(id));
  }

  /**
   * What is wrong with an attribute's value, or null: the rules of every door, and that its bytes
   * were text.
   */
  static String faultOfValue(String column, String value) {
    return faultOf(column, value, UsableValues.faultOfValue(value));
  }

  /** A bad row's id, cut to what the rows of outcomes hold; null where it is none. */
  static String storable(String id) {
    if (id == null || id.isBlank() || id.indexOf('\0') >= 0 || !TextDecoder.isText(id)) {
      return null;
    }
    int length = Math.min(LONGEST_ID_SHOWN, id.codePointCount(0, id.length()));
    return id.substring(0, id.offsetByCodePoints(0, length));
  }

  private static String faultOf(String column, String value, Optional<String> fault) {
    if (!TextDecoder.isText(value)) {
      return column + " is not UTF-8";
    }
    return fault.isEmpty() ? null : column + " " + fault.get();
  }
}
