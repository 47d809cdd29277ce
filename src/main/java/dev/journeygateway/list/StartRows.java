package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.journeygateway.text.VisibleText;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a list that is to start a journey: one id, and values of attributes.
 *
 * <p>A table's header names one id column; the other columns are attributes. An NDJSON row is
 * {@code {"user_id" | "hwid": ..., "attribute_values": {...}}}, its names in snake_case or
 * camelCase, strings only, null means not set; the first good row says whether the file names users
 * or hwids.
 */
final class StartRows implements RowMeaning {

  private static final int NAMES_SHOWN = 20;
  private static final int LONGEST_ID_SHOWN = 255;

  private final Set<String> attributes = new LinkedHashSet<>();
  private IdColumn idColumn;

  /** A table's names by column, null where a column is no attribute, and the place of its id. */
  private String[] names;

  private int idIndex = -1;

  private long line;
  private IdColumn column;
  private String id;
  private String[] cells;
  private Map<String, String> values;

  @Override
  public boolean isId(String name) {
    return IdColumn.named(name) != null;
  }

  @Override
  public void columns(List<String> header, long at) throws ListRefusedException {
    names = header.toArray(new String[0]);
    cells = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null && isId(names[i])) {
        if (idIndex >= 0) {
          throw new ListRefusedException(
              ListRefusal.manySelectors(
                  "the header has both a column user_id and a column hwid", at));
        }
        idIndex = i;
      }
    }
    if (idIndex < 0) {
      List<String> shown =
          Arrays.stream(names).filter(name -> name != null).limit(NAMES_SHOWN).toList();
      String detail = "the header has no column user_id or hwid, only " + String.join(", ", shown);
      throw new ListRefusedException(ListRefusal.noSelector(detail, at));
    }
    idColumn = IdColumn.named(names[idIndex]);
    names[idIndex] = null;
    for (String name : names) {
      if (name != null) {
        attributes.add(name);
      }
    }
  }

  @Override
  public void begin(long at) {
    line = at;
    column = null;
    id = null;
    values = Map.of();
    if (cells != null) {
      Arrays.fill(cells, "");
    }
  }

  @Override
  public String cell(int index, String text) {
    if (index == idIndex) {
      column = idColumn;
      id = VisibleText.trim(text);
    } else {
      cells[index] = text;
    }
    return null;
  }

  @Override
  public String member(String name, JsonParser value) throws IOException {
    return switch (name) {
      case "user_id", "userId" -> readId(value, IdColumn.USER_ID);
      case "hwid" -> readId(value, IdColumn.HWID);
      case "attribute_values", "attributeValues" -> readAttributes(value);
      default -> {
        value.skipChildren();
        yield "unknown field: " + name;
      }
    };
  }

  private String readId(JsonParser value, IdColumn named) throws IOException {
    if (value.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (value.currentToken() != JsonToken.VALUE_STRING) {
      value.skipChildren();
      return named.column() + " must be a string";
    }
    IdColumn before = column;
    column = named;
    id = VisibleText.trim(value.getText());
    if (before == null) {
      return null;
    }
    return before == named
        ? named.column() + " is given twice, in snake_case and in camelCase"
        : "only one of user_id and hwid may be given";
  }

  private String readAttributes(JsonParser value) throws IOException {
    if (value.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (value.currentToken() != JsonToken.START_OBJECT) {
      value.skipChildren();
      return "attribute_values must be an object of strings";
    }
    String fault =
        values.isEmpty() ? null : "attribute_values is given twice, in snake_case and in camelCase";
    Map<String, String> read = new LinkedHashMap<>();
    while (value.nextToken() == JsonToken.FIELD_NAME) {
      String name = value.currentName();
      if (value.nextToken() == JsonToken.VALUE_STRING) {
        read.put(name, value.getText());
      } else {
        value.skipChildren();
        fault = fault == null ? "attribute_values." + name + " must be a string" : fault;
      }
    }
    values = read;
    return fault;
  }

  @Override
  public String end() throws ListRefusedException {
    if (column == null) {
      return "user_id or hwid must be given";
    }
    if (idColumn != null && column != idColumn) {
      return "%s expected as in the rows before, found %s"
          .formatted(idColumn.column(), column.column());
    }
    String fault = RowFaults.ofId(column.column(), id);
    if (fault != null) {
      return fault;
    }
    return names == null ? endOfObject() : endOfCells();
  }

  private String endOfCells() {
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null && !cells[i].isEmpty()) {
        String fault = RowFaults.ofValue(names[i], cells[i]);
        if (fault != null) {
          return fault;
        }
      }
    }
    return null;
  }

  private String endOfObject() throws ListRefusedException {
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String fault =
          TextDecoder.isText(entry.getKey())
              ? RowFaults.ofValue(entry.getKey(), entry.getValue())
              : "the name of an attribute is not UTF-8";
      if (fault != null) {
        return fault;
      }
    }
    idColumn = column;
    attributes.addAll(values.keySet());
    if (attributes.size() > ListLimits.MAX_COLUMNS) {
      String message =
          "the rows have more than %d different attributes".formatted(ListLimits.MAX_COLUMNS);
      throw new ListRefusedException(ListRefusal.malformed(message, line));
    }
    return null;
  }

  @Override
  public ListRefusal nothing(String detail) {
    return ListRefusal.noSelector(detail, 0);
  }

  /** The good row. */
  ListRow row() {
    if (names == null) {
      return new ListRow(line, id, values);
    }
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null && !cells[i].isEmpty()) {
        given.put(names[i], cells[i]);
      }
    }
    return new ListRow(line, id, given);
  }

  /**
   * The bad row's id as far as it can be told; null where it has none. One that is cut to what is
   * stored ends with an ellipsis, so that nobody takes it for another that is that long.
   */
  String idOfBad() {
    if (id == null || VisibleText.isBlank(id) || id.indexOf('\0') >= 0 || !TextDecoder.isText(id)) {
      return null;
    }
    if (id.codePointCount(0, id.length()) <= LONGEST_ID_SHOWN) {
      return id;
    }
    return id.substring(0, id.offsetByCodePoints(0, LONGEST_ID_SHOWN - 1)) + "…";
  }

  /** What the rows name; null while an NDJSON file has not said it. */
  IdColumn idColumn() {
    return idColumn;
  }

  /** The attributes that rows so far, or the header, give values to; in order. */
  Set<String> attributes() {
    return attributes;
  }
}
