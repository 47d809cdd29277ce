package dev.journeygateway.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.database.Sql;
import dev.journeygateway.person.ForgottenPeople;
import dev.journeygateway.person.MessagePeople;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Messages that wait in the database: of requests in line and in the outbox, of held requests, and
 * dead letters. A message keeps its other people; its request counts the removed ones as cancelled.
 *
 * <p>A message may be in the outbox and on the queue, or recorded, at the same time. So those of
 * the outbox are counted by the worker, which records each chunk once.
 */
final class MessageRows implements ErasedPlace {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final ForgottenPeople forgotten;

  MessageRows(Database database, ForgottenPeople forgotten) {
    this.database = database;
    this.forgotten = forgotten;
  }

  /** Where messages are, and the columns that name one. */
  private enum Kind {
    WAITING("waiting", "find-waiting-to-erase", "replace-waiting-message"),
    OUTBOX("outbox", "find-outbox-to-erase", "replace-outbox-message"),
    HELD("held", "find-held-to-erase", "replace-held-message"),
    DEAD_LETTERS("dead_letters", "find-dead-letters-to-erase", "replace-dead-letter");

    private final String text;
    private final String find;
    private final String replace;

    Kind(String text, String find, String replace) {
      this.text = text;
      this.find = find;
      this.replace = replace;
    }

    Map<String, Object> key(Row row) throws SQLException {
      return switch (this) {
        case WAITING, HELD ->
            Map.of("request_uuid", row.uuid("request_uuid"), "chunk", row.integer("chunk"));
        case OUTBOX -> Map.of("owner", row.uuid("owner"), "position", row.number("position"));
        case DEAD_LETTERS -> Map.of("id", row.uuid("id"));
      };
    }
  }

  private record Found(Optional<UUID> request, Map<String, Object> key, String message) {}

  @Override
  public Swept sweep(ErasedPerson person) {
    Map<String, Long> erased = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      erased.put(kind.text, sweep(kind, person));
    }
    return Swept.of(erased);
  }

  private long sweep(Kind kind, ErasedPerson person) {
    List<Found> all =
        database
            .read(kind.find)
            .with("application_code", person.applicationCode())
            .with("needles", person.written().stream().map(MessageRows::quoted).toList())
            .list(
                row ->
                    new Found(
                        Optional.ofNullable(row.uuid("request_uuid")),
                        kind.key(row),
                        row.text("message")));
    long removed = 0;
    for (Found found : all) {
      removed += erase(kind, found, person);
    }
    return removed;
  }

  private long erase(Kind kind, Found found, ErasedPerson person) {
    Set<String> hwids = new HashSet<>(person.hwids());
    Optional<MessagePeople> people = MessagePeople.read(found.message());
    int removed =
        people
            .map(read -> read.remove(id -> id.equals(person.id()) || hwids.contains(id)))
            .orElse(0);
    if (kind == Kind.OUTBOX && removed > 0) {
      people.get().noteErased(removed);
    }
    String text = people.isPresent() ? people.get().text() : withoutNames(found.message(), person);
    if (people.isPresent() && removed == 0 || text.equals(found.message())) {
      return 0;
    }
    return database.finish(
        status -> {
          Sql replace = database.write(kind.replace);
          found.key().forEach(replace::with);
          boolean replaced =
              replace.with("message", text).with("before", found.message()).update() == 1;
          if (replaced && removed > 0 && kind != Kind.OUTBOX) {
            found.request().ifPresent(request -> forgotten.countCancelled(request, removed));
          }
          return replaced ? Math.max(1L, removed) : 0L;
        });
  }

  /** A message that nothing can read keeps its form, but not the person's names. */
  private static String withoutNames(String message, ErasedPerson person) {
    String text = message;
    for (String name : person.written()) {
      text = text.replace(quoted(name), "\"\"");
    }
    return text;
  }

  private static String quoted(String name) {
    try {
      return JSON.writeValueAsString(name);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text can be written as JSON", e);
    }
  }
}
