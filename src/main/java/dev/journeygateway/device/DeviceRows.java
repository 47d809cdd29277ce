package dev.journeygateway.device;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.journeygateway.filter.Tag;
import dev.journeygateway.filter.TagType;
import dev.journeygateway.list.JsonScalar;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.ListRefusedException;
import dev.journeygateway.list.RowFaults;
import dev.journeygateway.list.RowMeaning;
import dev.journeygateway.request.UsableValues;
import dev.journeygateway.text.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rows of a file of devices: one device each, with values of the application's tags.
 *
 * <p>Columns: hwid, user_id, platform, push_token, then one a tag of the catalogue, by its exact
 * name; hwid alone is required. A column that is not there leaves what is stored, an empty cell
 * removes it: the tag, the platform, the push token, or the user, after which the device is its own
 * user. A push_token of 0 or false is none, any other is one. Values of a list tag are separated by
 * |. In NDJSON a row is an object with these keys, a missing key is a column that is not there,
 * null is an empty cell, and a list may be an array, too.
 */
final class DeviceRows implements RowMeaning {

  private static final String HWID = "hwid";
  private static final String USER_ID = "user_id";
  private static final String PLATFORM = "platform";
  private static final String PUSH_TOKEN = "push_token";

  private static final Pattern PLATFORM_TEXT = Pattern.compile("[A-Z0-9][A-Z0-9_ .-]{0,31}");
  private static final Set<String> NO_TOKEN = Set.of("", "0", "false");

  private final List<Tag> tags;
  private final Map<String, Integer> positions = new LinkedHashMap<>();
  private List<String> names = List.of();

  private String hwid;
  private String userId;
  private String platform;
  private Boolean pushToken;
  private List<?>[] values;

  /**
   * @param tags of the application, by their names
   */
  DeviceRows(Map<String, Tag> tags) {
    this.tags = List.copyOf(tags.values());
    for (String name : tags.keySet()) {
      positions.put(name, positions.size());
    }
  }

  @Override
  public boolean isId(String name) {
    return name.equals(HWID);
  }

  @Override
  public void columns(List<String> header, long line) throws ListRefusedException {
    names = header;
    for (String name : header) {
      if (name != null && !knows(name)) {
        throw new ListRefusedException(
            new ListRefusal(
                ListRefusal.Reason.UNKNOWN_ATTRIBUTE,
                "unknown tag: " + name,
                "the application has no tag of this name; names are exact in every letter",
                line));
      }
    }
    if (!header.contains(HWID)) {
      throw new ListRefusedException(ListRefusal.malformed("the header has no column hwid", line));
    }
  }

  private boolean knows(String column) {
    return switch (column) {
      case HWID, USER_ID, PLATFORM, PUSH_TOKEN -> true;
      default -> positions.containsKey(column);
    };
  }

  @Override
  public void begin(long line) {
    hwid = null;
    userId = null;
    platform = null;
    pushToken = null;
    values = new List<?>[tags.size()];
  }

  @Override
  public String cell(int column, String text) {
    return take(names.get(column), text);
  }

  @Override
  public String member(String name, JsonParser value) throws IOException {
    if (!knows(name)) {
      value.skipChildren();
      return "unknown tag: " + name;
    }
    JsonToken token = value.currentToken();
    if (token == JsonToken.START_ARRAY) {
      return array(name, value);
    }
    if (token == JsonToken.START_OBJECT) {
      value.skipChildren();
      return name + (isText(name) ? " must be a string" : " must be a value and no object");
    }
    if (token.isBoolean() && isText(name)) {
      return name + " must be a string";
    }
    return take(name, JsonScalar.text(value));
  }

  private boolean isText(String name) {
    return name.equals(HWID) || name.equals(USER_ID) || name.equals(PLATFORM);
  }

  private String array(String name, JsonParser value) throws IOException {
    Integer position = positions.get(name);
    boolean list = position != null && tags.get(position).type() == TagType.LIST;
    String fault =
        list ? null : name + " must be " + (isText(name) ? "a string" : "one value and no list");
    List<String> parts = new ArrayList<>();
    while (value.nextToken() != JsonToken.END_ARRAY) {
      if (value.currentToken().isScalarValue()) {
        parts.add(JsonScalar.text(value));
      } else {
        value.skipChildren();
        fault = fault == null ? name + " must be a list of values" : fault;
      }
    }
    return fault == null ? store(name, position, parts) : fault;
  }

  private String take(String column, String text) {
    return switch (column) {
      case HWID -> {
        hwid = VisibleText.trim(text).toLowerCase(Locale.ROOT);
        yield null;
      }
      case USER_ID -> {
        userId = VisibleText.isBlank(text) ? "" : VisibleText.trim(text);
        yield userId.isEmpty() ? null : RowFaults.ofId(USER_ID, userId);
      }
      case PLATFORM -> {
        platform = VisibleText.trim(text).toUpperCase(Locale.ROOT);
        yield platform.isEmpty() || PLATFORM_TEXT.matcher(platform).matches()
            ? null
            : "platform must look like iOS or Windows_Phone";
      }
      case PUSH_TOKEN -> {
        pushToken = !NO_TOKEN.contains(VisibleText.trim(text).toLowerCase(Locale.ROOT));
        yield null;
      }
      default -> {
        int position = positions.get(column);
        boolean list = tags.get(position).type() == TagType.LIST;
        yield store(column, position, list ? List.of(text.split("\\|")) : List.of(text));
      }
    };
  }

  private String store(String column, int position, List<String> parts) {
    TagType type = tags.get(position).type();
    Set<Object> stored = new LinkedHashSet<>();
    for (String part : parts) {
      if (VisibleText.isBlank(part)) {
        continue;
      }
      String text = VisibleText.trim(part);
      String fault = RowFaults.ofText(column, text, UsableValues.LONGEST_ID);
      if (fault != null) {
        return fault;
      }
      try {
        stored.add(type.stored(text));
      } catch (IllegalArgumentException e) {
        return column + ": " + text + " " + e.getMessage();
      }
    }
    values[position] = new ArrayList<>(stored);
    return null;
  }

  @Override
  public String end() {
    return hwid == null ? "hwid must be given" : RowFaults.ofId(HWID, hwid);
  }

  /** The device of the good row. */
  DeviceRow row() {
    return new DeviceRow(hwid, userId, platform, pushToken, values);
  }

  @Override
  public ListRefusal nothing(String detail) {
    return ListRefusal.malformed(detail, 0);
  }
}
