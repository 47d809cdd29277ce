package dev.journeygateway.entry;

import dev.journeygateway.audience.Audience;
import dev.journeygateway.audience.AudiencePart;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.entry.EntryRecorder.Recorded;
import dev.journeygateway.entry.EntryRecorder.Result;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.InvalidFilter;
import dev.journeygateway.filter.Tags;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.person.EnteredOnce;
import dev.journeygateway.person.ForgottenPeople;
import dev.journeygateway.status.Counts;
import dev.journeygateway.status.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Records the people that a filter selects, from table to table.
 *
 * <p>The set is the one at first resolution ({@link AudienceSelection}); it is recorded some
 * thousand people a transaction, each with its mark and its counts, so that the worker that goes on
 * after a crash begins where it ended.
 */
final class AudienceRecorder {

  private final JourneyCatalog journeys;
  private final AudienceSelection selection;
  private final Tags tags;
  private final RecordedChunks chunks;
  private final ForgottenPeople forgotten;
  private final EnteredOnce enteredOnce;
  private final Database database;
  private final int chunkSize;

  /**
   * @param chunkSize people in a transaction; the same as long as a request is under way
   */
  public AudienceRecorder(
      JourneyCatalog journeys,
      AudienceSelection selection,
      Tags tags,
      RecordedChunks chunks,
      ForgottenPeople forgotten,
      EnteredOnce enteredOnce,
      Database database,
      int chunkSize) {
    this.journeys = journeys;
    this.selection = selection;
    this.tags = tags;
    this.chunks = chunks;
    this.forgotten = forgotten;
    this.enteredOnce = enteredOnce;
    this.database = database;
    this.chunkSize = chunkSize;
  }

  /**
   * Records the whole audience, or what is left of it.
   *
   * @param entered told how many people entered with each part, once the part is recorded
   * @throws AcceptedChunk.Unusable when the filter is no longer valid, because the catalogue
   *     changed
   * @throws org.springframework.dao.DataAccessException when it could not go on; what was recorded
   *     stays
   */
  public Recorded record(AcceptedChunk message, LongConsumer entered) {
    UUID request = message.body().requestUuid();
    Optional<State> state = chunks.state(request);
    if (state.isEmpty() || state.get() == State.CANCELLED) {
      return dropped(request, state);
    }
    if (state.get() == State.DONE) {
      // Whoever finished it may have died before this.
      selection.discard(request);
      return new Recorded(Result.REPEATED, Optional.empty());
    }
    Optional<Journey> journey = journeys.find(message.body().journeyId());
    if (journey.isEmpty() || !journey.get().running()) {
      return hold(message);
    }
    Audience audience = resolve(message);
    int last = audience.chunks(chunkSize);
    AudienceSelection.Entering entering = entering(message, journey.get());
    for (int chunk = 1; chunk <= last; chunk++) {
      if (journeys.find(message.body().journeyId()).filter(Journey::running).isEmpty()) {
        return hold(message);
      }
      try {
        entered.accept(recordPart(message, entering, chunk, last));
      } catch (RecordedChunks.TakenBack e) {
        return dropped(request, chunks.state(request));
      }
    }
    State reached = database.finish(status -> chunks.finish(request, last));
    selection.discard(request);
    return new Recorded(Result.RECORDED, Optional.of(reached));
  }

  private Recorded dropped(UUID request, Optional<State> state) {
    selection.discard(request);
    return EntryRecorder.dropped(state);
  }

  private Recorded hold(AcceptedChunk message) {
    return database.finish(
        status -> {
          Optional<State> before = chunks.lock(message.body().requestUuid());
          if (before.isEmpty() || before.get() == State.CANCELLED) {
            return EntryRecorder.dropped(before);
          }
          chunks.hold(message);
          return new Recorded(Result.HELD, Optional.of(State.HELD));
        });
  }

  private Audience resolve(AcceptedChunk message) {
    AcceptedChunk.Body body = message.body();
    try {
      return selection.resolve(
          body.requestUuid(), FilterCheck.settled(body.filter(), tags), body.acceptedAt());
    } catch (InvalidFilter e) {
      throw new AcceptedChunk.Unusable(e.getMessage());
    }
  }

  private static AudienceSelection.Entering entering(AcceptedChunk message, Journey journey) {
    AcceptedChunk.Body body = message.body();
    return new AudienceSelection.Entering(
        body.requestUuid(),
        body.journeyId(),
        body.entryPointId(),
        AttributeText.of(body.attributeValues()),
        journey.reEntryOnce(body.entryPointId()));
  }

  /** Members who were erased since the request was accepted do not enter. */
  private void removeForgotten(AcceptedChunk message, int chunk) {
    AcceptedChunk.Body body = message.body();
    if (!forgotten.anySince(body.acceptedAt())) {
      return;
    }
    List<String> users = stretch("find-member-users", message, chunk).texts();
    Set<String> gone = forgotten.among(users, body.applicationCode(), body.acceptedAt());
    if (!gone.isEmpty()) {
      stretch("delete-members-of-people", message, chunk).with("user_ids", gone).update();
    }
  }

  /**
   * Members who entered the journey, and whose entries are no longer kept, do not enter again; what
   * they count.
   */
  private AudiencePart removeEnteredBefore(AcceptedChunk message, int chunk) {
    AcceptedChunk.Body body = message.body();
    Set<String> entered =
        isRecorded(body.requestUuid(), chunk)
            ? Set.of()
            : enteredOnce.among(
                stretch("find-member-users", message, chunk).texts(),
                body.journeyId(),
                body.applicationCode());
    if (entered.isEmpty()) {
      return new AudiencePart(0, 0, 0, 0);
    }
    long devices =
        stretch("count-devices-of-people", message, chunk).with("user_ids", entered).number();
    database
        .write("insert-outcome")
        .with("request_uuid", body.requestUuid())
        .with("reason", null)
        .with("line", null)
        .with("outcome", "already_entered")
        .updateEach(entered, (sql, user) -> sql.with("id", user));
    stretch("delete-members-of-people", message, chunk).with("user_ids", entered).update();
    return new AudiencePart(devices, 0, devices - entered.size(), entered.size());
  }

  private boolean isRecorded(UUID request, int chunk) {
    return database.write("find-chunk").with("request_uuid", request).with("chunk", chunk).exists();
  }

  /** A statement over the members of one chunk. */
  private Sql stretch(String name, AcceptedChunk message, int chunk) {
    return database
        .write(name)
        .with("request_uuid", message.body().requestUuid())
        .with("first", (chunk - 1L) * chunkSize + 1)
        .with("last", (long) chunk * chunkSize);
  }

  private long recordPart(
      AcceptedChunk message, AudienceSelection.Entering entering, int chunk, int last) {
    return database.finish(
        status -> {
          database.write("lock-start-request").with("request_uuid", entering.request()).exists();
          if (entering.enterOnce()) {
            chunks.lockJourney(entering.journeyId());
          }
          removeForgotten(message, chunk);
          AudiencePart before =
              entering.enterOnce()
                  ? removeEnteredBefore(message, chunk)
                  : new AudiencePart(0, 0, 0, 0);
          Optional<AudiencePart> part =
              selection.record(entering, chunk, chunkSize).map(before::plus);
          part.ifPresent(
              counted ->
                  chunks.add(
                      entering.request(),
                      new Counts(
                          counted.requested(),
                          counted.entered(),
                          counted.duplicate(),
                          0,
                          counted.alreadyEntered(),
                          0,
                          0),
                      last));
          return part.map(AudiencePart::entered).orElse(0L);
        });
  }
}
