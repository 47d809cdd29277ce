package dev.journeygateway.text;

import java.util.List;

/**
 * One line of the CSV that we write.
 *
 * <p>Cells are guarded against being run as formulas ({@link FormulaGuard}). A cell that holds any
 * of the usual delimiters is quoted, whatever the delimiter of the line is: a spreadsheet that
 * splits at another one would else begin a new cell, with a formula in it, in the middle of ours.
 */
public final class CsvLine {

  private static final String QUOTED = "\",;\t\r\n";

  private CsvLine() {}

  /**
   * The cells as RFC 4180 has them.
   *
   * @param lineBreak what ends the line
   */
  public static String of(List<String> cells, char delimiter, String lineBreak) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        line.append(delimiter);
      }
      append(FormulaGuard.on(cells.get(i)), delimiter, line);
    }
    return line.append(lineBreak).toString();
  }

  private static void append(String cell, char delimiter, StringBuilder line) {
    if (isPlain(cell, delimiter)) {
      line.append(cell);
    } else {
      line.append('"').append(cell.replace("\"", "\"\"")).append('"');
    }
  }

  private static boolean isPlain(String cell, char delimiter) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == delimiter || QUOTED.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }
}
