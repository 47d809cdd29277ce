package dev.journeygateway.list;

import dev.journeygateway.text.CsvLine;
import dev.journeygateway.text.FormulaGuard;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The rows of a table.
 *
 * <p>Its columns are named by its header ({@link CsvHeader}). The columns {@code rejected_line} and
 * {@code rejected_reason} are those of a rejects file: they are ignored, and formula guards are
 * taken off the others.
 */
final class CsvRows extends Rows {

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final CsvScanner scanner;
  private final RowMeaning meaning;
  private final CsvHeader header;
  private final boolean marked;
  private BadRow bad;

  CsvRows(TextDecoder text, ListLimits limits, Map<String, String> columns, RowMeaning meaning)
      throws IOException {
    this.marked = text.marked();
    this.scanner = new CsvScanner(text, limits.maxRecord());
    this.meaning = meaning;
    this.header = CsvHeader.read(scanner, columns, meaning);
    meaning.columns(Arrays.asList(header.names()), header.line());
  }

  @Override
  boolean next() throws IOException {
    if (!scanner.next()) {
      return false;
    }
    meaning.begin(scanner.line());
    String fault = scanner.fault() == null ? fault() : scanner.fault();
    bad = fault == null ? null : new BadRow(scanner.line(), fault);
    return true;
  }

  private String fault() throws IOException {
    String fault = null;
    String[] names = header.names();
    int known = Math.min(header.width(), scanner.count());
    for (int i = 0; i < known; i++) {
      // Told even of a row that is bad already, so that its id is known.
      if (names[i] != null) {
        String found = meaning.cell(i, cell(i));
        fault = fault == null ? found : fault;
      }
    }
    String count = faultOfCount();
    if (count != null) {
      return count;
    }
    return fault == null ? meaning.end() : fault;
  }

  /** A row may be wider than its header by empty cells, as spreadsheets write them. */
  private String faultOfCount() {
    int count = scanner.count();
    int columns = header.own().size();
    // Of a rejects file the width is exact: by it a row is told that nobody has corrected yet.
    if (count < header.width() || header.fromRejects() && count != columns) {
      return wrongCount();
    }
    for (int i = header.width(); i < count; i++) {
      if (!scanner.isEmpty(i)) {
        return i < columns
            ? "column %d has a value here and no name in the header".formatted(i + 1)
            : wrongCount();
      }
    }
    return null;
  }

  private String wrongCount() {
    int expected = header.fromRejects() ? header.own().size() : header.width();
    return "%d columns expected, found %d".formatted(expected, scanner.count());
  }

  private String cell(int index) {
    String text = scanner.cell(index);
    return header.fromRejects() ? FormulaGuard.off(text) : text;
  }

  @Override
  BadRow bad() {
    return bad;
  }

  @Override
  int size() {
    return scanner.characters();
  }

  @Override
  void writeRejectsHead(OutputStream out) throws IOException {
    if (marked) {
      // Whoever needed the mark to read the list needs it to read the rejects.
      out.write(MARK);
    }
    if (header.separatorLine()) {
      write("sep=" + header.delimiter() + "\n", out);
    }
    List<String> head = new ArrayList<>(List.of(REJECTED_LINE, REJECTED_REASON));
    for (int i = 0; i < header.own().size(); i++) {
      if (!header.isReserved(i)) {
        String name = header.own().get(i);
        head.add(header.fromRejects() ? FormulaGuard.off(name) : name);
      }
    }
    write(head, out);
  }

  @Override
  void writeReject(OutputStream out) throws IOException {
    List<String> row = new ArrayList<>();
    row.add(Long.toString(bad.line()));
    row.add(bad.reason());
    int columns = header.own().size();
    boolean broken = scanner.fault() != null;
    boolean wrongCount = broken || faultOfCount() != null;
    if (broken) {
      row.add(scanner.brokenText());
    } else {
      // A row of the right width gets exactly as many cells as the header has.
      int cells = wrongCount ? scanner.count() : columns;
      for (int i = 0; i < cells; i++) {
        if (!header.isReserved(i)) {
          row.add(i < scanner.count() ? cell(i) : "");
        }
      }
    }
    if (wrongCount && row.size() == 2 + columns - reserved() && !nameless()) {
      // By chance as many cells as the rejects file has columns: one more keeps the row bad until
      // somebody has looked at it.
      row.add("");
    }
    write(row, out);
  }

  private int reserved() {
    return (int) header.own().stream().filter(Rows::isReserved).count();
  }

  /** Whether a row is bad for a cell below no name, which it still has in the rejects file. */
  private boolean nameless() {
    return scanner.fault() == null && scanner.count() == header.own().size();
  }

  private void write(List<String> cells, OutputStream out) throws IOException {
    write(CsvLine.of(cells, header.delimiter(), "\n"), out);
  }

  private static void write(String line, OutputStream out) throws IOException {
    out.write(TextDecoder.encode(line));
  }

  @Override
  public void close() throws IOException {
    scanner.close();
  }
}
