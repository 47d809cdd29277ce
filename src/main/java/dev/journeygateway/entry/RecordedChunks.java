package dev.journeygateway.entry;

import dev.journeygateway.database.Database;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.status.Counts;
import dev.journeygateway.status.State;
import java.util.Optional;
import java.util.UUID;

/**
 * How far a request is recorded: its chunks' counts, what is held, and whether it is done. Takes
 * part in its caller's transaction.
 */
public final class RecordedChunks {

  private final Database database;

  public RecordedChunks(Database database) {
    this.database = database;
  }

  /** The request was taken back before it was answered, or it was cancelled. */
  static final class TakenBack extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TakenBack() {
      super("the request was taken back", null, false, false);
    }
  }

  /** The state a request is in; empty where there is no such request. */
  public Optional<State> state(UUID request) {
    return database.write("find-state").with("request_uuid", request).texts().stream()
        .map(State::of)
        .findFirst();
  }

  /** As {@link #state}, with the request's row locked until the transaction under way ends. */
  public Optional<State> lock(UUID request) {
    return database
        .write("lock-start-request")
        .with("request_uuid", request)
        .first(row -> State.of(row.text("state")));
  }

  /** Two requests for one journey must not both find a person absent. */
  public void lockJourney(String journeyId) {
    database.write("lock-journey").with("journey_id", journeyId).exists();
  }

  /** Keeps a chunk until its journey runs again. */
  public void hold(AcceptedChunk chunk) {
    AcceptedChunk.Body body = chunk.body();
    database
        .write("delete-held-chunk")
        .with("request_uuid", body.requestUuid())
        .with("chunk", chunk.chunk())
        .update();
    database
        .write("insert-held-chunk")
        .with("request_uuid", body.requestUuid())
        .with("chunk", chunk.chunk())
        .with("chunks", chunk.chunks().isPresent() ? chunk.chunks().getAsInt() : null)
        .with("journey_id", body.journeyId())
        .with("message", chunk.text())
        .update();
    database.write("hold-start-request").with("request_uuid", body.requestUuid()).update();
  }

  /**
   * Adds what became of one chunk, and shows the request as done when it was the last to be
   * recorded.
   *
   * <p>Chunks of one request are recorded side by side; only here, at the end of their
   * transactions, do they wait for each other.
   *
   * @param chunks null until the last chunk tells how many there are
   * @throws TakenBack when the request is gone or was cancelled; its caller's transaction must then
   *     be rolled back
   */
  State add(UUID request, Counts counts, Integer chunks) {
    int updated =
        database
            .write("add-counts")
            .with("requested", counts.requested())
            .with("entered", counts.entered())
            .with("duplicate", counts.duplicate())
            .with("unknown", counts.unknown())
            .with("already_entered", counts.alreadyEntered())
            .with("chunks", chunks)
            .with("request_uuid", request)
            .update();
    if (updated == 0) {
      throw new TakenBack();
    }
    return chunks != null && chunks == 1 ? State.DONE : state(request).orElseThrow();
  }

  private State finish(UUID request) {
    return database.write("finish-start-request").with("request_uuid", request).update() == 1
        ? State.DONE
        : State.PROCESSING;
  }

  /** Shows the request as done when all its chunks are recorded, of which there may be none. */
  State finish(UUID request, int chunks) {
    database.write("set-chunks").with("chunks", chunks).with("request_uuid", request).update();
    return finish(request);
  }
}
