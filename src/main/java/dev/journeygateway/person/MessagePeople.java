package dev.journeygateway.person;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The people of a message of {@code journey.start.accepted}, whatever else is in it. */
public final class MessagePeople {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How many were taken out whom nobody has counted yet. */
  private static final String ERASED = "erased";

  private final ObjectNode message;

  private MessagePeople(ObjectNode message) {
    this.message = message;
  }

  /** Empty where the text is no such message. */
  public static Optional<MessagePeople> read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node instanceof ObjectNode message && message.path("entries").isArray()
          ? Optional.of(new MessagePeople(message))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A field of the envelope. */
  Optional<String> field(String name) {
    return Optional.ofNullable(message.path(name).textValue());
  }

  /** The ids of all, a hwid in lower case. */
  List<String> ids() {
    List<String> ids = new ArrayList<>();
    message.path("entries").forEach(entry -> id(entry).ifPresent(ids::add));
    return ids;
  }

  private static Optional<String> id(JsonNode entry) {
    return Optional.ofNullable(entry.path("user_id").textValue())
        .or(
            () ->
                Optional.ofNullable(entry.path("hwid").textValue())
                    .map(hwid -> hwid.toLowerCase(Locale.ROOT)));
  }

  /**
   * Takes people out.
   *
   * @param which is asked with a user id as it is, or a hwid in lower case
   * @return how many were taken out
   */
  public int remove(Predicate<String> which) {
    int removed = 0;
    Iterator<JsonNode> entries = ((ArrayNode) message.get("entries")).elements();
    while (entries.hasNext()) {
      if (id(entries.next()).filter(which).isPresent()) {
        entries.remove();
        removed++;
      }
    }
    return removed;
  }

  /** Leaves it to the worker to count people who were taken out. */
  public void noteErased(int people) {
    message.put(ERASED, message.path(ERASED).intValue() + people);
  }

  /** How many are to be counted; they are not noted any more. */
  int takeErased() {
    JsonNode erased = message.remove(ERASED);
    return erased == null ? 0 : erased.intValue();
  }

  /** The message as it is now. */
  public String text() {
    try {
      return JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
  }
}
