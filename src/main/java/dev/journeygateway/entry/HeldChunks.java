package dev.journeygateway.entry;

import dev.journeygateway.database.Database;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Chunks that wait for their journey to run again, from where they go to the queue once more. */
final class HeldChunks {
  private static final int AT_A_TIME = 100;

  private final Database database;
  private final Outbox outbox;
  private final OutboxSender sender;

  public HeldChunks(Database database, Outbox outbox, OutboxSender sender) {
    this.database = database;
    this.outbox = outbox;
    this.sender = sender;
  }

  private record Held(UUID request, int chunk, long characters) {}

  /**
   * Puts chunks whose journey runs into the outbox; one that cannot be processed becomes a dead
   * letter like any other, and is in nobody's way here.
   *
   * @return how many
   */
  public int resume() {
    int all = 0;
    List<Outbox.Stored> moved;
    do {
      moved = database.finish(status -> move());
      moved.forEach(sender::add);
      all += moved.size();
    } while (moved.size() == AT_A_TIME);
    return all;
  }

  private List<Outbox.Stored> move() {
    List<Outbox.Stored> moved = new ArrayList<>();
    List<Held> held =
        database
            .write("find-held-chunks")
            .with("limit", AT_A_TIME)
            .list(
                row ->
                    new Held(
                        row.uuid("request_uuid"), row.integer("chunk"), row.number("characters")));
    for (Held one : held) {
      moved.add(outbox.moveHeld(one.request(), one.chunk(), one.characters()));
      database.write("resume-start-request").with("request_uuid", one.request()).update();
    }
    return moved;
  }
}
