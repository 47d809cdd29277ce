package dev.journeygateway.request;

import dev.journeygateway.text.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ids and attribute values within their bounds, whichever door they came through. */
public final class UsableValues {

  /** The most characters of an id. */
  public static final int LONGEST_ID = 255;

  /** The most bytes of an attribute value in UTF-8. */
  public static final int LARGEST_VALUE = 4096;

  private UsableValues() {}

  /**
   * Looks at every id and every attribute value.
   *
   * @param maxIds the most ids in one request
   * @throws RequestRefusedException with INVALID_FIELD and the place of the first that is not
   *     usable
   */
  public static void require(StartRequest request, int maxIds) {
    requireIds("payload.users", request.users(), maxIds);
    requireIds("payload.hwids", request.hwids(), maxIds);
    for (Map.Entry<String, String> attribute : request.attributeValues().entrySet()) {
      faultOfValue(attribute.getValue())
          .ifPresent(fault -> refuse("payload.attribute_values." + attribute.getKey(), fault));
    }
  }

  private static void requireIds(String field, List<String> ids, int maxIds) {
    if (ids.size() > maxIds) {
      refuse(field, "must not hold more than " + maxIds + " ids");
    }
    for (int i = 0; i < ids.size(); i++) {
      var fault = faultOfId(ids.get(i));
      if (fault.isPresent()) {
        refuse(field + "[" + i + "]", fault.get());
      }
    }
  }

  /**
   * What keeps an id from being used, as the end of a sentence that begins with its place; empty
   * when nothing does.
   */
  public static Optional<String> faultOfId(String id) {
    return VisibleText.isBlank(id) ? Optional.of("must not be blank") : faultOfText(id, LONGEST_ID);
  }

  /**
   * What keeps a text of bounded length from being stored, as {@link #faultOfId}.
   *
   * @param longest in characters
   */
  public static Optional<String> faultOfText(String text, int longest) {
    if (text.length() > longest && text.codePointCount(0, text.length()) > longest) {
      return Optional.of("must not be longer than " + longest + " characters");
    }
    return faultOfText(text);
  }

  /** What keeps an attribute value from being used, as {@link #faultOfId}. */
  public static Optional<String> faultOfValue(String value) {
    if (value.length() > LARGEST_VALUE / 3
        && value.getBytes(StandardCharsets.UTF_8).length > LARGEST_VALUE) {
      return Optional.of("must not be larger than " + LARGEST_VALUE + " bytes");
    }
    return faultOfText(value);
  }

  /**
   * Text that UTF-8 or a database cannot hold would be stored as something else than what was sent.
   */
  private static Optional<String> faultOfText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return Optional.of("must not contain the character U+0000");
      }
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          return Optional.of("must not contain half of a surrogate pair");
        }
      }
    }
    return Optional.empty();
  }

  private static void refuse(String field, String fault) {
    throw Refusal.of(Reason.INVALID_FIELD, field + " " + fault, "field", field).asException();
  }
}
