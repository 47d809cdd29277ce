package dev.journeygateway.entry;

import dev.journeygateway.database.SqlFile;
import dev.journeygateway.tracking.Counts;
import dev.journeygateway.tracking.State;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How far a request is recorded: its chunks' counts, what is held, and whether it is done. Takes
 * part in its caller's transaction.
 */
public final class RecordedChunks {

  private static final String LOCK_JOURNEY = SqlFile.read("lock-journey");
  private static final String HOLD_CHUNK = SqlFile.read("insert-held-chunk");
  private static final String FORGET_HELD = SqlFile.read("delete-held-chunk");
  private static final String ADD_COUNTS = SqlFile.read("add-counts");
  private static final String SET_CHUNKS = SqlFile.read("set-chunks");
  private static final String FINISH = SqlFile.read("finish-start-request");
  private static final String HOLD_REQUEST = SqlFile.read("hold-start-request");
  private static final String STATE = SqlFile.read("find-state");

  private final JdbcTemplate jdbc;

  public RecordedChunks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The request was taken back before it was answered. */
  static final class TakenBack extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TakenBack() {
      super("the request was taken back", null, false, false);
    }
  }

  /** The state a request is in; empty where there is no such request. */
  Optional<State> state(UUID request) {
    return jdbc.queryForList(STATE, String.class, request).stream().map(State::of).findFirst();
  }

  /** Two requests for one journey must not both find a person absent. */
  void lockJourney(String journeyId) {
    jdbc.queryForList(LOCK_JOURNEY, journeyId);
  }

  /** Keeps a chunk until its journey runs again. */
  void hold(AcceptedChunk chunk) {
    AcceptedChunk.Body body = chunk.body();
    jdbc.update(FORGET_HELD, body.requestUuid(), chunk.chunk());
    jdbc.update(
        HOLD_CHUNK,
        body.requestUuid(),
        chunk.chunk(),
        chunk.chunks().isPresent() ? chunk.chunks().getAsInt() : null,
        body.journeyId(),
        chunk.text());
    jdbc.update(HOLD_REQUEST, body.requestUuid());
  }

  /**
   * Adds what became of one chunk, and shows the request as done when it was the last to be
   * recorded.
   *
   * <p>Chunks of one request are recorded side by side; only here, at the end of their
   * transactions, do they wait for each other.
   *
   * @param chunks null until the last chunk tells how many there are
   * @throws TakenBack when the request is gone; its caller's transaction must then be rolled back
   */
  State add(UUID request, Counts counts, Integer chunks) {
    int updated =
        jdbc.update(
            ADD_COUNTS,
            counts.requested(),
            counts.entered(),
            counts.duplicate(),
            counts.unknown(),
            counts.alreadyEntered(),
            chunks,
            chunks,
            chunks,
            chunks,
            request);
    if (updated == 0) {
      throw new TakenBack();
    }
    return chunks != null && chunks == 1 ? State.DONE : state(request).orElseThrow();
  }

  private State finish(UUID request) {
    return jdbc.update(FINISH, request) == 1 ? State.DONE : State.PROCESSING;
  }

  /** Shows the request as done when all its chunks are recorded, of which there may be none. */
  State finish(UUID request, int chunks) {
    jdbc.update(SET_CHUNKS, chunks, request);
    return finish(request);
  }
}
