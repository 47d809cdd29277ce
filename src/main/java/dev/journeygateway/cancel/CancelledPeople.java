package dev.journeygateway.cancel;

import dev.journeygateway.database.Database;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.outbox.AcceptedChunk.Person;
import dev.journeygateway.person.ForgottenPeople;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes down the people of a cancelled request who did not enter, each as an outcome, so that the
 * answer about a person shows them. People of a list that was not read yet are in its file alone,
 * in {@code failed/}.
 */
public final class CancelledPeople {

  /** Ids of a request: past it, writing them would keep others from the database for seconds. */
  private static final long MOST_IDS = 100_000;

  private final Database database;
  private final ForgottenPeople forgotten;

  public CancelledPeople(Database database) {
    this.database = database;
    this.forgotten = ForgottenPeople.of(database);
  }

  /**
   * The messages that the database still has of a request, by their chunk; none of a long list.
   *
   * @param requested its ids
   */
  Map<Integer, String> messages(UUID request, long requested) {
    Map<Integer, String> messages = new HashMap<>();
    if (requested <= MOST_IDS) {
      database
          .write("find-messages-not-recorded")
          .with("request_uuid", request)
          .each(row -> messages.put(row.integer("chunk"), row.text("message")));
    }
    return messages;
  }

  /** Writes down the people of messages, in the transaction that cancels their request. */
  void write(Map<Integer, String> messages) {
    messages.forEach((chunk, message) -> write(AcceptedChunk.read(message, chunk, null)));
  }

  /**
   * Writes down the people of a message that was on its way when its request was cancelled. Again
   * changes nothing.
   */
  public void add(AcceptedChunk chunk) {
    database.finish(
        status -> {
          write(chunk);
          return null;
        });
  }

  private void write(AcceptedChunk chunk) {
    database
        .write("insert-cancelled-outcome")
        .with("request_uuid", chunk.body().requestUuid())
        .updateEach(people(chunk), (sql, one) -> sql.with("id", one.id()).with("line", one.line()));
  }

  /** A filter's people are not known. Who was erased since is in no message any more. */
  private Collection<Person> people(AcceptedChunk chunk) {
    if (chunk.body().entries() == null) {
      return List.of();
    }
    return forgotten
        .strip(chunk.text())
        .map(stripped -> AcceptedChunk.read(stripped.text(), chunk.chunk(), null))
        .orElse(chunk)
        .body()
        .entries();
  }
}
