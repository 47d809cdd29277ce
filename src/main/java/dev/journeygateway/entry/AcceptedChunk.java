package dev.journeygateway.entry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * One message of {@code journey.start.accepted}: some of the people of an accepted request, or its
 * filter.
 *
 * @param chunk from 1
 * @param chunks how many chunks there are, known to the last of them
 */
public record AcceptedChunk(Body body, int chunk, OptionalInt chunks) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The message's JSON. Fields that a later release adds are passed over. */
  public record Body(
      UUID requestUuid,
      String journeyId,
      String entryPointId,
      String applicationCode,
      Instant acceptedAt,
      List<Person> entries,
      String filter,
      Map<String, String> attributeValues) {

    public Body {
      attributeValues = attributeValues == null ? Map.of() : attributeValues;
    }
  }

  /** One id with the values that are its own; a user id or a hwid. */
  public record Person(
      @JsonProperty("user_id") String userId,
      @JsonProperty("hwid") String hwid,
      @JsonProperty("attribute_values") Map<String, String> attributeValues) {

    /** The id as it was submitted. */
    public String id() {
      return userId != null ? userId : hwid;
    }
  }

  /** A message that no retry will make usable. */
  public static final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /**
   * Reads a message.
   *
   * @param chunk the property of that name, or null
   * @param chunks the property of that name, or null
   * @throws Unusable with what is wrong
   */
  public static AcceptedChunk read(String text, Integer chunk, Integer chunks) {
    Body body;
    try {
      body = JSON.readValue(text, Body.class);
    } catch (JsonProcessingException e) {
      // Where it is wrong and not what stands there: this text goes into logs.
      JsonLocation at = e.getLocation();
      throw new Unusable(
          at == null
              ? "not an accepted start request: no such JSON"
              : "not an accepted start request: no such JSON at line %d, column %d"
                  .formatted(at.getLineNr(), at.getColumnNr()));
    } catch (IllegalArgumentException e) {
      throw new Unusable("not an accepted start request: the message has no text");
    }
    if (body == null
        || body.requestUuid() == null
        || body.journeyId() == null
        || body.entryPointId() == null
        || body.applicationCode() == null
        || body.acceptedAt() == null) {
      throw new Unusable("not an accepted start request: a field of its envelope is missing");
    }
    if ((body.entries() == null) == (body.filter() == null)) {
      throw new Unusable("not an accepted start request: it needs entries or a filter");
    }
    if (body.entries() != null
        && body.entries().stream().anyMatch(one -> one == null || one.id() == null)) {
      throw new Unusable("not an accepted start request: an entry has neither user_id nor hwid");
    }
    if (chunk == null || chunk < 1 || chunks != null && chunks < chunk) {
      throw new Unusable("not an accepted start request: the chunk property is missing or wrong");
    }
    return new AcceptedChunk(
        body, chunk, chunks == null ? OptionalInt.empty() : OptionalInt.of(chunks));
  }

  /** What {@link #read} reads. */
  public String text() {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
  }
}
