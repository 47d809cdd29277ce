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
  private static final String ADD_COUNTS_OF_ONLY_CHUNK = SqlFile.read("add-counts-of-only-chunk");
  private static final String SET_CHUNKS = SqlFile.read("set-chunks");
  private static final String FINISH = SqlFile.read("finish-start-request");
  private static final String HOLD_REQUEST = SqlFile.read("hold-start-request");
  private static final String STATE = SqlFile.read("find-state");

  private final JdbcTemplate jdbc;

  public RecordedChunks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
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
    forgetHeld(body.requestUuid(), chunk.chunk());
    jdbc.update(
        HOLD_CHUNK,
        body.requestUuid(),
        chunk.chunk(),
        chunk.chunks().isPresent() ? chunk.chunks().getAsInt() : null,
        body.journeyId(),
        chunk.text());
    jdbc.update(HOLD_REQUEST, body.requestUuid());
  }

  void forgetHeld(UUID request, int chunk) {
    jdbc.update(FORGET_HELD, request, chunk);
  }

  /**
   * Adds what became of one chunk, and shows the request as done when it was the last to be
   * recorded.
   *
   * @param chunks null until the last chunk tells how many there are
   */
  State add(UUID request, Counts counts, Integer chunks) {
    if (chunks != null && chunks == 1) {
      jdbc.update(
          ADD_COUNTS_OF_ONLY_CHUNK,
          counts.requested(),
          counts.entered(),
          counts.duplicate(),
          counts.unknown(),
          counts.alreadyEntered(),
          request);
      return State.DONE;
    }
    jdbc.update(
        ADD_COUNTS,
        counts.requested(),
        counts.entered(),
        counts.duplicate(),
        counts.unknown(),
        counts.alreadyEntered(),
        chunks,
        request);
    return finish(request);
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
