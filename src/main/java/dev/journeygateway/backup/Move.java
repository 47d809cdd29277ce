package dev.journeygateway.backup;

import dev.journeygateway.broker.StoredMessages;
import dev.journeygateway.database.DatabaseSnapshot;
import dev.journeygateway.database.StoppedDatabase;
import dev.journeygateway.database.TableMove;
import dev.journeygateway.disk.StartStopper;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.Outbox;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves the work of an embedded gateway that is stopped to PostgreSQL. The messages of its broker
 * become rows of the outbox, of a process that is gone, so that whichever gateway starts there
 * first sends them to whatever broker it has.
 */
public final class Move {

  /** A process that never was: its rows are taken over. */
  private static final UUID NOBODY = new UUID(0, 0);

  private static final int MESSAGES_AT_A_TIME = 500;

  private final GatewayFolders gateway;
  private final Clock clock;

  public Move(GatewayFolders gateway, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  /** Where to. */
  public record Target(String url, String user, String password) {

    /** Without options, among which there may be a password. */
    public String shown() {
      return url.replaceAll("[?].*", "");
    }

    /** Without the password. */
    @Override
    public String toString() {
      return shown();
    }
  }

  /**
   * What was moved.
   *
   * @param rows of each table
   * @param messages that were on the queue of accepted requests
   * @param left on queues that stay with the old broker
   */
  public record Moved(Map<String, Long> rows, long messages, Map<String, Long> left) {}

  /**
   * Moves everything, or nothing.
   *
   * @throws IllegalStateException with a sentence to be shown, when that cannot be
   */
  public Moved to(Target target) throws IOException, SQLException {
    gateway.requireStopped();
    StartStopper.requireNone(gateway.dataDir());
    try (StoppedDatabase database = StoppedDatabase.in(gateway.dataDir(), clock);
        StoredMessages stored = StoredMessages.in(gateway.dataDir(), gateway.channels());
        DatabaseSnapshot snapshot = database.snapshots().open()) {
      if (database.pendingMigrations() > 0) {
        throw new IllegalStateException(
            "the tables are of an earlier release: start this release on them once, stop it, and"
                + " run this again");
      }
      Map<String, Long> left = requireTaken(stored);
      try (TableMove tables = TableMove.to(target.url(), target.user(), target.password(), clock)) {
        Map<String, Long> rows = tables.copy(snapshot);
        long messages = moveMessages(stored, tables, snapshot);
        // As a start on an embedded database does: what the last process worked on is free.
        tables.write("end-all-leases").with("never", Instant.EPOCH).update();
        StartStopper.put(
            gateway.dataDir(),
            "The move of this gateway's work to " + target.shown() + " has not ended",
            "Look whether its requests are there. If they are, start with that database and another"
                + " gateway.data-dir; if not, delete this file and move again.");
        tables.commit();
        StartStopper.put(
            gateway.dataDir(),
            "The work of this gateway has moved to "
                + target.shown()
                + " on "
                + clock.instant()
                + "; what is here would be done twice",
            "Start with that database and another gateway.data-dir. To go on here, and only if no"
                + " gateway has ever run on that database, delete the file do-not-start.txt.");
        return new Moved(rows, messages, left);
      }
    }
  }

  /** What is not accepted yet, or not looked at, is nothing that another broker would know. */
  private Map<String, Long> requireTaken(StoredMessages stored) throws IOException {
    Map<String, Long> left = new LinkedHashMap<>(stored.counts());
    left.remove(gateway.channels().accepted());
    for (String queue : List.of(gateway.channels().requests(), gateway.channels().dead())) {
      if (left.containsKey(queue)) {
        throw new IllegalStateException(
            left.get(queue)
                + " messages are on "
                + queue
                + ": start the gateway until it has taken them, stop it, and run this again");
      }
    }
    return left;
  }

  private long moveMessages(StoredMessages stored, TableMove tables, DatabaseSnapshot snapshot)
      throws IOException {
    AtomicLong position = new AtomicLong(snapshot.read("find-last-outbox-position").number() + 1);
    long first = position.get();
    List<AcceptedMessage> some = new ArrayList<>();
    stored.accepted(
        gateway.channels().accepted(),
        message -> {
          some.add(message);
          if (some.size() == MESSAGES_AT_A_TIME) {
            insert(some, tables, position);
          }
        });
    insert(some, tables, position);
    return position.get() - first;
  }

  private static void insert(List<AcceptedMessage> some, TableMove tables, AtomicLong position) {
    tables
        .write("insert-outbox")
        .with("owner", NOBODY)
        .updateEach(
            some,
            (sql, message) ->
                sql.with("position", position.getAndIncrement())
                    .with("request_uuid", message.requestUuid().orElse(null))
                    .with("chunk", message.chunk().orElse(null))
                    .with("chunks", message.chunks().orElse(null))
                    .with("properties", Outbox.text(message.properties()))
                    .with("message", message.body()));
    some.clear();
  }
}
