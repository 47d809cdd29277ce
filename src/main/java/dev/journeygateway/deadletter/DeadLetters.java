package dev.journeygateway.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.access.Caller;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.database.Sql;
import dev.journeygateway.outage.Outage;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.person.ForgottenPeople;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.trace.TraceLog;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Messages that could not be processed: kept, listed, shown and sent back.
 *
 * <p>A dead letter belongs to the application that its message names or, where it names none, to
 * that of its request. One that belongs to nobody is shown to a caller who administers every
 * application.
 */
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final int LONGEST_CAUSE = 1000;
  private static final int LONGEST_CODE = 11;
  private static final int LONGEST_ID = 64;
  private static final UUID LAST = new UUID(-1, -1);

  /** What 0.1.0 added when it set a message aside, and does not go back with it. */
  private static final Set<String> ADDED = Set.of("cause", "failed_at", "dead_letter_id");

  private final Database database;
  private final Outbox outbox;
  private final OutboxSender sender;
  private final Audit audit;
  private final ForgottenPeople forgotten;
  private final DeadLetterSettings settings;

  DeadLetters(
      Database database,
      Outbox outbox,
      OutboxSender sender,
      Audit audit,
      ForgottenPeople forgotten,
      DeadLetterSettings settings) {
    this.database = database;
    this.outbox = outbox;
    this.sender = sender;
    this.audit = audit;
    this.forgotten = forgotten;
    this.settings = settings;
  }

  /**
   * Keeps a message and shows its request as failed, in one transaction.
   *
   * @param cause for people, at most 1,000 characters
   */
  public void setAside(AcceptedMessage message, String cause) {
    UUID id = idOf(message.properties());
    try {
      keep(id, message, StorableText.of(cause, LONGEST_CAUSE));
    } catch (DataAccessException e) {
      if (Outage.of(e) != Outage.Kind.WRONG) {
        throw e;
      }
      // One message that no table takes would keep all after it from being collected.
      LOG.error("A dead letter is kept without its properties, they cannot be stored", e);
      keep(
          id,
          new AcceptedMessage(message.requestUuid(), Map.of(), message.body()),
          "its properties could not be stored; " + StorableText.of(cause, LONGEST_CAUSE / 2));
    }
  }

  private void keep(UUID id, AcceptedMessage message, String cause) {
    Map<String, Object> properties = new LinkedHashMap<>(message.properties());
    properties.keySet().removeAll(ADDED);
    database.finish(
        status -> {
          Optional<ForgottenPeople.Stripped> stripped = forgotten.strip(message.body());
          database
              .write("insert-dead-letter")
              .with("id", id)
              .with("request_uuid", message.requestUuid().orElse(null))
              .with(
                  "application_code",
                  text(properties, "application_code", LONGEST_CODE)
                      .orElseGet(() -> applicationOf(message)))
              .with("journey_id", text(properties, "journey_id", LONGEST_ID).orElse(null))
              .with("chunk", message.chunk().orElse(null))
              .with("chunks", message.chunks().orElse(null))
              .with("cause", cause)
              .with("failed_at", database.now())
              .with("sent_back", sentBack(properties))
              .with("properties", json(properties))
              .with(
                  "message",
                  StorableText.of(
                      stripped.map(ForgottenPeople.Stripped::text).orElse(message.body())))
              .update();
          stripped.ifPresent(
              without ->
                  message
                      .requestUuid()
                      .ifPresent(request -> forgotten.countCancelled(request, without.removed())));
          message
              .requestUuid()
              .ifPresent(
                  request ->
                      database
                          .write("fail-start-request")
                          .with("reason", cause)
                          .with("request_uuid", request)
                          .update());
          return null;
        });
    try (var log = inLog(message)) {
      LOG.error("Set aside as dead letter {}: {}", id, cause);
    }
  }

  private static TraceLog inLog(AcceptedMessage message) {
    return TraceLog.of(
        message.requestUuid().map(Object::toString).orElse(""), message.traceparent());
  }

  /** The same at every delivery, where the message has one. */
  private static UUID idOf(Map<String, Object> properties) {
    return properties.get("dead_letter_id") instanceof String own && isUuid(own)
        ? UUID.fromString(own)
        : IDS.generate();
  }

  private String applicationOf(AcceptedMessage message) {
    return message
        .requestUuid()
        .flatMap(
            request ->
                database
                    .write("find-application-of-request")
                    .with("request_uuid", request)
                    .texts()
                    .stream()
                    .findFirst())
        .orElse(null);
  }

  /** A property of the sender's; one that can be no such name counts as none. */
  private static Optional<String> text(Map<String, Object> properties, String name, int longest) {
    return Optional.ofNullable(properties.get(name))
        .map(Object::toString)
        .filter(text -> text.length() <= longest && StorableText.of(text).equals(text));
  }

  private static int sentBack(Map<String, Object> properties) {
    return properties.get("sent_back") instanceof Integer times && times >= 0 ? times : 0;
  }

  private static String json(Map<String, Object> properties) {
    try {
      return JSON.writeValueAsString(properties);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers can be written as JSON", e);
    }
  }

  /**
   * What a list is narrowed to; empty means any.
   *
   * @param cause the beginning of its text
   */
  record Narrowed(Optional<String> journeyId, Optional<UUID> request, Optional<String> cause) {

    private Sql in(Sql statement) {
      return statement
          .with("any_journey", journeyId.isEmpty())
          .with("journey_id", journeyId.orElse(""))
          .with("any_request", request.isEmpty())
          .with("request_uuid", request.orElse(LAST))
          .with("any_cause", cause.isEmpty())
          .with("cause", cause.map(text -> text.replaceAll("([!%_])", "!$1") + "%").orElse(""));
    }
  }

  /** The newest first, at most {@code limit}, after the id given; those of the caller alone. */
  List<DeadLetter> list(Caller caller, Narrowed to, Optional<String> after, int limit) {
    return to.in(database.ask("list-dead-letters"))
        .with("applications", caller.applications())
        .with("everything", seesEverything(caller))
        .with("after", after.filter(DeadLetters::isUuid).map(UUID::fromString).orElse(LAST))
        .with("limit", limit)
        .list(DeadLetters::letter);
  }

  /** How many there are of the caller's. */
  long count(Caller caller, Narrowed to) {
    return to.in(database.ask("count-dead-letters-that-match"))
        .with("applications", caller.applications())
        .with("everything", seesEverything(caller))
        .number();
  }

  /**
   * Deletes one for good. Its people are rejected; its request stays failed, with what was recorded
   * of it.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with DEAD_LETTER_NOT_FOUND
   */
  void discard(Caller caller, String id) {
    DeadLetter discarded =
        database.finish(
            status -> {
              DeadLetter letter = find(caller, id, database.write("find-dead-letter"));
              if (database.write("delete-dead-letter").with("id", letter.id()).update() == 0) {
                throw notFound();
              }
              audit.write(
                  caller.hint(),
                  letter.applicationCode().orElse(null),
                  Action.DEAD_LETTER_DISCARDED,
                  Audit.Target.of("dead_letter", letter.id()),
                  Map.of("rejected", new DiscardedPeople(database).reject(letter)));
              return letter;
            });
    try (var log = inLog(discarded.message())) {
      LOG.info("Discarded: dead letter {}", discarded.id());
    }
  }

  private boolean seesEverything(Caller caller) {
    return caller
        .applications()
        .containsAll(new HashSet<>(database.ask("find-application-codes").texts()));
  }

  /**
   * One of the caller's dead letters.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with DEAD_LETTER_NOT_FOUND, for
   *     another application's as for none
   */
  public DeadLetter find(Caller caller, String id) {
    return find(caller, id, database.ask("find-dead-letter"));
  }

  private DeadLetter find(Caller caller, String id, Sql sql) {
    return Optional.of(id)
        .filter(DeadLetters::isUuid)
        .flatMap(known -> sql.with("id", UUID.fromString(known)).first(DeadLetters::letter))
        .filter(
            letter ->
                letter.applicationCode().map(caller::sees).orElseGet(() -> seesEverything(caller)))
        .orElseThrow(DeadLetters::notFound);
  }

  private static boolean isUuid(String text) {
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  }

  /**
   * Sends one back to be processed, by way of the outbox. Its request leaves {@code failed}, unless
   * more of its messages are dead letters. What had been recorded of it stays as it is: people who
   * have entered do not enter again.
   *
   * @return the letter as it was, before it was sent back
   * @throws dev.journeygateway.request.RequestRefusedException with DEAD_LETTER_NOT_FOUND or
   *     SENT_BACK_TOO_OFTEN
   */
  public DeadLetter sendBack(Caller caller, String id) {
    record Sent(DeadLetter letter, long position) {}
    Sent sent =
        database.begin(
            status -> {
              DeadLetter letter = find(caller, id, database.write("find-dead-letter"));
              requireSendable(letter);
              if (database.write("delete-dead-letter").with("id", letter.id()).update() == 0) {
                throw notFound();
              }
              letter.requestUuid().ifPresent(this::reopenUnlessMoreAreDead);
              audit.write(
                  caller.hint(),
                  letter.applicationCode().orElse(null),
                  Action.DEAD_LETTER_SENT_BACK,
                  Audit.Target.of("dead_letter", letter.id()),
                  Map.of("sent_back", letter.sentBack() + 1));
              return new Sent(letter, outbox.insertAsItWas(back(letter)));
            });
    DeadLetter letter = sent.letter();
    sender.add(
        new Outbox.Stored(outbox.owner(), sent.position(), 1, letter.message().body().length()));
    try (var log = inLog(letter.message())) {
      LOG.info("Sent back: dead letter {}, for the {}. time", id, letter.sentBack() + 1);
    }
    return letter;
  }

  private void requireSendable(DeadLetter letter) {
    if (letter.sentBack() >= settings.maxSendBacks()) {
      throw Refusal.of(
              Reason.SENT_BACK_TOO_OFTEN,
              "sent back %d times already, and failed again: %s"
                  .formatted(letter.sentBack(), letter.cause()),
              "sent_back",
              Integer.toString(letter.sentBack()))
          .asException();
    }
  }

  private void reopenUnlessMoreAreDead(UUID request) {
    if (database.write("count-dead-letters-of-request").with("request_uuid", request).number()
        == 0) {
      database.write("reopen-start-request").with("request_uuid", request).update();
    }
  }

  private static AcceptedMessage back(DeadLetter letter) {
    Map<String, Object> properties = new LinkedHashMap<>(letter.message().properties());
    properties.put("sent_back", letter.sentBack() + 1);
    return new AcceptedMessage(letter.message().requestUuid(), properties, letter.message().body());
  }

  private static DeadLetter letter(Row row) throws SQLException {
    return new DeadLetter(
        row.uuid("id"),
        Optional.ofNullable(row.text("application_code")),
        Optional.ofNullable(row.text("journey_id")),
        row.text("cause"),
        row.instant("failed_at"),
        row.integer("sent_back"),
        new AcceptedMessage(
            Optional.ofNullable(row.uuid("request_uuid")),
            Outbox.properties(row.text("properties")),
            row.text("message")));
  }

  private static RuntimeException notFound() {
    return Refusal.of(Reason.DEAD_LETTER_NOT_FOUND, "dead letter not found").asException();
  }
}
