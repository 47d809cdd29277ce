package dev.journeygateway.entry;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.deadletter.DeadLetters;
import dev.journeygateway.outage.Outage;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.trace.TraceLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chunks that wait for their journey to run again, from where they go to the queue once more. */
final class HeldChunks {
  private static final int AT_A_TIME = 100;

  private static final Logger LOG = LoggerFactory.getLogger(HeldChunks.class);

  private final Database database;
  private final Outbox outbox;
  private final OutboxSender sender;
  private final DeadLetters deadLetters;

  public HeldChunks(
      Database database, Outbox outbox, OutboxSender sender, DeadLetters deadLetters) {
    this.database = database;
    this.outbox = outbox;
    this.sender = sender;
    this.deadLetters = deadLetters;
  }

  private record Held(UUID request, int chunk, long characters, Optional<String> traceparent) {
    static final Held NONE = new Held(new UUID(0, 0), -1, 0, Optional.empty());
  }

  /** What one look found, and what of it was moved. */
  private record Moved(List<Held> found, List<Outbox.Stored> moved) {}

  /**
   * Puts chunks whose journey runs into the outbox; one that cannot be processed becomes a dead
   * letter like any other. One that cannot even be moved is set aside here, and keeps none of the
   * others.
   *
   * @return how many
   */
  public int resume() {
    int all = 0;
    List<Held> found;
    Held last = Held.NONE;
    do {
      Moved moved = moveAfter(last);
      moved.moved().forEach(sender::add);
      all += moved.moved().size();
      found = moved.found();
      last = found.isEmpty() ? last : found.get(found.size() - 1);
    } while (found.size() == AT_A_TIME);
    return all;
  }

  private Moved moveAfter(Held last) {
    try {
      return database.finish(
          status -> {
            List<Held> found = after(last, database.write("find-held-chunks"));
            return new Moved(found, found.stream().map(this::move).toList());
          });
    } catch (RuntimeException e) {
      if (Outage.of(e) != Outage.Kind.WRONG) {
        throw e;
      }
      return moveOneByOne(after(last, database.read("find-held-chunks")));
    }
  }

  private static List<Held> after(Held last, Sql find) {
    return find.with("after_request", last.request())
        .with("after_chunk", last.chunk())
        .with("limit", AT_A_TIME)
        .list(
            row ->
                new Held(
                    row.uuid("request_uuid"),
                    row.integer("chunk"),
                    row.number("characters"),
                    Optional.ofNullable(row.text("traceparent"))));
  }

  private Moved moveOneByOne(List<Held> found) {
    List<Outbox.Stored> moved = new ArrayList<>();
    for (Held one : found) {
      try (var log = TraceLog.of(one.request(), one.traceparent())) {
        moved.add(database.finish(status -> move(one)));
      } catch (RuntimeException e) {
        if (Outage.of(e) != Outage.Kind.WRONG) {
          throw e;
        }
        LOG.warn("Chunk {} was held and cannot be moved to the queue", one.chunk());
        setAside(one, WorkerFailures.cause(e));
      }
    }
    return new Moved(found, moved);
  }

  private Outbox.Stored move(Held one) {
    Outbox.Stored moved = outbox.moveHeld(one.request(), one.chunk(), one.characters());
    database.write("resume-start-request").with("request_uuid", one.request()).update();
    return moved;
  }

  private void setAside(Held one, String cause) {
    database.finish(
        status -> {
          database
              .write("find-held-chunk")
              .with("request_uuid", one.request())
              .with("chunk", one.chunk())
              .first(
                  row -> {
                    Map<String, Object> properties = new LinkedHashMap<>();
                    properties.put("request_uuid", one.request().toString());
                    properties.put("journey_id", row.text("journey_id"));
                    properties.put("chunk", one.chunk());
                    if (row.integer("chunks") != null) {
                      properties.put("chunks", row.integer("chunks"));
                    }
                    return new AcceptedMessage(
                        Optional.of(one.request()), properties, row.text("message"));
                  })
              .ifPresent(message -> deadLetters.setAside(message, cause));
          database
              .write("delete-held-chunk")
              .with("request_uuid", one.request())
              .with("chunk", one.chunk())
              .update();
          return null;
        });
  }
}
