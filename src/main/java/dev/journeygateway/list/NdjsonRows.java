package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rows of an NDJSON list: one {@code {"user_id" | "hwid": ..., "attribute_values": {...}}} a
 * line.
 *
 * <p>JSON and names are as strict as at the HTTP door: no duplicate keys, no unknown fields,
 * strings only, null means not set, names in snake_case or camelCase. The first good row says
 * whether the file names users or hwids. Empty lines are no rows. The fields {@code rejected_line}
 * and {@code rejected_reason} are those of a rejects file and ignored; a line that was no JSON
 * stands there as {@code rejected_text}, and stays bad until somebody has put a row in its place.
 */
final class NdjsonRows extends Rows {

  private static final String REJECTED_TEXT = "rejected_text";

  private final TextLines lines;
  private final JsonFactory json = JsonFaults.strict();
  private final JsonMapper mapper =
      JsonMapper.builder(JsonFaults.strict())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private final Set<String> attributes = new LinkedHashSet<>();

  private IdColumn idColumn;
  private BadRow bad;
  private boolean wellFormed;
  private boolean reserved;

  private IdColumn column;
  private String id;
  private Map<String, String> values;
  private String shapeFault;
  private int characters;

  NdjsonRows(TextDecoder text, ListLimits limits) {
    this.lines = new TextLines(text, limits.maxRecord());
  }

  @Override
  boolean next() throws IOException {
    do {
      if (!lines.next()) {
        return false;
      }
    } while (lines.isBlank());
    column = null;
    id = null;
    values = Map.of();
    shapeFault = null;
    wellFormed = false;
    reserved = false;
    characters = lines.length();
    String fault = fault();
    bad = fault == null ? null : new BadRow(lines.number(), fault);
    if (bad == null) {
      idColumn = column;
      attributes.addAll(values.keySet());
      if (attributes.size() > ListLimits.MAX_COLUMNS) {
        String message =
            "the rows have more than %d different attributes".formatted(ListLimits.MAX_COLUMNS);
        throw new ListRefusedException(ListRefusal.malformed(message, lines.number()));
      }
    }
    return true;
  }

  private String fault() throws IOException {
    if (lines.isCut()) {
      return "the row is longer than " + lines.longest() + " characters";
    }
    if (!lines.isText()) {
      return "the row is not UTF-8";
    }
    try (JsonParser parser = lines.parser(json)) {
      readRow(parser);
    } catch (JsonProcessingException e) {
      int at = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      String place = at > 0 ? " at column " + at : "";
      return "malformed JSON%s: %s".formatted(place, JsonFaults.reason(e));
    }
    if (shapeFault != null) {
      return shapeFault;
    }
    if (column == null) {
      return "user_id or hwid must be given";
    }
    if (idColumn != null && column != idColumn) {
      return "%s expected as in the rows before, found %s"
          .formatted(idColumn.column(), column.column());
    }
    String fault = faultOfId(column.column(), id);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      if (fault == null) {
        fault = TextDecoder.isText(entry.getKey()) ? null : "the name of an attribute is not UTF-8";
      }
      if (fault == null) {
        fault = faultOfValue(entry.getKey(), entry.getValue());
      }
    }
    return fault;
  }

  private void readRow(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      // Malformed text is told from a wrong shape by reading it to its end.
      wrong("the row must be a JSON object");
      parser.skipChildren();
      requireEnd(parser);
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "user_id", "userId" -> readId(parser, IdColumn.USER_ID);
        case "hwid" -> readId(parser, IdColumn.HWID);
        case "attribute_values", "attributeValues" -> readAttributes(parser);
        case REJECTED_LINE, REJECTED_REASON -> {
          reserved = true;
          parser.skipChildren();
        }
        case REJECTED_TEXT -> {
          wrong("the rejected line has not been corrected");
          parser.skipChildren();
        }
        default -> {
          wrong("unknown field: " + name);
          parser.skipChildren();
        }
      }
    }
    requireEnd(parser);
    wellFormed = true;
  }

  private static void requireEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "something stands behind the row");
    }
  }

  private void readId(JsonParser parser, IdColumn named) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (column != null) {
      wrong(
          column == named
              ? named.column() + " is given twice, in snake_case and in camelCase"
              : "only one of user_id and hwid may be given");
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      wrong(named.column() + " must be a string");
      parser.skipChildren();
      return;
    }
    column = named;
    id = parser.getText();
  }

  private void readAttributes(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      wrong("attribute_values must be an object of strings");
      parser.skipChildren();
      return;
    }
    if (!values.isEmpty()) {
      wrong("attribute_values is given twice, in snake_case and in camelCase");
    }
    Map<String, String> read = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        read.put(name, parser.getText());
      } else {
        wrong("attribute_values." + name + " must be a string");
        parser.skipChildren();
      }
    }
    values = read;
  }

  private void wrong(String fault) {
    if (shapeFault == null) {
      shapeFault = fault;
    }
  }

  @Override
  BadRow bad() {
    return bad;
  }

  @Override
  String idOfBad() {
    return storable(id);
  }

  @Override
  ListRow row() {
    return new ListRow(lines.number(), id, values);
  }

  @Override
  int size() {
    return characters;
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
  void writeRejectsHead(OutputStream out) {
    // NDJSON has no header.
  }

  @Override
  void writeReject(OutputStream out) throws IOException {
    String text = lines.text().strip();
    String head =
        "{\"%s\":%d,\"%s\":%s"
            .formatted(
                REJECTED_LINE,
                bad.line(),
                REJECTED_REASON,
                mapper.writeValueAsString(bad.reason()));
    String tail;
    if (!wellFormed) {
      tail = ",\"" + REJECTED_TEXT + "\":" + mapper.writeValueAsString(text) + "}";
    } else {
      String members = (reserved ? withoutReserved(text) : text).substring(1).strip();
      tail = members.equals("}") ? members : "," + members;
    }
    out.write(TextDecoder.encode(head + tail + "\n"));
  }

  private String withoutReserved(String text) throws IOException {
    ObjectNode row = (ObjectNode) mapper.readTree(text);
    row.remove(REJECTED_LINE);
    row.remove(REJECTED_REASON);
    return mapper.writeValueAsString(row);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
