package dev.journeygateway.entry;

import dev.journeygateway.database.Database;
import dev.journeygateway.deadletter.TestDeadLetters;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;

/** What the route resume-held does, for tests of other packages. */
public final class Held {

  private Held() {}

  public static int resume(Database database, Outbox outbox, OutboxSender sender) {
    return new HeldChunks(database, outbox, sender, TestDeadLetters.of(database, outbox, sender))
        .resume();
  }
}
