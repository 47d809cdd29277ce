package dev.journeygateway.erasure;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;

/** The text of a file, as rows that may name a person. */
interface FileText {

  /** More than the longest row that is read; a row that never ends is taken by its lines. */
  int LONGEST_ROW = 1 << 20;

  /**
   * Copies a file without the rows that name the person.
   *
   * @return how many did
   */
  long copy(Reader in, Writer out, RowEraser.Shape shape) throws IOException;

  /** A line, or two where a CR is before the LF, with what ends it; empty at the end. */
  static StringBuilder line(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.append((char) c);
      if (c == '\n' || line.length() >= LONGEST_ROW) {
        break;
      }
    }
    return line;
  }

  /** Everything but the ends of lines becomes a blank. */
  static void blank(StringBuilder row) {
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c != '\r' && c != '\n' && c != '\ufeff') {
        row.setCharAt(i, ' ');
      }
    }
  }
}
