package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code <name>.attributes.json}: one JSON object of strings, the attribute values for every row of
 * the list beside it.
 */
final class AttributesFile {

  private static final int MAX_CHARACTERS = 1 << 20;

  /** Where its list came from, and no attribute. */
  static final String TRACEPARENT = "traceparent";

  private AttributesFile() {}

  /**
   * Reads the file.
   *
   * @throws ListRefusedException when it is longer than 1 Mi characters, no JSON, or not an object
   *     of strings of at most 4 KiB
   */
  static Map<String, String> read(Path file) throws IOException {
    CharBuffer text = CharBuffer.allocate(MAX_CHARACTERS + 1);
    try (InputStream in = Files.newInputStream(file);
        var decoder = new TextDecoder(in)) {
      while (text.hasRemaining() && decoder.read(text) >= 0) {
        // Until the text ends or is too long.
      }
    }
    if (!text.hasRemaining()) {
      throw new ListRefusedException(
          ListRefusal.of(
              ListRefusal.Reason.FILE_TOO_LARGE,
              "the attributes file is longer than %d characters".formatted(MAX_CHARACTERS)));
    }
    text.flip();
    if (!TextDecoder.isText(text)) {
      throw malformed("the attributes file is not UTF-8", 0);
    }
    try (JsonParser parser = JsonFaults.strict().createParser(text.array(), 0, text.limit())) {
      return read(parser);
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw malformed("malformed JSON in the attributes file: " + JsonFaults.reason(e), line);
    }
  }

  private static Map<String, String> read(JsonParser parser) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw invalid("the attributes file must hold one object of strings", parser);
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw invalid(name + " must be a string", parser);
      }
      String fault = RowFaults.ofValue(name, parser.getText());
      if (fault != null) {
        throw invalid(fault, parser);
      }
      values.put(name, parser.getText());
    }
    if (parser.nextToken() != null) {
      throw malformed("there is more text after the object in the attributes file", 0);
    }
    return values;
  }

  private static ListRefusedException invalid(String message, JsonParser parser) {
    return new ListRefusedException(
        new ListRefusal(
            ListRefusal.Reason.INVALID_FIELD,
            message,
            "",
            parser.currentTokenLocation().getLineNr()));
  }

  private static ListRefusedException malformed(String message, long line) {
    return new ListRefusedException(
        new ListRefusal(ListRefusal.Reason.MALFORMED_JSON, message, "", line));
  }
}
