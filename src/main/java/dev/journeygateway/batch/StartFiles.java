package dev.journeygateway.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.SqlFile;
import dev.journeygateway.tracking.State;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rows of claimed files: which gateway works on each and how far it has come. A gateway that is
 * gone leaves its lease to run out; another one, or the same one started again, then goes on where
 * it was, under the same request_uuid.
 */
public final class StartFiles {

  private static final String INSERT = SqlFile.read("insert-start-file");
  private static final String DELETE = SqlFile.read("delete-start-file");
  private static final String FIND = SqlFile.read("find-start-file");
  private static final String LEASE = SqlFile.read("lease-start-files");
  private static final String RELEASE = SqlFile.read("release-start-files");
  private static final String TAKE_OVER = SqlFile.read("take-over-start-files");
  private static final String NOTE_CHECKED = SqlFile.read("note-checked-start-file");
  private static final String NOTE_FED = SqlFile.read("note-fed-start-file");
  private static final String NOTE_LISTED = SqlFile.read("note-listed-start-file");
  private static final String INSERT_REJECTED = SqlFile.read("insert-rejected-outcomes");
  private static final int LONGEST_REASON = 255;
  private static final String OWNED = SqlFile.read("find-owned-start-files");
  private static final String OWNED_ONE = SqlFile.read("find-owned-start-file");
  private static final String CHUNKS_DONE = SqlFile.read("find-chunks-done");
  private static final String FAIL = SqlFile.read("fail-start-request");

  private static final Duration LEASE_TIME = Duration.ofSeconds(10);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final UUID owner = UUID.randomUUID();

  public StartFiles(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
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
      boolean enqueued) {}

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
      FileLimits limits) {

    static Note of(CheckedFile checked) {
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

    CheckedFile at(Path path, StartFileName name) {
      // How many bad rows it may hold was decided by the check; the second reading only leaves them
      // out.
      FileRules rules = new FileRules(BadRows.SKIP, columns, Map.of(), chunkRows, limits);
      return new CheckedFile(
          new StartFile(path, name),
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
    jdbc.update(
        INSERT,
        file.requestUuid(),
        file.door(),
        file.place(),
        file.journeyId(),
        file.name(),
        owner,
        LEASE_TIME.toMillis());
  }

  public void delete(UUID requestUuid) {
    jdbc.update(DELETE, requestUuid);
  }

  public boolean exists(UUID requestUuid) {
    return !jdbc.queryForList(FIND, requestUuid).isEmpty();
  }

  /** Tells the others that this gateway is there. */
  public void renewLeases() {
    jdbc.update(LEASE, LEASE_TIME.toMillis(), owner);
  }

  /** Leaves its files to whoever comes first. */
  public void releaseAll() {
    jdbc.update(RELEASE, owner);
  }

  /** Takes over the files of gateways that are gone. */
  public int takeOver(String place) {
    return jdbc.update(TAKE_OVER, owner, LEASE_TIME.toMillis(), place);
  }

  /** Keeps what a check found; false when the file is another gateway's by now. */
  public boolean noteChecked(UUID requestUuid, CheckedFile checked) {
    try {
      return jdbc.update(
              NOTE_CHECKED, JSON.writeValueAsString(Note.of(checked)), requestUuid, owner)
          == 1;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a check's result can be written as JSON", e);
    }
  }

  /** Keeps how much is safe on the queue; false when the file is another gateway's by now. */
  public boolean noteFed(UUID requestUuid, int chunks, long rows) {
    return jdbc.update(NOTE_FED, chunks, rows, requestUuid, owner) == 1;
  }

  /**
   * Puts rejected rows among the outcomes of their request, once.
   *
   * @param chunk the last of the chunks that they belong to
   */
  public void list(UUID requestUuid, int chunk, List<RowChunk.RejectedRow> rejected) {
    transaction.executeWithoutResult(
        status -> {
          if (jdbc.update(NOTE_LISTED, chunk, requestUuid, owner, chunk) == 1) {
            jdbc.batchUpdate(
                INSERT_REJECTED,
                rejected,
                1_000,
                (statement, row) -> {
                  statement.setObject(1, requestUuid);
                  statement.setString(2, row.id());
                  statement.setString(3, cut(row.reason()));
                });
          }
        });
  }

  private static String cut(String reason) {
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
  }

  public List<Owned> owned() {
    return jdbc.query(OWNED, StartFiles::read, owner);
  }

  /** One of its files; empty where it is gone or another gateway's. */
  public Optional<Owned> owned(UUID requestUuid) {
    return jdbc.query(OWNED_ONE, StartFiles::read, requestUuid, owner).stream().findFirst();
  }

  /** How many chunks of a request are recorded. */
  public int chunksDone(UUID requestUuid) {
    return jdbc.queryForList(CHUNKS_DONE, Integer.class, requestUuid).stream()
        .findFirst()
        .orElse(0);
  }

  /** Shows a request as failed whose file is lost. */
  public void fail(UUID requestUuid, String reason) {
    jdbc.update(FAIL, reason, requestUuid);
  }

  private static Owned read(ResultSet row, int number) throws SQLException {
    ClaimedFile file =
        new ClaimedFile(
            row.getObject("request_uuid", UUID.class),
            row.getString("door"),
            row.getString("place"),
            row.getString("journey_id"),
            row.getString("name"));
    Optional<Accepted> accepted =
        row.getString("state") == null
            ? Optional.empty()
            : Optional.of(
                new Accepted(
                    row.getString("entry_point_id"),
                    row.getString("application_code"),
                    row.getString("selector"),
                    State.of(row.getString("state")),
                    row.getTimestamp("accepted_at").toInstant(),
                    row.getInt("chunks_done"),
                    row.getBoolean("waits"),
                    row.getBoolean("enqueued")));
    return new Owned(
        file,
        note(row.getString("checked")),
        row.getInt("fed"),
        row.getLong("rows_fed"),
        row.getInt("listed"),
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
