package dev.journeygateway.outbox;

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
 * @param text the body as it came
 */
public record AcceptedChunk(Body body, int chunk, OptionalInt chunks, String text) {

  /** The message's JSON. */
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

  /**
   * One id with the values that are its own; a user id or a hwid.
   *
   * @param line of the file that named it; null where there is none
   * @param attributeValues a JSON object of strings; null where it has none
   */
  public record Person(String userId, String hwid, Integer line, String attributeValues) {

    /** The id as it was submitted. */
    public String id() {
      return userId != null ? userId : hwid;
    }
  }

  /** A message that no retry will make usable. */
  public static final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Unusable(String message) {
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
    Body body = AcceptedBodyReader.read(text);
    if (body.requestUuid() == null
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
        body, chunk, chunks == null ? OptionalInt.empty() : OptionalInt.of(chunks), text);
  }
}
