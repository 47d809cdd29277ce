package dev.journeygateway.list;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.journeygateway.text.FormulaGuard;
import dev.journeygateway.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * What holds for every list: it reads back as it was written, however it arrives, and its rejects
 * drop in again.
 */
class ListPropertiesTest {

  private static final ListRules SKIP = ListRules.DEFAULT.withBadRows(BadRows.SKIP);

  private Path folder;

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("lists");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** How a sender may write a list. */
  enum Encoding {
    UTF_8(StandardCharsets.UTF_8, ""),
    UTF_8_MARKED(StandardCharsets.UTF_8, "\ufeff"),
    UTF_16LE(StandardCharsets.UTF_16LE, "\ufeff"),
    UTF_16BE(StandardCharsets.UTF_16BE, "\ufeff");

    private final Charset charset;
    private final String mark;

    Encoding(Charset charset, String mark) {
      this.charset = charset;
      this.mark = mark;
    }

    byte[] bytes(String text) {
      return (mark + text).getBytes(charset);
    }
  }

  @Property(tries = 150)
  void aTableReadsBackAsItWasWritten(
      @ForAll("tables") List<List<String>> table,
      @ForAll("delimiters") char delimiter,
      @ForAll LineDelimiter lineBreak,
      @ForAll Encoding encoding,
      @ForAll boolean quoteAll,
      @ForAll boolean packed,
      @ForAll @IntRange(min = 1, max = 4) int chunkRows)
      throws IOException {
    // The header of a single column shows no delimiter, and a comma is taken for one.
    char shown = table.get(0).size() == 1 ? ',' : delimiter;
    byte[] bytes = encoding.bytes(csv(table, shown, lineBreak, quoteAll));
    Path file = write(packed ? "table.csv.gz" : "table.csv", packed ? gzip(bytes) : bytes);

    ListCheck check =
        Reading.check(file, ListRules.DEFAULT.withChunkRows(chunkRows), folder.resolve("rejects"));

    assertThat(check).isInstanceOf(CheckedList.class);
    List<ListRow> rows = Reading.rows((CheckedList) check);
    assertThat(rows)
        .extracting(ListRow::id)
        .containsExactlyElementsOf(
            table.stream().skip(1).map(r -> VisibleText.trim(r.get(0))).toList());
    assertThat(rows).extracting(ListRow::attributes).containsExactlyElementsOf(attributes(table));
    assertThat(rows).extracting(ListRow::line).containsExactlyElementsOf(lines(table));
  }

  @Property(tries = 1000)
  void readsTheSameHoweverTheBytesArrive(
      @ForAll("scraps") String scraps, @ForAll @IntRange(min = 1, max = 5) int step)
      throws IOException {
    byte[] bytes = ("user_id,tier\n" + scraps).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(events(new Trickle(bytes, step))).isEqualTo(events(new ByteArrayInputStream(bytes)));
  }

  @Property(tries = 150)
  void bothReadingsCountTheSameAndAResumedOneGivesTheRest(
      @ForAll("scraps") String scraps, @ForAll @IntRange(min = 1, max = 3) int chunkRows)
      throws IOException {
    byte[] bytes = ("user_id,tier\nfirst,gold\n" + scraps).getBytes(StandardCharsets.ISO_8859_1);
    Path file = write("scraps.csv", bytes);
    var checked =
        (CheckedList) Reading.check(file, SKIP.withChunkRows(chunkRows), folder.resolve("rejects"));
    List<RowChunk> all = chunks(checked, 1);
    assertThat(all).hasSize(checked.chunks());
    assertThat(all.stream().mapToInt(chunk -> chunk.rows().size()).sum()).isEqualTo(checked.rows());
    assertThat(all).filteredOn(RowChunk::last).containsExactly(all.get(all.size() - 1));
    for (int from = 1; from <= all.size() + 1; from++) {
      assertThat(chunks(checked, from)).isEqualTo(all.subList(from - 1, all.size()));
    }
  }

  @Property(tries = 150)
  void rejectsThatNobodyCorrectedAreRejectedAgainAndStayAsTheyWere(@ForAll("scraps") String scraps)
      throws IOException {
    byte[] bytes = ("user_id,=tier\nfirst,gold\n" + scraps).getBytes(StandardCharsets.ISO_8859_1);
    Path rejects = folder.resolve("again.rejects.csv");
    Files.deleteIfExists(rejects);
    var checked = (CheckedList) Reading.check(write("again.csv", bytes), SKIP, rejects);
    if (checked.badRows() == 0) {
      assertThat(rejects).doesNotExist();
      return;
    }
    Path rejectsOfRejects = folder.resolve("twice.rejects.csv");
    ListCheck again = Reading.check(rejects, SKIP, rejectsOfRejects);
    assertThat(again).isInstanceOf(ListRefusal.class);
    assertThat(((ListRefusal) again).reason()).isEqualTo(ListRefusal.Reason.BAD_ROWS);
    assertThat(ownCells(rejectsOfRejects)).isEqualTo(ownCells(rejects));
  }

  @Property(tries = 100)
  void correctedRejectsDropInWithEveryOtherCellUnchanged(
      @ForAll("tables") List<List<String>> table, @ForAll("delimiters") char delimiter)
      throws IOException {
    List<List<String>> spoilt = new ArrayList<>();
    for (List<String> row : table) {
      List<String> copy = new ArrayList<>(row);
      if (!spoilt.isEmpty()) {
        copy.set(0, "");
      }
      // A column of one's own keeps a row of empty cells from being an empty line.
      copy.add(spoilt.isEmpty() ? "kept" : "=1+1");
      spoilt.add(copy);
    }
    Path rejects = folder.resolve("corrected.rejects.csv");
    Files.deleteIfExists(rejects);
    String text = csv(spoilt, delimiter, LineDelimiter.LF, false);
    assertThat(
            Reading.check(
                write("spoilt.csv", text.getBytes(StandardCharsets.UTF_8)), SKIP, rejects))
        .isInstanceOf(ListRefusal.class);

    List<List<String>> corrected = new ArrayList<>();
    for (List<String> row : records(Files.readString(rejects), delimiter)) {
      List<String> copy = new ArrayList<>(row);
      if (!corrected.isEmpty()) {
        assertThat(copy)
            .noneMatch(cell -> cell.matches("(?s)[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20].*"));
        copy.set(2, "id-" + corrected.size());
      }
      corrected.add(copy);
    }
    text = csv(corrected, delimiter, LineDelimiter.CRLF, true);
    ListCheck check =
        Reading.check(
            write("corrected.rejects.csv", text.getBytes(StandardCharsets.UTF_8)),
            ListRules.DEFAULT,
            rejects);

    assertThat(check).isInstanceOf(CheckedList.class);
    assertThat(Reading.rows((CheckedList) check))
        .extracting(ListRow::attributes)
        .containsExactlyElementsOf(attributes(spoilt));
  }

  @Property
  void aGuardComesOffAsItWasPutOn(@ForAll("guardable") String cell) {
    String guarded = FormulaGuard.on(cell);
    assertThat(FormulaGuard.off(guarded)).isEqualTo(cell);
    assertThat(guarded)
        .doesNotStartWith("=")
        .doesNotStartWith("+")
        .doesNotStartWith("-")
        .doesNotStartWith("@");
  }

  @Provide
  Arbitrary<Character> delimiters() {
    return Arbitraries.of(',', ';', '\t');
  }

  /** A header, an id column first, and rows of any text, well-formed and without NUL. */
  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> cell =
        Arbitraries.frequencyOf(
            Tuple.of(3, guardable()),
            Tuple.of(2, Arbitraries.strings().ofMaxLength(20)),
            Tuple.of(
                1, Arbitraries.strings().withChars('"', '\r', '\n', ',', ';', '\t').ofMaxLength(6)),
            Tuple.of(1, Arbitraries.of("😀", "\ud83d\ude00x", "ä", "\ufeff", "\u2028")));
    Arbitrary<String> text = cell.filter(s -> TextDecoder.isText(s) && s.indexOf('\0') < 0);
    Arbitrary<String> id = text.filter(s -> !VisibleText.isBlank(s));
    return Arbitraries.integers()
        .between(0, 4)
        .flatMap(
            attributes -> {
              List<String> header = new ArrayList<>(List.of("user_id"));
              for (int i = 1; i <= attributes; i++) {
                header.add("c" + i);
              }
              Arbitrary<List<String>> row =
                  text.list()
                      .ofSize(attributes)
                      .flatMap(cells -> id.map(first -> with(first, cells)));
              return row.list().ofMinSize(1).ofMaxSize(12).map(rows -> with(header, rows));
            });
  }

  /** Short texts that are likely to look like formulas and guards. */
  @Provide
  Arbitrary<String> guardable() {
    return Arbitraries.strings()
        .withChars('\'', '=', '+', '-', '@', '\t', '\r', '\n', 'a', '\uff1d', ' ')
        .ofMaxLength(5);
  }

  /** What is left of a CSV file after an accident; in ISO 8859-1 also no UTF-8. */
  @Provide
  Arbitrary<String> scraps() {
    return Arbitraries.of(
            "a",
            "b",
            ",",
            ",",
            "\"",
            "\"\"",
            "\n",
            "\n",
            "\r",
            "\r\n",
            "ä",
            "c,d\n",
            "\"e\nf\",g\n",
            "\0",
            " ")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  private static <T> List<T> with(T first, List<T> rest) {
    List<T> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  private static List<Map<String, String>> attributes(List<List<String>> table) {
    List<Map<String, String>> all = new ArrayList<>();
    for (List<String> row : table.subList(1, table.size())) {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 1; i < row.size(); i++) {
        if (!row.get(i).isEmpty()) {
          values.put(table.get(0).get(i), row.get(i));
        }
      }
      all.add(values);
    }
    return all;
  }

  private static List<Long> lines(List<List<String>> table) {
    List<Long> lines = new ArrayList<>();
    long line = 2;
    for (List<String> row : table.subList(1, table.size())) {
      lines.add(line);
      line += 1 + row.stream().mapToLong(cell -> cell.split("\r\n|\r|\n", -1).length - 1).sum();
    }
    return lines;
  }

  private static String csv(
      List<List<String>> table, char delimiter, LineDelimiter lineBreak, boolean quoteAll) {
    var text = new StringWriter();
    var settings = CsvWriter.builder().fieldSeparator(delimiter).lineDelimiter(lineBreak);
    try (CsvWriter writer =
        (quoteAll ? settings.quoteStrategy(QuoteStrategies.ALWAYS) : settings).build(text)) {
      table.forEach(writer::writeRecord);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static List<List<String>> records(String text, char delimiter) throws IOException {
    // A lone CR inside quotes costs fastcsv the row when LF ends it.
    String ended = QuotedBreaks.endRowsWithReturn(text);
    try (var reader =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(ended)) {
      return reader.stream().map(CsvRecord::getFields).toList();
    }
  }

  /** The cells of a rejects file but for line number and reason. */
  private static List<List<String>> ownCells(Path rejects) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    String text = Files.readString(rejects, StandardCharsets.ISO_8859_1);
    for (List<String> row : records(text, ',')) {
      rows.add(row.subList(2, row.size()));
    }
    return rows;
  }

  private static List<RowChunk> chunks(CheckedList checked, int from) throws IOException {
    List<RowChunk> all = new ArrayList<>();
    try (RowChunks chunks = checked.chunks(from)) {
      chunks.forEachRemaining(all::add);
    }
    return all;
  }

  private static List<Object> events(InputStream in) throws IOException {
    List<Object> events = new ArrayList<>();
    var meaning = new StartRows();
    try (var rows = new CsvRows(new TextDecoder(in), ListLimits.DEFAULT, Map.of(), meaning)) {
      while (rows.next()) {
        events.add(rows.bad() == null ? meaning.row() : rows.bad());
      }
    }
    return events;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Gives a few bytes at a time, as a slow disk or a network does. */
  private static final class Trickle extends ByteArrayInputStream {

    private final int step;

    Trickle(byte[] bytes, int step) {
      super(bytes);
      this.step = step;
    }

    @Override
    public synchronized int read(byte[] into, int from, int length) {
      return super.read(into, from, Math.min(length, step));
    }
  }

  /** Ends rows outside quotes with CR where they end with LF. */
  private static final class QuotedBreaks {

    static String endRowsWithReturn(String text) {
      StringBuilder changed = new StringBuilder(text);
      boolean quoted = false;
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == '"') {
          quoted = !quoted;
        } else if (text.charAt(i) == '\n' && !quoted) {
          changed.setCharAt(i, '\r');
        }
      }
      return changed.toString();
    }
  }
}
