package dev.journeygateway.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the outbox.
 *
 * @param owner the process that committed it
 * @param position its place among those of its owner, in which they are sent
 */
public record OutboxEntry(UUID owner, long position, AcceptedMessage message) {
  /** The same of a request that was accepted at the database's time. */
  public OutboxEntry acceptedAt(Instant databaseTime) {
    return new OutboxEntry(owner, position, AcceptedMessages.acceptedAt(databaseTime, message));
  }
}
