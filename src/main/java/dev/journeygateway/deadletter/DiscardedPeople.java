package dev.journeygateway.deadletter;

import dev.journeygateway.database.Database;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.outbox.AcceptedMessage;
import java.util.List;

/**
 * What becomes of the people of a message that is discarded: outcomes, so that each id of a request
 * has its end and the counts balance. Takes part in its caller's transaction.
 */
final class DiscardedPeople {

  private final Database database;

  DiscardedPeople(Database database) {
    this.database = database;
  }

  /**
   * Records them as rejected, with the cause of the dead letter.
   *
   * @return how many; none where the message cannot be read, names nobody or is recorded already
   */
  int reject(DeadLetter letter) {
    List<AcceptedChunk.Person> people = people(letter.message());
    if (people.isEmpty()
        || database
                .write("insert-chunk")
                .with("request_uuid", letter.requestUuid().orElseThrow())
                .with("chunk", letter.message().chunk().orElseThrow())
                .update()
            == 0) {
      return 0;
    }
    database
        .write("insert-outcome")
        .with("request_uuid", letter.requestUuid().orElseThrow())
        .with("outcome", "rejected")
        .with("reason", "discarded: " + letter.cause())
        .updateEach(people, (sql, one) -> sql.with("id", one.id()).with("line", one.line()));
    database
        .write("reject-people")
        .with("rejected", people.size())
        .with("chunks", letter.message().chunks().orElse(null))
        .with("request_uuid", letter.requestUuid().orElseThrow())
        .update();
    return people.size();
  }

  private static List<AcceptedChunk.Person> people(AcceptedMessage message) {
    if (message.requestUuid().isEmpty() || message.chunk().isEmpty()) {
      return List.of();
    }
    try {
      List<AcceptedChunk.Person> people =
          AcceptedChunk.read(message.body(), message.chunk().get(), message.chunks().orElse(null))
              .body()
              .entries();
      return people == null ? List.of() : people;
    } catch (AcceptedChunk.Unusable e) {
      return List.of();
    }
  }
}
