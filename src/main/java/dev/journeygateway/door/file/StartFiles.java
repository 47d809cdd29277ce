package dev.journeygateway.door.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.accept.IdempotencyKeys;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.list.BadRow;
import dev.journeygateway.list.BadRows;
import dev.journeygateway.list.CheckedList;
import dev.journeygateway.list.IdColumn;
import dev.journeygateway.list.ListLimits;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRules;
import dev.journeygateway.list.RowChunk;
import dev.journeygateway.list.StartList;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.status.State;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The rows of claimed files: which gateway works on each and how far it has come. A gateway that is
 * gone leaves its lease to run out; another one, or the same one started again, then goes on where
 * it was, under the same request_uuid.
 */
final class StartFiles {

  private static final int LONGEST_REASON = 255;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final UUID owner;

  public StartFiles(Database database, ProcessLease lease) {
    this.database = database;
    this.owner = lease.owner();
  }

  /**
   * A file of this gateway and what has become of its request.
   *
   * @param checked empty until it is checked, and for a body
   * @param listed chunks whose rejected rows are among the outcomes
   * @param accepted empty until it is accepted
   */
  public record Owned(
      ClaimedFile file,
      Optional<Note> checked,
      int fed,
      long rowsFed,
      int listed,
      Optional<Accepted> accepted) {

    /** Empty until it is accepted and has its slot. */
    Optional<Accepted> begun() {
      return accepted.filter(request -> !request.waits());
    }
  }

  /**
   * @param waits for its slot
   * @param enqueued all of it is on the queue
   */
  public record Accepted(
      String entryPointId,
      String applicationCode,
      String selector,
      State state,
      Instant acceptedAt,
      int chunksDone,
      boolean waits,
      boolean enqueued,
      Optional<String> traceparent) {}

  /** What a check found, as it is kept for the second reading. */
  public record Note(
      long rows,
      long badRows,
      int chunks,
      String sha256,
      long bytes,
      IdColumn idColumn,
      List<String> attributeColumns,
      Map<String, String> attributesForAll,
      List<BadRow> firstBadRows,
      Map<String, String> columns,
      int chunkRows,
      ListLimits limits) {

    static Note of(CheckedList checked) {
      return new Note(
          checked.rows(),
          checked.badRows(),
          checked.chunks(),
          checked.sha256(),
          checked.bytes(),
          checked.idColumn(),
          List.copyOf(checked.attributeColumns()),
          checked.attributesForAll(),
          checked.firstBadRows(),
          checked.rules().columns(),
          checked.rules().chunkRows(),
          checked.rules().limits());
    }

    CheckedList at(Path path, ListName name) {
      // How many bad rows it may hold was decided by the check; the second reading only leaves them
      // out.
      ListRules rules = new ListRules(BadRows.SKIP, columns, Map.of(), chunkRows, limits);
      return new CheckedList(
          new StartList(path, name),
          rules,
          rows,
          badRows,
          chunks,
          sha256,
          bytes,
          idColumn,
          new LinkedHashSet<>(attributeColumns),
          attributesForAll,
          firstBadRows);
    }
  }

  /** Writes the row of a file that is about to be claimed, before its rename. */
  public void insert(ClaimedFile file) {
    database
        .write("insert-start-file")
        .with("request_uuid", file.requestUuid())
        .with("door", file.door())
        .with("place", file.place())
        .with("journey_id", file.journeyId())
        .with("name", file.name())
        .with("attributes", file.attributes().orElse(null))
        .with("traceparent", file.traceparent().orElse(null))
        .with("owner", owner)
        .update();
  }

  /**
   * As {@link #insert(ClaimedFile)}, for a list that was handed over, with the key it came with.
   */
  public void insert(ClaimedFile file, Optional<IdempotencyKey> key) {
    database.begin(
        status -> {
          insert(file);
          key.ifPresent(
              one ->
                  database
                      .write("insert-received-list")
                      .with("request_uuid", file.requestUuid())
                      .with("journey_id", file.journeyId())
                      .with("idempotency_key", one.key())
                      .with("body_sha256", one.bodySha256())
                      .update());
          return null;
        });
  }

  /**
   * The list that was handed over with this key and is not filed away yet.
   *
   * @throws dev.journeygateway.request.RequestRefusedException when it had another content
   */
  public Optional<UUID> received(String journeyId, IdempotencyKey key) {
    return database
        .ask("find-received-list")
        .with("journey_id", journeyId)
        .with("idempotency_key", key.key())
        .first(
            row -> {
              if (!key.bodySha256().equals(row.text("body_sha256"))) {
                throw IdempotencyKeys.reused().asException();
              }
              return row.uuid("request_uuid");
            });
  }

  /** The key that a list was handed over with. */
  public Optional<IdempotencyKey> key(UUID requestUuid) {
    return database
        .read("find-key-of-list")
        .with("request_uuid", requestUuid)
        .first(row -> new IdempotencyKey(row.text("idempotency_key"), row.text("body_sha256")));
  }

  public void delete(UUID requestUuid) {
    database.begin(
        status -> {
          database.write("delete-received-list").with("request_uuid", requestUuid).update();
          database.write("delete-start-file").with("request_uuid", requestUuid).update();
          return null;
        });
  }

  public boolean exists(UUID requestUuid) {
    return database.read("find-start-file").with("request_uuid", requestUuid).exists();
  }

  /** Takes over the files of gateways that are gone. */
  public int takeOver(String place) {
    return database
        .write("take-over-start-files")
        .with("owner", owner)
        .with("place", place)
        .update();
  }

  /**
   * Takes over a file of a gateway that is gone and that knew its place by another name; false
   * where it is none.
   */
  public boolean adopt(UUID requestUuid, String place) {
    return database
            .write("adopt-start-file")
            .with("owner", owner)
            .with("place", place)
            .with("request_uuid", requestUuid)
            .update()
        == 1;
  }

  /** Keeps what a check found; false when the file is another gateway's by now. */
  public boolean noteChecked(UUID requestUuid, CheckedList checked) {
    try {
      return database
              .write("note-checked-start-file")
              .with("checked", JSON.writeValueAsString(Note.of(checked)))
              .with("request_uuid", requestUuid)
              .with("owner", owner)
              .update()
          == 1;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a check's result can be written as JSON", e);
    }
  }

  /** Keeps how much is safe on the queue; false when the file is another gateway's by now. */
  public boolean noteFed(UUID requestUuid, int chunks, long rows) {
    return database
            .write("note-fed-start-file")
            .with("chunks", chunks)
            .with("rows", rows)
            .with("request_uuid", requestUuid)
            .with("owner", owner)
            .update()
        == 1;
  }

  /**
   * Puts rejected rows among the outcomes of their request, once.
   *
   * @param chunk the last of the chunks that they belong to
   */
  public void list(UUID requestUuid, int chunk, List<RowChunk.RejectedRow> rejected) {
    database.begin(
        status -> {
          boolean first =
              database
                      .write("note-listed-start-file")
                      .with("chunk", chunk)
                      .with("request_uuid", requestUuid)
                      .with("owner", owner)
                      .update()
                  == 1;
          if (first) {
            database
                .write("insert-outcome")
                .with("request_uuid", requestUuid)
                .with("outcome", "rejected")
                .updateEach(
                    rejected,
                    (sql, row) ->
                        sql.with("id", row.id())
                            .with("reason", cut(row.reason()))
                            .with("line", row.line()));
          }
          return null;
        });
  }

  private static String cut(String reason) {
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
  }

  public List<Owned> owned() {
    return database.read("find-owned-start-files").with("owner", owner).list(StartFiles::read);
  }

  /** One of its files; empty where it is gone or another gateway's. */
  public Optional<Owned> owned(UUID requestUuid) {
    return database
        .read("find-owned-start-file")
        .with("request_uuid", requestUuid)
        .with("owner", owner)
        .first(StartFiles::read);
  }

  /** How many chunks of a request are recorded; empty where it was cancelled. */
  public OptionalInt chunksDone(UUID requestUuid) {
    return database
        .read("find-chunks-done")
        .with("request_uuid", requestUuid)
        .first(row -> OptionalInt.of(row.integer("chunks_done")))
        .orElse(OptionalInt.empty());
  }

  /** Shows a request as failed whose file is lost. */
  public void fail(UUID requestUuid, String reason) {
    database
        .write("fail-start-request")
        .with("reason", reason)
        .with("request_uuid", requestUuid)
        .update();
  }

  private static Owned read(Row row) throws SQLException {
    ClaimedFile file = ClaimedFile.of(row);
    Optional<Accepted> accepted =
        row.text("state") == null
            ? Optional.empty()
            : Optional.of(
                new Accepted(
                    row.text("entry_point_id"),
                    row.text("application_code"),
                    row.text("selector"),
                    State.of(row.text("state")),
                    row.instant("accepted_at"),
                    row.integer("chunks_done"),
                    row.flag("waits"),
                    row.flag("enqueued"),
                    Optional.ofNullable(row.text("request_traceparent"))));
    return new Owned(
        file,
        note(row.text("checked")),
        row.integer("fed"),
        row.number("rows_fed"),
        row.integer("listed"),
        accepted);
  }

  private static Optional<Note> note(String json) {
    try {
      return json == null ? Optional.empty() : Optional.of(JSON.readValue(json, Note.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written as JSON can be read", e);
    }
  }
}
