package dev.journeygateway.device;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.journeygateway.database.Database;
import dev.journeygateway.list.CsvRowScanner;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

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

  private static final int MAX_LINE = 1 << 20;
  private static final String SEPARATORS = ",;\t";

  private final Database database;
  private final ObjectMapper json =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /**
   * How many files may be loaded at a time: where a process is the only one that writes, its
   * devices are not locked one by one.
   */
  private final Semaphore turns;

  public DeviceLoader(Database database) {
    this.database = database;
    this.turns = new Semaphore(database.embedded() ? 1 : Integer.MAX_VALUE);
  }

  /**
   * Loads a claimed file.
   *
   * @param application the code of the application whose devices these are
   * @param path where the file lies, under whatever name
   * @param name the name it was sent under, which says what it is
   * @param rejects where its bad rows are written; made when there is one, replaced when it is
   *     there
   * @param progress hears how far it has come
   * @throws IOException when the disk fails; whatever is wrong with the file itself is in the
   *     result
   * @throws org.springframework.dao.DataAccessException when the database fails; the file can be
   *     loaded again, which changes nothing that is loaded
   */
  public DeviceFileResult load(
      String application, Path path, ListName name, Path rejects, Progress progress)
      throws IOException {
    List<Writer> opened = new ArrayList<>();
    Supplier<Writer> open =
        () -> {
          try {
            Writer writer = Files.newBufferedWriter(rejects);
            opened.add(writer);
            return writer;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    InputStream bytes = Files.newInputStream(path);
    try (Reader text =
        new InputStreamReader(
            name.gzip() ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8)) {
      DevicesLoaded loaded =
          name.format() == Format.CSV
              ? loadCsv(application, text, open)
              : loadNdjson(application, text, open);
      return new DeviceFileResult(loaded, Optional.empty(), List.of());
    } catch (DeviceFileRefused e) {
      return DeviceFileResult.refused(
          new ListRefusal(ListRefusal.Reason.MALFORMED_FILE, e.getMessage(), "", 0));
    } finally {
      for (Writer writer : opened) {
        writer.close();
      }
    }
  }

  /**
   * Loads a CSV file: RFC 4180, with comma, semicolon or tab, whichever the header has most of.
   *
   * @param rejects opened with the first bad row; the caller closes it
   * @throws DeviceFileRefused for an unknown application and a header that is broken, without hwid,
   *     with an unknown tag or with a column twice
   */
  public DevicesLoaded loadCsv(String application, Reader file, Supplier<Writer> rejects)
      throws IOException {
    BufferedReader reader = new BufferedReader(file);
    skipMark(reader);
    CsvRowScanner guard = new CsvRowScanner(reader, MAX_LINE);
    String head = guard.peekHeader();
    if (head == null) {
      throw new DeviceFileRefused("the file has no header");
    }
    char separator = separator(head);
    guard.delimiter(separator);
    try (DeviceLoad load = begin(application, rejects);
        CsvReader<CsvRecord> rows =
            CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(2 * MAX_LINE)
                .ofCsvRecord((Reader) guard)) {
      Iterator<CsvRecord> records = rows.iterator();
      List<String> header = header(records.next(), guard, load);
      while (records.hasNext()) {
        CsvRecord row = records.next();
        long line = guard.nextFrame();
        if (line < 0) {
          CsvRowScanner.Broken broken = guard.nextBroken();
          load.brokenRow(-line, broken.reason(), broken.text());
        } else if (!isEmpty(row)) {
          load.csvRow(line, header, row.getFields());
        }
      }
      return load.end();
    }
  }

  private DeviceLoad begin(String application, Supplier<Writer> rejects) {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another file was loaded", e);
    }
    try {
      return new DeviceLoad(application, database, json, rejects, turns::release);
    } catch (RuntimeException e) {
      turns.release();
      throw e;
    }
  }

  private static boolean isEmpty(CsvRecord row) {
    return row.getFieldCount() == 1 && row.getField(0).isEmpty();
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
    try (DeviceLoad load = begin(application, rejects)) {
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

  private static List<String> header(CsvRecord first, CsvRowScanner guard, DeviceLoad load) {
    if (guard.nextFrame() < 0) {
      throw new DeviceFileRefused("the header: " + guard.nextBroken().reason());
    }
    List<String> header = first.getFields().stream().map(String::strip).toList();
    for (String column : header) {
      if (!RejectedRows.isOurs(column) && !load.knows(column)) {
        throw new DeviceFileRefused("unknown tag: " + column);
      }
    }
    if (!header.contains(DeviceRowReader.HWID)) {
      throw new DeviceFileRefused("the column hwid is missing");
    }
    if (header.stream().distinct().count() < header.size()) {
      throw new DeviceFileRefused("a column stands twice");
    }
    load.columns(header.stream().filter(column -> !RejectedRows.isOurs(column)).toList());
    return header;
  }

  private static char separator(String head) {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (char c : head.toCharArray()) {
      quoted ^= c == '"';
      int candidate = SEPARATORS.indexOf(c);
      if (candidate >= 0 && !quoted) {
        counts[candidate]++;
      }
    }
    int best = counts[1] > counts[0] ? 1 : 0;
    return SEPARATORS.charAt(counts[2] > counts[best] ? 2 : best);
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
}
