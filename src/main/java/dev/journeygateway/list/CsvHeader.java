package dev.journeygateway.list;

import dev.journeygateway.text.FormulaGuard;
import dev.journeygateway.text.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a table: what separates its cells, and what its columns are called.
 *
 * <p>The delimiter is comma, semicolon or tab: the one under which the header has an id column, and
 * of several the one that gives the most columns. A first line {@code sep=;}, as spreadsheets write
 * it, says it outright and may name another. Columns without a name at the end are those of a
 * spreadsheet that was once wider; their cells must be empty.
 *
 * @param delimiter what separates cells
 * @param separatorLine whether a line {@code sep=} comes before the header
 * @param line of the header
 * @param own the names as the file has them
 * @param names by column what we call it; null for the columns of a rejects file and for those at
 *     the end that have no name
 * @param width how many columns there are up to the last that has a name
 * @param fromRejects whether this is the header of a rejects file
 */
record CsvHeader(
    char delimiter,
    boolean separatorLine,
    long line,
    List<String> own,
    String[] names,
    int width,
    boolean fromRejects) {

  private static final char[] DELIMITERS = {',', ';', '\t'};

  private static final Pattern SEPARATOR_LINE =
      Pattern.compile("(?i)\"?sep=([^\"\\p{Alnum}\\p{Cntrl}]|\\t)\"?\\1*");

  /**
   * Reads the header, which is required.
   *
   * @throws ListRefusedException when there is none, or it is none
   */
  static CsvHeader read(CsvScanner scanner, Map<String, String> mapping, RowMeaning meaning)
      throws IOException {
    String head = firstLine(scanner, meaning);
    Optional<Character> said = separator(head);
    if (said.isPresent()) {
      scanner.skipLine();
      head = firstLine(scanner, meaning);
    }
    char delimiter =
        said.isPresent()
            ? said.get()
            : delimiterOf(head, name -> meaning.isId(nameOf(FormulaGuard.off(name), mapping)));
    scanner.delimiter(delimiter);
    if (!scanner.next()) {
      throw new ListRefusedException(meaning.nothing("the file has no header"));
    }
    if (scanner.fault() != null) {
      throw refused("the header: " + scanner.fault(), scanner.line());
    }
    if (scanner.count() > ListLimits.MAX_COLUMNS) {
      throw refused(
          "the header has more than %d columns".formatted(ListLimits.MAX_COLUMNS), scanner.line());
    }
    List<String> own = new ArrayList<>();
    for (int i = 0; i < scanner.count(); i++) {
      own.add(scanner.cell(i));
    }
    return named(delimiter, said.isPresent(), scanner.line(), List.copyOf(own), mapping);
  }

  private static String firstLine(CsvScanner scanner, RowMeaning meaning) throws IOException {
    String head = scanner.peek();
    while (head != null && showsNothing(head)) {
      scanner.skipLine();
      head = scanner.peek();
    }
    if (head == null) {
      throw new ListRefusedException(meaning.nothing("the file has no header"));
    }
    if (head.indexOf('\0') >= 0) {
      throw refused("the header holds NUL characters; UTF-16 needs a byte order mark", 1);
    }
    if (!TextDecoder.isText(head)) {
      throw refused("the header is not UTF-8", 1);
    }
    return head;
  }

  /** Whether a line before the header is a row of empty cells. */
  private static boolean showsNothing(String head) {
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      if (",;".indexOf(c) < 0 && !VisibleText.isWhiteSpace(c)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Character> separator(String head) {
    Matcher line = SEPARATOR_LINE.matcher(head);
    return line.matches() ? Optional.of(line.group(1).charAt(0)) : Optional.empty();
  }

  /**
   * A header is short: splitting it by hand at every candidate is enough to choose, it is then read
   * for good.
   */
  private static char delimiterOf(String head, Predicate<String> isId) {
    char best = DELIMITERS[0];
    int most = 0;
    for (char candidate : DELIMITERS) {
      List<String> parts = split(head, candidate);
      int score = parts.size() + (parts.stream().anyMatch(isId) ? ListLimits.MAX_COLUMNS : 0);
      if (score > most) {
        most = score;
        best = candidate;
      }
    }
    return best;
  }

  private static List<String> split(String head, char delimiter) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i <= head.length() && parts.size() < ListLimits.MAX_COLUMNS; i++) {
      if (i == head.length() || (head.charAt(i) == delimiter && !quoted)) {
        String part = VisibleText.trim(head.substring(from, i));
        boolean inQuotes = part.length() > 1 && part.startsWith("\"") && part.endsWith("\"");
        parts.add(inQuotes ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part);
        from = i + 1;
      } else if (head.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return parts;
  }

  private static String nameOf(String column, Map<String, String> mapping) {
    String name = VisibleText.trim(column);
    return mapping.getOrDefault(name, name);
  }

  private static CsvHeader named(
      char delimiter, boolean separatorLine, long line, List<String> own, Map<String, String> map)
      throws ListRefusedException {
    boolean fromRejects = own.stream().anyMatch(Rows::isReserved);
    int width = own.size();
    while (width > 0 && VisibleText.isBlank(own.get(width - 1))) {
      width--;
    }
    String[] names = new String[own.size()];
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (int i = 0; i < width; i++) {
      if (Rows.isReserved(own.get(i))) {
        continue;
      }
      String name = nameOf(fromRejects ? FormulaGuard.off(own.get(i)) : own.get(i), map);
      if (VisibleText.isBlank(name)) {
        throw refused("column %d of the header has no name".formatted(i + 1), line);
      }
      Integer before = seen.put(name, i + 1);
      if (before != null) {
        throw refused("columns %d and %d are both named %s".formatted(before, i + 1, name), line);
      }
      names[i] = name;
    }
    return new CsvHeader(delimiter, separatorLine, line, own, names, width, fromRejects);
  }

  /** Whether a column belongs to a rejects file and not to its input. */
  boolean isReserved(int column) {
    return column < own.size() && Rows.isReserved(own.get(column));
  }

  private static ListRefusedException refused(String message, long line) {
    return new ListRefusedException(ListRefusal.malformed(message, line));
  }
}
