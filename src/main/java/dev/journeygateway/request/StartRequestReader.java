package dev.journeygateway.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.journeygateway.text.JsonWords;
import dev.journeygateway.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the published body of a start request in one pass.
 *
 * <p>Two kinds of fault are told apart, because the checks have an order: a body that is not JSON
 * (RFC 8259 in UTF-8, no duplicate keys, nothing after it, at most 32 levels) is refused wherever
 * the fault is; a fault of shape is kept in the {@link Body} until it is asked for its request. Ids
 * are taken without white space at their ends. Field names are taken in snake_case and, as
 * protobuf's JSON mapping does, in camelCase; null means not set.
 */
public final class StartRequestReader {

  private static final int MAX_DEPTH = 32;

  private final JsonFactory json =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** A well-formed body: its request, or what is wrong with its shape. */
  public record Body(StartRequest request, Refusal fault) {

    /**
     * The request.
     *
     * @throws RequestRefusedException with INVALID_FIELD when a field is unknown or of another type
     */
    public StartRequest requestOrRefuse() {
      if (fault != null) {
        throw fault.asException();
      }
      return request;
    }
  }

  /**
   * Reads a body for a journey that the caller named elsewhere (in the path, say).
   *
   * @throws RequestRefusedException with MALFORMED_JSON when it is not well-formed
   */
  public Body read(byte[] body, String journeyId) {
    return read(body, journeyId, false);
  }

  /**
   * Reads a body that may name its journey in a top-level {@code journey_id}, as queue messages do.
   *
   * @param journeyId what was named outside the body, or null; it has precedence
   */
  public Body readMessage(byte[] body, String journeyId) {
    return read(body, journeyId, true);
  }

  private Body read(byte[] body, String journeyId, boolean mayNameJourney) {
    var utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    int mark = markLength(body);
    var text = new ByteArrayInputStream(body, mark, body.length - mark);
    try (JsonParser parser = json.createParser(new InputStreamReader(text, utf8))) {
      try {
        return new Pass(parser, journeyId, mayNameJourney).read();
      } catch (JsonProcessingException e) {
        throw malformed(
            e.getLocation() == null ? parser.currentLocation() : e.getLocation(),
            JsonWords.of(e, MAX_DEPTH));
      }
    } catch (CharacterCodingException e) {
      throw malformed(firstNotUtf8(body), "the text is not UTF-8");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  /**
   * A byte order mark may be ignored instead of treating it as an error (RFC 8259, section 8.1).
   */
  private static int markLength(byte[] body) {
    return body.length >= 3
            && body[0] == (byte) 0xef
            && body[1] == (byte) 0xbb
            && body[2] == (byte) 0xbf
        ? 3
        : 0;
  }

  private static RequestRefusedException malformed(JsonLocation at, String reason) {
    String message =
        "malformed JSON at line %d, column %d: %s"
            .formatted(at.getLineNr(), at.getColumnNr(), reason);
    return Refusal.of(Reason.MALFORMED_JSON, message).asException();
  }

  private static JsonLocation firstNotUtf8(byte[] body) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = java.nio.ByteBuffer.wrap(body);
    var out = java.nio.CharBuffer.allocate(8192);
    int line = 1;
    int column = 1;
    while (true) {
      var result = decoder.decode(in, out, true);
      out.flip();
      while (out.hasRemaining()) {
        column = out.get() == '\n' ? 1 : column + 1;
        line += column == 1 ? 1 : 0;
      }
      out.clear();
      if (!result.isOverflow()) {
        return new JsonLocation(null, in.position(), line, column);
      }
    }
  }

  /**
   * One pass over one body. The first fault of shape is kept, the rest of the text is still read to
   * its end.
   */
  private static final class Pass {

    private final JsonParser parser;
    private final boolean mayNameJourney;
    private String journeyId;
    private List<String> users = List.of();
    private List<String> hwids = List.of();
    private String filter = "";
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private boolean payloadSeen;
    private boolean attributesSeen;
    private Refusal fault;

    Pass(JsonParser parser, String journeyId, boolean mayNameJourney) {
      this.parser = parser;
      this.journeyId = journeyId;
      this.mayNameJourney = mayNameJourney;
    }

    Body read() throws IOException {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw malformed(parser.currentLocation(), "the body is empty");
      }
      if (first == JsonToken.START_OBJECT) {
        readTop();
      } else {
        invalid("", "the body must be a JSON object");
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw malformed(parser.currentTokenLocation(), "there is more after the body");
      }
      if (!payloadSeen) {
        invalid("payload", "payload must be an object");
      }
      var request = new StartRequest(journeyId, users, hwids, filter, Optional.empty(), attributes);
      return new Body(request, fault);
    }

    private void readTop() throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("payload")) {
          payloadSeen = true;
          if (value == JsonToken.START_OBJECT) {
            readPayload();
          } else {
            invalid("payload", "payload must be an object");
            parser.skipChildren();
          }
        } else if (mayNameJourney && (name.equals("journey_id") || name.equals("journeyId"))) {
          String named = string(name);
          journeyId = journeyId == null ? named : journeyId;
        } else {
          unknown(name);
        }
      }
    }

    private void readPayload() throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "users" -> users = ids("payload.users");
          case "hwids" -> hwids = ids("payload.hwids");
          case "filter" -> {
            String text = string("payload.filter");
            filter = text == null ? "" : text;
          }
          case "attribute_values", "attributeValues" -> readAttributes("payload." + name);
          default -> unknown("payload." + name);
        }
      }
    }

    private List<String> ids(String path) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return List.of();
      }
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        invalid(path, path + " must be a list of strings");
        parser.skipChildren();
        return List.of();
      }
      List<String> values = new ArrayList<>();
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          values.add(VisibleText.trim(parser.getText()));
        } else {
          String item = path + "[" + i + "]";
          invalid(item, item + " must be a string");
          parser.skipChildren();
        }
      }
      return values;
    }

    private void readAttributes(String path) throws IOException {
      if (attributesSeen) {
        invalid(path, path + " is given twice, in snake_case and in camelCase");
      }
      attributesSeen = true;
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        invalid(path, path + " must be an object of strings");
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          attributes.put(name, parser.getText());
        } else {
          invalid(path + "." + name, path + "." + name + " must be a string");
          parser.skipChildren();
        }
      }
    }

    private String string(String path) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        invalid(path, path + " must be a string");
        parser.skipChildren();
      }
      return null;
    }

    private void unknown(String path) throws IOException {
      invalid(path, "unknown field: " + path);
      parser.skipChildren();
    }

    private void invalid(String field, String message) {
      if (fault == null) {
        fault = Refusal.of(Reason.INVALID_FIELD, message, "field", field);
      }
    }
  }

  /**
   * The refusal of a body that is longer than it may be.
   *
   * @param maxBody in bytes
   */
  public static Refusal bodyTooLarge(long maxBody) {
    return Refusal.of(Reason.BODY_TOO_LARGE, "request body is larger than " + maxBody + " bytes");
  }
}
