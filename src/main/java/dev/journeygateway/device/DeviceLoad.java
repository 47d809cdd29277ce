package dev.journeygateway.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.filter.Tag;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One device file on its way: its rows become devices or rejects, devices go to their lane. */
final class DeviceLoad implements AutoCloseable {

  private static final int LANES = 2;

  private final ObjectMapper json;
  private final DeviceRowReader reader;
  private final RejectedRows rejected;
  private final List<DeviceLane> lanes;
  private final Runnable atTheEnd;
  private long read;

  /**
   * @param atTheEnd run when nothing of this file is written any more
   * @throws DeviceFileRefused for an unknown application
   */
  DeviceLoad(
      String application,
      Database database,
      ObjectMapper json,
      Supplier<Writer> rejects,
      Runnable atTheEnd) {
    this.json = json;
    this.atTheEnd = atTheEnd;
    if (!database.read("find-application").with("code", application).exists()) {
      throw new DeviceFileRefused("unknown application: " + application);
    }
    Map<String, Tag> tags = new LinkedHashMap<>();
    database
        .read("find-tags")
        .with("application_code", application)
        .each(
            row ->
                tags.put(
                    row.text("name"), new Tag(row.integer("id"), JdbcTags.type(row.text("type")))));
    reader = new DeviceRowReader(tags);
    rejected = new RejectedRows(rejects, json);
    DeviceWriter writer = new DeviceWriter(database, application, tags.values());
    lanes = Stream.generate(() -> new DeviceLane(writer)).limit(LANES).toList();
  }

  /** Whether a column can stand in the file: one of the four or a tag's. */
  boolean knows(String column) {
    return reader.knows(column);
  }

  /** The file's own columns, for its rejected rows. */
  void columns(List<String> columns) {
    rejected.columns(columns);
  }

  /** A row that no parser could take apart. */
  void brokenRow(long line, String reason, String text) {
    read++;
    rejected.row(line, reason, List.of(text));
  }

  void csvRow(long line, List<String> header, List<String> cells) {
    DeviceRow device;
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
      device = reader.end();
    } catch (IllegalArgumentException e) {
      rejected.row(line, e.getMessage(), ownCells(header, cells));
      return;
    }
    add(device);
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
    DeviceRow device;
    JsonNode row = null;
    read++;
    try {
      row = json.readTree(line);
      if (!row.isObject()) {
        throw new IllegalArgumentException("a row is an object");
      }
      reader.start();
      for (Map.Entry<String, JsonNode> field : row.properties()) {
        jsonCell(field.getKey(), field.getValue());
      }
      device = reader.end();
    } catch (JsonProcessingException e) {
      rejected.object(number, "malformed JSON: " + e.getOriginalMessage(), null, line);
      return;
    } catch (IllegalArgumentException e) {
      rejected.object(number, e.getMessage(), row, line);
      return;
    }
    add(device);
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
    lanes.get(Math.floorMod(row.hwid().hashCode(), LANES)).add(row);
  }

  /** Writes what is left and says what it all came to. */
  DevicesLoaded end() throws IOException {
    lanes.forEach(DeviceLane::send);
    lanes.forEach(DeviceLane::settle);
    rejected.flush();
    DevicesLoaded written =
        lanes.stream().map(DeviceLane::written).reduce(DevicesLoaded.NONE, DevicesLoaded::and);
    return written.and(new DevicesLoaded(read, 0, 0, 0, 0, rejected.count()));
  }

  @Override
  public void close() {
    lanes.forEach(DeviceLane::close);
    atTheEnd.run();
  }
}
