package dev.journeygateway.list;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a CSV list, read by fastcsv behind a {@link CsvRowScanner}.
 *
 * <p>The header is required and names one id column; the other columns are attributes. Its names
 * are taken without the blanks around them and then through the folder's mapping. The delimiter is
 * comma, semicolon or tab: the one under which the header has an id column, and of several the one
 * that gives the most columns. Empty lines are no rows. The columns {@code rejected_line} and
 * {@code rejected_reason} are those of a rejects file: they are ignored, and formula guards are
 * taken off the others.
 */
final class CsvRows extends Rows {

  private static final char[] DELIMITERS = {',', ';', '\t'};
  private static final int NAMES_SHOWN = 20;

  private final CsvRowScanner guard;
  private final CloseableIterator<Cells> records;
  private final char delimiter;
  private final boolean marked;
  private final boolean fromRejects;

  /** The header's own names, and by column what we call it, null for the two of a rejects file. */
  private final List<String> header;

  private final String[] names;
  private final int idIndex;
  private final IdColumn idColumn;
  private final Set<String> attributes = new LinkedHashSet<>();

  private Cells cells;
  private long line;
  private BadRow bad;
  private String brokenText;

  CsvRows(TextDecoder text, ListRules rules) throws IOException {
    this.marked = text.marked();
    int maxRecord = rules.limits().maxRecord();
    this.guard = new CsvRowScanner(text, maxRecord);
    String head = headerText();
    this.delimiter = delimiterOf(head, rules.columns());
    guard.delimiter(delimiter);
    this.records =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .skipEmptyLines(false)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .maxBufferSize(2 * maxRecord + (64 << 10))
            .build(new Cells(), (Reader) guard)
            .iterator();
    this.header = readHeader();
    this.fromRejects = header.contains(REJECTED_LINE) || header.contains(REJECTED_REASON);
    this.names = names(rules.columns());
    this.idIndex = findId();
    this.idColumn = IdColumn.named(names[idIndex]);
    for (int i = 0; i < names.length; i++) {
      if (i != idIndex && names[i] != null) {
        attributes.add(names[i]);
      }
    }
  }

  private String headerText() throws IOException {
    String head = guard.peekHeader();
    if (head == null) {
      throw new ListRefusedException(ListRefusal.noSelector("the file has no header", 0));
    }
    if (head.indexOf('\0') >= 0) {
      throw refused("the header holds NUL characters; UTF-16 needs a byte order mark", 1);
    }
    if (!TextDecoder.isText(head)) {
      throw refused("the header is not UTF-8", 1);
    }
    return head;
  }

  /**
   * A header is short: splitting it by hand at every candidate is enough to choose, the parser then
   * reads it for good.
   */
  private static char delimiterOf(String head, Map<String, String> mapping) {
    char best = DELIMITERS[0];
    int most = 0;
    for (char candidate : DELIMITERS) {
      List<String> parts = split(head, candidate);
      boolean hasId =
          parts.stream()
              .map(part -> nameOf(FormulaGuard.off(part), mapping))
              .anyMatch(name -> IdColumn.named(name) != null);
      int score = parts.size() + (hasId ? ListLimits.MAX_COLUMNS : 0);
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
        String part = head.substring(from, i).strip();
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
    String name = column.strip();
    return mapping.getOrDefault(name, name);
  }

  private List<String> readHeader() throws IOException {
    if (!records.hasNext()) {
      throw new ListRefusedException(ListRefusal.noSelector("the file has no header", 0));
    }
    Cells first = records.next();
    long at = guard.nextFrame();
    if (at < 0) {
      throw refused("the header: " + guard.nextBroken().reason(), -at);
    }
    line = at;
    if (first.count() > ListLimits.MAX_COLUMNS) {
      throw refused("the header has more than %d columns".formatted(ListLimits.MAX_COLUMNS), at);
    }
    return first.copy();
  }

  private String[] names(Map<String, String> mapping) throws ListRefusedException {
    String[] found = new String[header.size()];
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (int i = 0; i < found.length; i++) {
      String own = header.get(i);
      if (own.equals(REJECTED_LINE) || own.equals(REJECTED_REASON)) {
        continue;
      }
      String name = nameOf(fromRejects ? FormulaGuard.off(own) : own, mapping);
      if (name.isEmpty()) {
        throw refused("column %d of the header has no name".formatted(i + 1), line);
      }
      Integer before = seen.put(name, i + 1);
      if (before != null) {
        throw refused("columns %d and %d are both named %s".formatted(before, i + 1, name), line);
      }
      found[i] = name;
    }
    return found;
  }

  private int findId() throws ListRefusedException {
    int found = -1;
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null && IdColumn.named(names[i]) != null) {
        if (found >= 0) {
          throw new ListRefusedException(
              ListRefusal.manySelectors(
                  "the header has both a column user_id and a column hwid", line));
        }
        found = i;
      }
    }
    if (found < 0) {
      List<String> shown =
          Arrays.stream(names).filter(name -> name != null).limit(NAMES_SHOWN).toList();
      String detail = "the header has no column user_id or hwid, only " + String.join(", ", shown);
      throw new ListRefusedException(ListRefusal.noSelector(detail, line));
    }
    return found;
  }

  private static ListRefusedException refused(String message, long line) {
    return new ListRefusedException(ListRefusal.malformed(message, line));
  }

  @Override
  boolean next() throws IOException {
    while (records.hasNext()) {
      cells = records.next();
      line = guard.nextFrame();
      brokenText = null;
      if (line < 0) {
        line = -line;
        var broken = guard.nextBroken();
        brokenText = broken.text();
        bad = new BadRow(line, broken.reason());
        return true;
      }
      if (!cells.isEmpty()) {
        String fault = fault();
        bad = fault == null ? null : new BadRow(line, fault);
        return true;
      }
    }
    return false;
  }

  private String fault() {
    if (cells.count() != names.length) {
      return "%d columns expected, found %d".formatted(names.length, cells.count());
    }
    String fault = faultOfId(names[idIndex], cell(idIndex));
    for (int i = 0; i < names.length && fault == null; i++) {
      if (i != idIndex && names[i] != null) {
        fault = faultOfValue(names[i], cell(i));
      }
    }
    return fault;
  }

  private String cell(int index) {
    return fromRejects ? FormulaGuard.off(cells.get(index)) : cells.get(index);
  }

  @Override
  BadRow bad() {
    return bad;
  }

  @Override
  String idOfBad() {
    return brokenText == null && cells.count() > idIndex ? storable(cell(idIndex)) : null;
  }

  @Override
  ListRow row() {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (i != idIndex && names[i] != null) {
        String value = cell(i);
        if (!value.isEmpty()) {
          values.put(names[i], value);
        }
      }
    }
    return new ListRow(line, cell(idIndex), values);
  }

  @Override
  int size() {
    return cells.characters();
  }

  @Override
  IdColumn idColumn() {
    return idColumn;
  }

  @Override
  Set<String> attributes() {
    return attributes;
  }

  @Override
  void writeRejectsHead(OutputStream out) throws IOException {
    if (marked) {
      // Whoever needed the mark to read the list needs it to read the rejects.
      out.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
    }
    List<String> head = new ArrayList<>(List.of(REJECTED_LINE, REJECTED_REASON));
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null) {
        head.add(FormulaGuard.on(fromRejects ? FormulaGuard.off(header.get(i)) : header.get(i)));
      }
    }
    write(head, out);
  }

  @Override
  void writeReject(OutputStream out) throws IOException {
    List<String> row = new ArrayList<>();
    row.add(Long.toString(bad.line()));
    row.add(FormulaGuard.on(bad.reason()));
    if (brokenText != null) {
      row.add(FormulaGuard.on(brokenText));
    } else {
      for (int i = 0; i < cells.count(); i++) {
        if (i >= names.length || names[i] != null) {
          row.add(FormulaGuard.on(cell(i)));
        }
      }
    }
    boolean wrongNumber = brokenText != null || cells.count() != names.length;
    if (wrongNumber && row.size() == attributes.size() + 3) {
      // By chance as many cells as the rejects file has columns: one more keeps the row bad until
      // somebody has looked
      // at it.
      row.add("");
    }
    write(row, out);
  }

  private void write(List<String> row, OutputStream out) throws IOException {
    var text = new StringWriter();
    try (var writer =
        CsvWriter.builder()
            .fieldSeparator(delimiter)
            .lineDelimiter(LineDelimiter.LF)
            .bufferSize(0)
            .build(text)) {
      writer.writeRecord(row);
    }
    out.write(TextDecoder.encode(text.toString()));
  }

  @Override
  public void close() throws IOException {
    guard.close();
  }

  /** The cells of the current record, taken from the parser without a list in between. */
  private static final class Cells extends AbstractBaseCsvCallbackHandler<Cells> {

    private String[] values = new String[16];
    private int count;
    private int characters;

    @Override
    protected void handleBegin(long startingLineNumber) {
      count = 0;
      characters = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      if (index == values.length) {
        values = Arrays.copyOf(values, values.length * 2);
      }
      values[index] = length == 0 ? "" : new String(buffer, offset, length);
      count = index + 1;
      characters += length;
    }

    @Override
    protected Cells buildRecord() {
      return this;
    }

    boolean isEmpty() {
      return count == 0;
    }

    int count() {
      return count;
    }

    int characters() {
      return characters;
    }

    String get(int index) {
      return values[index];
    }

    List<String> copy() {
      return List.of(Arrays.copyOf(values, count));
    }
  }
}
