package dev.journeygateway.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes refused rows in their file's own columns, with the line and the reason in two columns in
 * front, which the loader passes over: the corrected file can be dropped in again as it stands. The
 * writer is opened with the first refused row.
 */
final class RejectedRows {

  static final String LINE = "reject_line";
  static final String REASON = "reject_reason";

  private static final String TEXT = "reject_text";

  private final Supplier<Writer> open;
  private final ObjectMapper json;
  private Writer writer;
  private CsvWriter csv;
  private List<String> header = List.of();
  private long count;

  RejectedRows(Supplier<Writer> open, ObjectMapper json) {
    this.open = open;
    this.json = json;
  }

  void columns(List<String> columns) {
    header = columns;
  }

  void row(long line, String reason, List<String> cells) {
    if (csv == null) {
      csv = CsvWriter.builder().build(writer());
      csv.writeRecord(behind(LINE, REASON, header));
    }
    csv.writeRecord(behind(String.valueOf(line), reason, cells));
    count++;
  }

  void object(long line, String reason, JsonNode row, String text) {
    ObjectNode rejected = json.createObjectNode().put(LINE, line).put(REASON, reason);
    if (row instanceof ObjectNode object) {
      object.properties().stream()
          .filter(field -> !isOurs(field.getKey()))
          .forEach(field -> rejected.set(field.getKey(), field.getValue()));
    } else {
      rejected.put(TEXT, text);
    }
    try {
      writer().write(json.writeValueAsString(rejected) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    count++;
  }

  static boolean isOurs(String column) {
    return column.equals(LINE) || column.equals(REASON);
  }

  long count() {
    return count;
  }

  void flush() throws IOException {
    if (csv != null) {
      csv.flush();
    }
    if (writer != null) {
      writer.flush();
    }
  }

  private Writer writer() {
    if (writer == null) {
      writer = open.get();
    }
    return writer;
  }

  private static List<String> behind(String line, String reason, List<String> cells) {
    List<String> all = new ArrayList<>(List.of(line, reason));
    all.addAll(cells);
    return all;
  }
}
