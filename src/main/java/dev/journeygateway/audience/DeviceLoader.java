package dev.journeygateway.audience;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads devices and their tags from a file of an application, as many rows as there are
 * (journeys.md).
 *
 * <p>Columns: hwid, user_id, platform, push_token, then one a tag of the catalogue, by its exact
 * name; hwid alone is required. A column that is not there leaves what is stored, an empty cell
 * removes it: the tag, the platform, the push token, or the user, after which the device is its own
 * user. A push_token of 0 or false is none, any other is one. Values of a list tag stand side by
 * side with | between them. In NDJSON a row is an object with these keys, a missing key is a column
 * that is not there, null is an empty cell, and a list may be an array too.
 *
 * <p>Rows go in by some thousand, each lot in one transaction, over two connections side by side,
 * because one backend is the bound otherwise; the rows of a device always go the same way, and of
 * those that come again the later wins. Loading a file again changes nothing, so a crash needs no
 * more than that. A bad row goes to the rejects with its line and the reason, and the rest goes on.
 */
public final class DeviceLoader {

  private static final int ROWS = 10_000;
  private static final int LANES = 2;
  private static final int ATTEMPTS = 5;
  private static final int MAX_LINE = 1 << 20;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final ObjectMapper json =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  public DeviceLoader(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Loads a CSV file: RFC 4180, with comma, semicolon or tab, whichever the header has most of.
   *
   * @param rejects opened with the first bad row; the caller closes it
   * @throws DeviceFileRefused for an unknown application, a header without hwid, with an unknown
   *     tag or with a column twice, and for what is no CSV any more
   */
  public DevicesLoaded loadCsv(String application, Reader file, Supplier<Writer> rejects)
      throws IOException {
    BufferedReader reader = new BufferedReader(file);
    char separator = separator(reader);
    try (Load load = new Load(application, rejects);
        CsvReader<CsvRecord> rows =
            CsvReader.builder()
                .fieldSeparator(separator)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(reader)) {
      List<String> header = null;
      for (CsvRecord row : rows) {
        if (header == null) {
          header = header(row.getFields(), load);
        } else {
          load.csvRow(header, row);
        }
      }
      if (header == null) {
        throw new DeviceFileRefused("the file is empty");
      }
      return load.end();
    } catch (CsvParseException e) {
      throw new DeviceFileRefused("no CSV: " + e.getMessage());
    }
  }

  /**
   * Loads an NDJSON file: an object a line, lines of up to a million characters.
   *
   * @param rejects opened with the first bad row; the caller closes it
   * @throws DeviceFileRefused for an unknown application and for a longer line
   */
  public DevicesLoaded loadNdjson(String application, Reader file, Supplier<Writer> rejects)
      throws IOException {
    BufferedReader reader = new BufferedReader(file);
    skipMark(reader);
    try (Load load = new Load(application, rejects)) {
      long number = 0;
      for (String line = line(reader); line != null; line = line(reader)) {
        number++;
        if (!line.isBlank()) {
          load.jsonRow(number, line);
        }
      }
      return load.end();
    }
  }

  private static List<String> header(List<String> columns, Load load) {
    List<String> header = columns.stream().map(String::strip).toList();
    for (String column : header) {
      if (!RejectedRows.isOurs(column) && !load.reader.knows(column)) {
        throw new DeviceFileRefused("unknown tag: " + column);
      }
    }
    if (!header.contains(DeviceRowReader.HWID)) {
      throw new DeviceFileRefused("the column hwid is missing");
    }
    if (header.stream().distinct().count() < header.size()) {
      throw new DeviceFileRefused("a column stands twice");
    }
    load.rejected.columns(header.stream().filter(column -> !RejectedRows.isOurs(column)).toList());
    return header;
  }

  private static char separator(BufferedReader reader) throws IOException {
    skipMark(reader);
    reader.mark(MAX_LINE);
    int[] counts = new int[3];
    boolean quoted = false;
    for (int i = 0; i < MAX_LINE - 1; i++) {
      int c = reader.read();
      quoted ^= c == '"';
      if (c < 0 || !quoted && (c == '\n' || c == '\r')) {
        break;
      }
      int candidate = ",;\t".indexOf(c);
      if (candidate >= 0 && !quoted) {
        counts[candidate]++;
      }
    }
    reader.reset();
    int best = counts[1] > counts[0] ? 1 : 0;
    return ",;\t".charAt(counts[2] > counts[best] ? 2 : best);
  }

  private static void skipMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
  }

  private static String line(BufferedReader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() == MAX_LINE) {
        throw new DeviceFileRefused("a line is longer than " + MAX_LINE + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** One file on its way. */
  private final class Load implements AutoCloseable {

    private final DeviceRowReader reader;
    private final DeviceWriter writer;
    private final RejectedRows rejected;
    private final List<Lane> lanes = Stream.generate(Lane::new).limit(LANES).toList();
    private long read;
    private long repeated;

    Load(String application, Supplier<Writer> rejects) {
      if (jdbc.queryForList(
              "select code from application where code = ?", String.class, application)
          .isEmpty()) {
        throw new DeviceFileRefused("unknown application: " + application);
      }
      Map<String, Tag> tags = new LinkedHashMap<>();
      jdbc.query(
          "select name, id, type from tag where application_code = ? order by id",
          row -> {
            tags.put(
                row.getString("name"),
                new Tag(row.getInt("id"), JdbcTags.type(row.getString("type"))));
          },
          application);
      reader = new DeviceRowReader(tags);
      writer = new DeviceWriter(jdbc, application, tags.values());
      rejected = new RejectedRows(rejects, json);
    }

    void csvRow(List<String> header, CsvRecord row) {
      List<String> cells = row.getFields();
      read++;
      try {
        if (cells.size() != header.size()) {
          throw new IllegalArgumentException(
              header.size() + " columns are expected, here are " + cells.size());
        }
        reader.start();
        for (int i = 0; i < cells.size(); i++) {
          if (!RejectedRows.isOurs(header.get(i))) {
            reader.cell(header.get(i), cells.get(i));
          }
        }
        add(reader.end());
      } catch (IllegalArgumentException e) {
        rejected.row(row.getStartingLineNumber(), e.getMessage(), ownCells(header, cells));
      }
    }

    private List<String> ownCells(List<String> header, List<String> cells) {
      List<String> own = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        if (i >= header.size() || !RejectedRows.isOurs(header.get(i))) {
          own.add(cells.get(i));
        }
      }
      return own;
    }

    void jsonRow(long number, String line) {
      read++;
      JsonNode row = null;
      try {
        row = json.readTree(line);
        if (!row.isObject()) {
          throw new IllegalArgumentException("a row is an object");
        }
        reader.start();
        for (Map.Entry<String, JsonNode> field : row.properties()) {
          jsonCell(field.getKey(), field.getValue());
        }
        add(reader.end());
      } catch (JsonProcessingException e) {
        rejected.object(number, "malformed JSON: " + e.getOriginalMessage(), null, line);
      } catch (IllegalArgumentException e) {
        rejected.object(number, e.getMessage(), row, line);
      }
    }

    private void jsonCell(String name, JsonNode value) {
      if (RejectedRows.isOurs(name)) {
        return;
      }
      if (!reader.knows(name)) {
        throw new IllegalArgumentException("unknown tag: " + name);
      }
      if (value.isObject()) {
        throw new IllegalArgumentException(name + " takes no object");
      }
      if (!value.isArray()) {
        reader.cell(name, value.isNull() ? "" : value.asText());
        return;
      }
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(part.asText()));
      reader.cells(name, parts);
    }

    private void add(DeviceRow row) {
      Lane lane = lanes.get(Math.floorMod(row.hwid().hashCode(), LANES));
      repeated += lane.add(row) ? 1 : 0;
      if (lane.rows.size() == ROWS) {
        lane.send(writer);
      }
    }

    DevicesLoaded end() throws IOException {
      lanes.forEach(lane -> lane.send(writer));
      lanes.forEach(Lane::settle);
      rejected.flush();
      return new DevicesLoaded(
          read,
          lanes.stream().mapToLong(lane -> lane.added).sum(),
          lanes.stream().mapToLong(lane -> lane.changed).sum(),
          lanes.stream().mapToLong(lane -> lane.unchanged).sum(),
          repeated,
          rejected.count());
    }

    @Override
    public void close() {
      lanes.forEach(lane -> lane.thread.shutdownNow());
    }
  }

  /** One of the ways to the database: a lot is written while the next fills up, never more. */
  private final class Lane {

    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "device-lane"));
    private Map<String, DeviceRow> rows = new LinkedHashMap<>();
    private Future<DeviceWriter.Written> underWay =
        CompletableFuture.completedFuture(new DeviceWriter.Written(0, 0, 0));
    private long added;
    private long changed;
    private long unchanged;

    /** Whether the device was in this lot already. */
    boolean add(DeviceRow row) {
      DeviceRow earlier = rows.get(row.hwid());
      rows.put(row.hwid(), earlier == null ? row : earlier.then(row));
      return earlier != null;
    }

    void send(DeviceWriter writer) {
      settle();
      Map<String, DeviceRow> lot = rows;
      rows = new LinkedHashMap<>();
      underWay = thread.submit(() -> write(writer, lot.values()));
    }

    void settle() {
      try {
        DeviceWriter.Written written = underWay.get();
        underWay = CompletableFuture.completedFuture(new DeviceWriter.Written(0, 0, 0));
        added += written.added();
        changed += written.changed();
        unchanged += written.unchanged();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while devices were written", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    /**
     * Another file of the application may add or change the same devices meanwhile: then the lot is
     * looked at anew.
     */
    private DeviceWriter.Written write(DeviceWriter writer, Collection<DeviceRow> lot) {
      for (int attempt = 1; ; attempt++) {
        try {
          return lot.isEmpty()
              ? new DeviceWriter.Written(0, 0, 0)
              : transaction.execute(status -> writer.write(lot));
        } catch (DuplicateKeyException | ConcurrencyFailureException e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    }
  }
}
