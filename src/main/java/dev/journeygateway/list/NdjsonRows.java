package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of an NDJSON file: one JSON object a line.
 *
 * <p>JSON is as strict as at the HTTP door: no duplicate keys, nothing after the row. Empty lines
 * are no rows. The fields {@code rejected_line} and {@code rejected_reason} are those of a rejects
 * file and ignored; a line that was no JSON lies there as {@code rejected_text}, and stays bad
 * until somebody has put a row in its place.
 */
final class NdjsonRows extends Rows {

  private static final String REJECTED_TEXT = "rejected_text";

  private final TextLines lines;
  private final RowMeaning meaning;
  private final JsonFactory json = JsonFaults.strict();
  private final JsonMapper mapper = new JsonMapper();

  private BadRow bad;
  private boolean wellFormed;
  private boolean reserved;

  NdjsonRows(TextDecoder text, ListLimits limits, RowMeaning meaning) {
    this.lines = new TextLines(text, limits.maxRecord());
    this.meaning = meaning;
  }

  @Override
  boolean next() throws IOException {
    do {
      if (!lines.next()) {
        return false;
      }
    } while (lines.isBlank());
    meaning.begin(lines.number());
    wellFormed = false;
    reserved = false;
    String fault = fault();
    bad = fault == null ? null : new BadRow(lines.number(), fault);
    return true;
  }

  private String fault() throws IOException {
    if (lines.isCut()) {
      return "the row is longer than " + lines.longest() + " characters";
    }
    if (!lines.isText()) {
      return "the row is not UTF-8";
    }
    String fault;
    try (JsonParser parser = lines.parser(json)) {
      fault = readRow(parser);
    } catch (JsonProcessingException e) {
      int at = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      String place = at > 0 ? " at column " + at : "";
      return "malformed JSON%s: %s".formatted(place, JsonFaults.reason(e));
    }
    return fault == null ? meaning.end() : fault;
  }

  /** Reads to the line's end, so that malformed text is told from a wrong shape. */
  private String readRow(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      requireEnd(parser);
      return "the row must be a JSON object";
    }
    String fault = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      String found;
      if (isReserved(name)) {
        reserved = true;
        parser.skipChildren();
        found = null;
      } else if (name.equals(REJECTED_TEXT)) {
        parser.skipChildren();
        found = "the rejected line has not been corrected";
      } else {
        found = meaning.member(name, parser);
      }
      fault = fault == null ? found : fault;
    }
    requireEnd(parser);
    wellFormed = true;
    return fault;
  }

  private static void requireEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "there is more text after the row");
    }
  }

  @Override
  BadRow bad() {
    return bad;
  }

  @Override
  int size() {
    return lines.length();
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
      String members = reserved ? ownMembers(text) : text.substring(1).strip();
      tail = members.equals("}") ? members : "," + members;
    }
    out.write(TextDecoder.encode(head + tail + "\n"));
  }

  /** The members that are not a rejects file's own, each as its text is, and the brace. */
  private String ownMembers(String text) throws IOException {
    List<String> members = new ArrayList<>();
    try (JsonParser parser = json.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.nextToken();
        parser.skipChildren();
        // Numbers end where the parser has looked one character ahead; what is read of a text is
        // finished before the end of its token is asked for.
        parser.finishToken();
        int to = (int) parser.currentLocation().getCharOffset();
        if (!isReserved(name)) {
          members.add(text.substring(from, to).strip());
        }
      }
    }
    return String.join(",", members) + "}";
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
