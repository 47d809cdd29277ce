package dev.journeygateway.erasure;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * CSV: a row names a person in its column of ids or, where the header has none of our names for it,
 * in any cell.
 */
final class CsvText implements FileText {

  private static final String DELIMITERS = ",;\t";

  private final Collection<String> names;
  private final Set<String> masked;
  private int idColumn = -1;
  private char delimiter = ',';

  CsvText(Collection<String> names, Set<String> masked) {
    this.names = names;
    this.masked = masked;
  }

  @Override
  public long copy(Reader in, Writer out, RowEraser.Shape shape) throws IOException {
    long named = 0;
    boolean header = true;
    for (StringBuilder row = row(in); row.length() > 0; row = row(in)) {
      if (header) {
        readHeader(row);
        header = false;
      }
      if (nameIn(row) >= 0) {
        named++;
        erase(row, shape);
      }
      out.append(row);
    }
    return named;
  }

  /** A row with its quoted line ends; one that is too long is no row. */
  private static StringBuilder row(Reader in) throws IOException {
    StringBuilder row = new StringBuilder();
    boolean quoted = false;
    do {
      StringBuilder line = FileText.line(in);
      if (line.length() == 0) {
        return row;
      }
      for (int i = 0; i < line.length(); i++) {
        quoted ^= line.charAt(i) == '"';
      }
      row.append(line);
    } while (quoted && row.length() < LONGEST_ROW);
    return row;
  }

  private void readHeader(CharSequence row) {
    long most = 0;
    for (char candidate : DELIMITERS.toCharArray()) {
      long count = row.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        delimiter = candidate;
      }
    }
    List<String> columns = new ArrayList<>();
    for (String column : row.toString().split(String.valueOf(delimiter), -1)) {
      columns.add(column.replaceAll("[^A-Za-z_]", "").toLowerCase(Locale.ROOT));
    }
    idColumn = Math.max(columns.indexOf("user_id"), columns.indexOf("hwid"));
    if (columns.contains("user_id") && columns.contains("hwid")) {
      // A file of devices: both are ids.
      idColumn = -1;
    }
  }

  /** Where a cell of the row is one of the names; -1 where none is. */
  private int nameIn(CharSequence row) {
    String text = row.toString();
    for (String name : names) {
      for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
        if (isCell(text, at, at + name.length())
            && (idColumn < 0 || column(text, at) == idColumn)) {
          return at;
        }
      }
    }
    return -1;
  }

  private boolean isCell(String text, int from, int to) {
    int before = from - 1;
    while (before >= 0 && isAround(text.charAt(before))) {
      before--;
    }
    int after = to;
    while (after < text.length() && isAround(text.charAt(after))) {
      after++;
    }
    return (before < 0 || ends(text.charAt(before)))
        && (after == text.length() || ends(text.charAt(after)));
  }

  private static boolean isAround(char c) {
    return c == ' ' || c == '"';
  }

  private boolean ends(char c) {
    return c == delimiter || c == '\n' || c == '\r' || c == '\ufeff';
  }

  private int column(String text, int at) {
    int column = 0;
    boolean quoted = false;
    for (int i = 0; i < at; i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted && c == delimiter) {
        column++;
      } else if (c == '\n' && !quoted) {
        column = 0;
      }
    }
    return column;
  }

  private void erase(StringBuilder row, RowEraser.Shape shape) {
    if (shape == RowEraser.Shape.BLANK) {
      FileText.blank(row);
      return;
    }
    for (int at = nameIn(row); at >= 0; at = nameIn(row)) {
      int from = at;
      String name =
          names.stream()
              .filter(one -> row.indexOf(one, from) == from)
              .max(Comparator.comparingInt(String::length))
              .orElseThrow();
      String asterisks = "*".repeat(name.length());
      row.replace(at, at + name.length(), asterisks);
      masked.add(asterisks);
    }
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c != delimiter && c != '"' && c != '\r' && c != '\n' && c != ' ') {
        row.setCharAt(i, '*');
      }
    }
  }
}
