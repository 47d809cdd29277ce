package dev.journeygateway.device;

import dev.journeygateway.filter.Tag;
import dev.journeygateway.filter.TagType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the cells of a row one after the other and makes them a device, or refuses the row with the
 * column and the reason.
 */
final class DeviceRowReader {

  static final String HWID = "hwid";
  static final String USER_ID = "user_id";
  static final String PLATFORM = "platform";
  static final String PUSH_TOKEN = "push_token";

  private static final int MAX_CHARACTERS = 255;
  private static final Pattern PLATFORM_TEXT = Pattern.compile("[A-Z0-9][A-Z0-9_ .-]{0,31}");
  private static final Set<String> NO_TOKEN = Set.of("", "0", "false");

  private final List<Tag> tags;
  private final Map<String, Integer> positions = new LinkedHashMap<>();

  private String hwid;
  private String userId;
  private String platform;
  private Boolean pushToken;
  private List<?>[] values;

  DeviceRowReader(Map<String, Tag> tags) {
    this.tags = List.copyOf(tags.values());
    for (String name : tags.keySet()) {
      positions.put(name, positions.size());
    }
    start();
  }

  boolean knows(String column) {
    return switch (column) {
      case HWID, USER_ID, PLATFORM, PUSH_TOKEN -> true;
      default -> positions.containsKey(column);
    };
  }

  void start() {
    hwid = null;
    userId = null;
    platform = null;
    pushToken = null;
    values = new List<?>[tags.size()];
  }

  /**
   * @throws IllegalArgumentException with the column and the reason
   */
  void cell(String column, String text) {
    switch (column) {
      case HWID -> hwid = text(HWID, text.strip()).toLowerCase(Locale.ROOT);
      case USER_ID -> userId = text(USER_ID, text.strip());
      case PLATFORM -> platform = platform(text.strip());
      case PUSH_TOKEN -> pushToken = !NO_TOKEN.contains(text.strip().toLowerCase(Locale.ROOT));
      default -> {
        Tag tag = tags.get(positions.get(column));
        String[] parts = tag.type() == TagType.LIST ? text.split("\\|") : new String[] {text};
        values[positions.get(column)] = stored(column, tag.type(), List.of(parts));
      }
    }
  }

  /** The values of a list tag that come apart already. */
  void cells(String column, List<String> parts) {
    Tag tag = tags.get(positions.get(column));
    if (tag.type() != TagType.LIST) {
      throw new IllegalArgumentException(column + " takes one value");
    }
    values[positions.get(column)] = stored(column, tag.type(), parts);
  }

  /**
   * @throws IllegalArgumentException where the row has no hwid
   */
  DeviceRow end() {
    if (hwid == null || hwid.isEmpty()) {
      throw new IllegalArgumentException("hwid is missing");
    }
    return new DeviceRow(hwid, userId, platform, pushToken, values);
  }

  private static List<?> stored(String column, TagType type, List<String> parts) {
    Set<Object> stored = new LinkedHashSet<>();
    for (String part : parts) {
      String text = part.strip();
      if (text.isEmpty()) {
        continue;
      }
      try {
        stored.add(type.stored(text(column, text)));
      } catch (IllegalArgumentException e) {
        String message = e.getMessage();
        throw new IllegalArgumentException(
            message.startsWith(column) ? message : column + ": " + text + " " + message, e);
      }
    }
    return new ArrayList<>(stored);
  }

  private static String platform(String text) {
    String platform = text.toUpperCase(Locale.ROOT);
    if (!platform.isEmpty() && !PLATFORM_TEXT.matcher(platform).matches()) {
      throw new IllegalArgumentException("platform is none: it looks like iOS or Windows_Phone");
    }
    return platform;
  }

  private static String text(String column, String text) {
    if (text.length() > MAX_CHARACTERS && text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          column + " is longer than " + MAX_CHARACTERS + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || Character.isSurrogate(c) && !pair) {
        throw new IllegalArgumentException(column + " holds what is no text");
      }
      i += pair ? 1 : 0;
    }
    return text;
  }
}
