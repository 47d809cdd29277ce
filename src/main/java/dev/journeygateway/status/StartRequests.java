package dev.journeygateway.status;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of start requests and their outcomes, for the answers about them. */
public final class StartRequests {

  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID LAST = new UUID(-1, -1);

  /** Names that begin alike end before this character. */
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private final Database database;

  public StartRequests(Database database) {
    this.database = database;
  }

  /**
   * What a list is narrowed to; empty means any.
   *
   * @param after the last uuid of the page before
   * @param from when the request came, or later
   * @param to before this the request came
   * @param file the beginning of its file's name
   * @param person an id that entered with it, or that did not and is one of its outcomes
   */
  public record Narrowed(
      Optional<String> journeyId,
      Optional<State> state,
      Optional<String> door,
      Optional<UUID> after,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<String> file,
      Optional<String> person) {

    /** Without the filters that only people ask for. */
    public Narrowed(
        Optional<String> journeyId,
        Optional<State> state,
        Optional<String> door,
        Optional<UUID> after) {
      this(
          journeyId,
          state,
          door,
          after,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** The statement whose index finds the fewest rows. */
    private String statement() {
      if (person.isPresent()) {
        return "list-start-requests-of-person";
      }
      if (file.isPresent()) {
        return "list-start-requests-of-file";
      }
      if (journeyId.isPresent()) {
        return "list-start-requests-of-journey";
      }
      return state.isPresent() ? "list-start-requests-in-state" : "list-start-requests";
    }

    /** What comes after the page before, and before the end of the time. */
    private UUID before() {
      UUID end = to.map(StartRequests::smallest).orElse(LAST);
      // As the databases compare them: byte by byte.
      return after.filter(uuid -> uuid.toString().compareTo(end.toString()) < 0).orElse(end);
    }
  }

  /** Notes that all of a list is on the queue. */
  public void noteListEnqueued(UUID request) {
    database.write("note-list-enqueued").with("request_uuid", request).update();
  }

  /** One request among those of the applications; another's is as absent as none. */
  public Optional<TrackedRequest> find(UUID requestUuid, Collection<String> applications) {
    return database
        .ask("find-start-request")
        .with("request_uuid", requestUuid)
        .first(StartRequests::tracked)
        .filter(request -> applications.contains(request.applicationCode()));
  }

  /** One request of any application; for the gateway's own use. */
  public Optional<TrackedRequest> find(UUID requestUuid) {
    return database
        .read("find-start-request")
        .with("request_uuid", requestUuid)
        .first(StartRequests::tracked);
  }

  /** One request, locked until the transaction under way ends. */
  public Optional<TrackedRequest> lock(UUID requestUuid) {
    return database.write("lock-start-request").with("request_uuid", requestUuid).exists()
        ? database
            .write("find-start-request")
            .with("request_uuid", requestUuid)
            .first(StartRequests::tracked)
        : Optional.empty();
  }

  /** The newest requests first, at most {@code limit}, of the applications given. */
  public List<TrackedRequest> list(Collection<String> applications, Narrowed to, int limit) {
    return database
        .ask(to.statement())
        .with("applications", applications)
        .with("journey_id", to.journeyId().orElse(""))
        .with("any_state", to.state().isEmpty())
        .with("state", to.state().map(State::text).orElse(""))
        .with("any_door", to.door().isEmpty())
        .with("door", to.door().orElse(""))
        .with("any_journey", to.journeyId().isEmpty())
        .with("any_file", to.file().isEmpty())
        .with("file", to.file().orElse(""))
        .with("file_end", to.file().map(file -> file + LAST_CHARACTER).orElse(""))
        .with("person", to.person().orElse(""))
        .with("after", to.before())
        .with("from", to.from().map(StartRequests::smallest).orElse(FIRST))
        .with("limit", limit)
        .list(StartRequests::tracked);
  }

  /**
   * Outcomes of a request in the order they were recorded, at most {@code limit}, after the
   * position given.
   */
  public List<Outcome> outcomes(UUID requestUuid, long behind, int limit) {
    return database
        .ask("list-outcomes")
        .with("request_uuid", requestUuid)
        .with("behind", behind)
        .with("limit", limit)
        .list(
            row ->
                new Outcome(
                    row.number("id"),
                    row.text("submitted_id"),
                    row.text("outcome"),
                    Optional.ofNullable(row.text("reason"))));
  }

  /** How many requests that came since then are in a state; the time is the one in their uuid. */
  public long countSince(State state, Instant since) {
    return database
        .ask("count-start-requests-since")
        .with("state", state.text())
        .with("since", smallest(since))
        .number();
  }

  /** The smallest UUIDv7 of a time: 48 bits of milliseconds, version 7, variant 2. */
  public static UUID smallest(Instant since) {
    return new UUID(since.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L);
  }

  static TrackedRequest tracked(Row row) throws SQLException {
    return new TrackedRequest(
        row.uuid("request_uuid"),
        row.text("door"),
        row.text("journey_id"),
        row.text("entry_point_id"),
        row.text("application_code"),
        row.text("selector"),
        State.of(row.text("state")),
        Optional.ofNullable(row.text("reason")),
        Optional.ofNullable(row.text("file")),
        row.instant("accepted_at"),
        Optional.ofNullable(row.instant("finished_at")),
        Optional.ofNullable(row.instant("expected_at")),
        Optional.ofNullable(row.instant("started_at")),
        Optional.ofNullable(row.instant("start_at")),
        Optional.ofNullable(row.text("traceparent")),
        new Counts(
            row.number("requested"),
            row.number("entered"),
            row.number("duplicate"),
            row.number("unknown_ids"),
            row.number("already_entered"),
            row.number("rejected"),
            row.number("cancelled")));
  }
}
