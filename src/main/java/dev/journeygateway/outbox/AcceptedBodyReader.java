package dev.journeygateway.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.journeygateway.outbox.AcceptedChunk.Body;
import dev.journeygateway.outbox.AcceptedChunk.Person;
import dev.journeygateway.outbox.AcceptedChunk.Unusable;
import dev.journeygateway.text.VisibleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads the body of a message token by token. A person's attribute values are looked at and kept as
 * the text they are, for that is how they are stored: no map and no string is made of them, which
 * is most of what reading a chunk would cost.
 */
final class AcceptedBodyReader {

  private static final JsonFactory JSON = new JsonFactory();

  private final String text;
  private final JsonParser parser;

  private UUID requestUuid;
  private String journeyId;
  private String entryPointId;
  private String applicationCode;
  private Instant acceptedAt;
  private List<Person> entries;
  private String filter;
  private Map<String, String> attributeValues = Map.of();

  private AcceptedBodyReader(String text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  /**
   * @throws Unusable with what is wrong with its JSON or the type of a field; whether all fields
   *     are there is for the caller to see
   */
  static Body read(String text) {
    if (text == null) {
      throw unusable("the message has no text");
    }
    try (JsonParser parser = JSON.createParser(text)) {
      return new AcceptedBodyReader(text, parser).body();
    } catch (JsonProcessingException e) {
      // Where it is wrong and not the content: this text goes into logs.
      JsonLocation at = e.getLocation();
      throw unusable(
          "no such JSON at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Unusable unusable(String what) {
    return new Unusable("not an accepted start request: " + what);
  }

  /** Fields that a later release adds are passed over. */
  private Body body() throws IOException {
    require(JsonToken.START_OBJECT, parser.nextToken(), "the message");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (name) {
        case "request_uuid" -> requestUuid = uuid(string(name));
        case "journey_id" -> journeyId = string(name);
        case "entry_point_id" -> entryPointId = string(name);
        case "application_code" -> applicationCode = string(name);
        case "accepted_at" -> acceptedAt = instant(name);
        case "filter" -> filter = string(name);
        case "attribute_values" -> attributeValues = strings(name);
        case "entries" -> entries = people();
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw unusable("there is more after it");
    }
    return new Body(
        requestUuid,
        journeyId,
        entryPointId,
        applicationCode,
        acceptedAt,
        entries,
        filter,
        attributeValues);
  }

  private List<Person> people() throws IOException {
    require(JsonToken.START_ARRAY, parser.currentToken(), "entries");
    List<Person> people = new ArrayList<>(1_000);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(JsonToken.START_OBJECT, parser.currentToken(), "an entry");
      people.add(person());
    }
    return people;
  }

  private Person person() throws IOException {
    String userId = null;
    String hwid = null;
    Integer line = null;
    String attributes = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (name) {
        case "user_id" -> userId = VisibleText.trim(string(name));
        case "hwid" -> hwid = VisibleText.trim(string(name));
        case "line" -> line = number(name);
        case "attribute_values" -> attributes = textOfStrings(name);
        default -> parser.skipChildren();
      }
    }
    return new Person(userId, hwid, line, attributes);
  }

  /** The object as it is in the message, when every value in it is a string; null when empty. */
  private String textOfStrings(String name) throws IOException {
    require(JsonToken.START_OBJECT, parser.currentToken(), name);
    int from = (int) parser.currentTokenLocation().getCharOffset();
    boolean empty = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      empty = false;
      require(JsonToken.VALUE_STRING, parser.nextToken(), "a value of " + name);
    }
    int to = (int) parser.currentTokenLocation().getCharOffset() + 1;
    return empty ? null : text.substring(from, to);
  }

  private Map<String, String> strings(String name) throws IOException {
    require(JsonToken.START_OBJECT, parser.currentToken(), name);
    Map<String, String> values = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      values.put(key, string("a value of " + name));
    }
    return values;
  }

  private String string(String name) throws IOException {
    require(JsonToken.VALUE_STRING, parser.currentToken(), name);
    return parser.getText();
  }

  private int number(String name) throws IOException {
    require(JsonToken.VALUE_NUMBER_INT, parser.currentToken(), name);
    return parser.getIntValue();
  }

  private static void require(JsonToken wanted, JsonToken found, String what) {
    if (found != wanted) {
      throw unusable(what + " is not " + wanted);
    }
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw unusable("request_uuid is none");
    }
  }

  /** ISO 8601, or the seconds since 1970 that release 0.1.0 wrote for a chunk that it held. */
  private Instant instant(String name) throws IOException {
    try {
      if (parser.currentToken().isNumeric()) {
        BigDecimal seconds = parser.getDecimalValue();
        long whole = seconds.longValue();
        return Instant.ofEpochSecond(
            whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
      }
      return Instant.parse(string(name));
    } catch (DateTimeException e) {
      throw unusable("accepted_at is no time");
    }
  }
}
