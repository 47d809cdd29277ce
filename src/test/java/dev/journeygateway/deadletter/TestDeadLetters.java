package dev.journeygateway.deadletter;

import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.person.ForgottenPeople;

/** Dead letters as the gateway keeps them, for tests of other packages. */
public final class TestDeadLetters {

  private TestDeadLetters() {}

  public static DeadLetters of(Database database, Outbox outbox, OutboxSender sender) {
    return new DeadLetters(
        database,
        outbox,
        sender,
        new Audit(database),
        ForgottenPeople.of(database),
        new DeadLetterSettings(5));
  }
}
