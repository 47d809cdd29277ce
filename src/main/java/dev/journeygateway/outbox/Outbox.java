package dev.journeygateway.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.process.ProcessLease;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The messages of accepted requests that are not on the queue yet, in the database: written in the
 * transaction that accepts, read by the {@link OutboxSender} alone.
 */
public final class Outbox {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> PROPERTIES = new TypeReference<>() {};

  private final Database database;
  private final ProcessLease lease;
  private final AtomicLong positions = new AtomicLong();

  public Outbox(Database database, ProcessLease lease) {
    this.database = database;
    this.lease = lease;
  }

  /** Counts on where those before have ended. */
  void begin() {
    positions.set(database.read("find-last-outbox-position").number() + 1);
  }

  /** This process, as its rows name it. */
  public UUID owner() {
    return lease.owner();
  }

  /** Gives messages their places, after all before; nothing is written yet. */
  public List<OutboxEntry> entries(List<AcceptedMessage> messages) {
    long position = positions.getAndAdd(messages.size());
    List<OutboxEntry> entries = new ArrayList<>(messages.size());
    for (AcceptedMessage message : messages) {
      entries.add(new OutboxEntry(owner(), position++, message));
    }
    return entries;
  }

  /** Writes entries in the transaction under way. */
  public void insert(Collection<OutboxEntry> entries) {
    database
        .write("insert-outbox")
        .with("properties", null)
        .updateEach(
            entries,
            (sql, entry) ->
                sql.with("owner", entry.owner())
                    .with("position", entry.position())
                    .with("request_uuid", entry.message().requestUuid().orElse(null))
                    .with("chunk", entry.message().chunk().orElse(null))
                    .with("chunks", entry.message().chunks().orElse(null))
                    .with("message", entry.message().body()));
  }

  /**
   * Writes a message that was sent back, with all its properties.
   *
   * @return its place
   */
  public long insertAsItWas(AcceptedMessage message) {
    OutboxEntry entry = entries(List.of(message)).get(0);
    database
        .write("insert-outbox")
        .with("owner", entry.owner())
        .with("position", entry.position())
        .with("request_uuid", message.requestUuid().orElse(null))
        .with("chunk", message.chunk().orElse(null))
        .with("chunks", message.chunks().orElse(null))
        .with("properties", text(message.properties()))
        .with("message", message.body())
        .update();
    return entry.position();
  }

  /** The properties of a message as they are stored. */
  public static String text(Map<String, Object> properties) {
    try {
      return JSON.writeValueAsString(properties);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers can be written as JSON", e);
    }
  }

  /** Rows of the outbox whose messages stay in the database until they are sent. */
  public record Stored(UUID owner, long first, int count, long characters) {}

  /** Moves the messages of a request that has its slot, in the transaction under way. */
  public Stored moveWaiting(UUID request) {
    record Size(int messages, long characters) {}
    Size size =
        database
            .write("count-waiting-messages")
            .with("request_uuid", request)
            .first(row -> new Size(row.integer("messages"), row.number("characters")))
            .orElseThrow();
    long first = positions.getAndAdd(size.messages());
    database
        .write("move-waiting-messages")
        .with("request_uuid", request)
        .with("owner", owner())
        .with("first", first)
        .update();
    database.write("delete-waiting-messages").with("request_uuid", request).update();
    return new Stored(owner(), first, size.messages(), size.characters());
  }

  /** Moves a chunk whose journey runs again, in the transaction under way. */
  public Stored moveHeld(UUID request, int chunk, long characters) {
    long position = positions.getAndIncrement();
    database
        .write("move-held-chunk")
        .with("request_uuid", request)
        .with("chunk", chunk)
        .with("owner", owner())
        .with("position", position)
        .update();
    database.write("delete-held-chunk").with("request_uuid", request).with("chunk", chunk).update();
    return new Stored(owner(), position, 1, characters);
  }

  /** Deletes what is there of a request that is undone, in the transaction under way. */
  public void undo(UUID request) {
    database.write("undo-outbox").with("owner", owner()).with("request_uuid", request).update();
  }

  /** A row as far as it is known without its message. */
  record Place(long position, int characters) {}

  /** Everything that a process has left, in its order. */
  List<Place> left(UUID owner) {
    return database
        .read("find-outbox-positions")
        .with("owner", owner)
        .list(row -> new Place(row.number("position"), (int) row.number("characters")));
  }

  /** The messages at these places, those that are there, in order. */
  List<OutboxEntry> read(UUID owner, List<Long> positions) {
    return database
        .read("find-outbox-messages")
        .with("owner", owner)
        .with("positions", positions)
        .list(row -> new OutboxEntry(owner, row.number("position"), message(row)));
  }

  private static AcceptedMessage message(Row row) throws SQLException {
    Optional<UUID> request = Optional.ofNullable(row.uuid("request_uuid"));
    String own = row.text("properties");
    Map<String, Object> properties =
        own != null
            ? properties(own)
            : AcceptedMessages.properties(
                request.orElseThrow().toString(),
                row.text("journey_id"),
                row.text("entry_point_id"),
                row.text("application_code"),
                row.text("door"),
                row.integer("chunk"),
                row.integer("chunks"),
                row.text("traceparent"));
    return new AcceptedMessage(request, properties, row.text("message"));
  }

  /** The properties of a message from what is stored. */
  public static Map<String, Object> properties(String json) {
    try {
      return JSON.readValue(json, PROPERTIES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written as JSON can be read", e);
    }
  }

  void delete(UUID owner, List<Long> positions) {
    database
        .write("delete-outbox-messages")
        .with("owner", owner)
        .with("positions", positions)
        .update();
  }
}
