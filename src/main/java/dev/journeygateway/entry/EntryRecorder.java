package dev.journeygateway.entry;

import dev.journeygateway.database.Database;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.person.EnteredOnce;
import dev.journeygateway.person.ForgottenPeople;
import dev.journeygateway.status.Counts;
import dev.journeygateway.status.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;

/**
 * The idempotent receiver: records who enters with a chunk, once.
 *
 * <p>The entries, the outcomes, the counts and the mark that the chunk is done are one database
 * transaction; a chunk that comes again finds its mark and changes nothing. Chunks of one request
 * are recorded side by side: who is in the request already is decided by the primary key of entry,
 * and the request's row is touched last.
 */
public final class EntryRecorder {

  /** Each that fails means that another chunk got through, so a few are enough. */
  private static final int ATTEMPTS = 10;

  private final JourneyCatalog journeys;
  private final DeviceOwners owners;
  private final RecordedChunks chunks;
  private final ForgottenRows forgotten;
  private final EnteredOnce enteredOnce;
  private final Database database;
  private final Entries entries;

  /** The last request that had somebody in two of its chunks: it may have more of them. */
  private volatile UUID overlapping;

  /** With the people who were erased from this database. */
  public EntryRecorder(
      JourneyCatalog journeys, DeviceOwners owners, RecordedChunks chunks, Database database) {
    this(
        journeys, owners, chunks, ForgottenPeople.of(database), EnteredOnce.of(database), database);
  }

  EntryRecorder(
      JourneyCatalog journeys,
      DeviceOwners owners,
      RecordedChunks chunks,
      ForgottenPeople forgotten,
      EnteredOnce enteredOnce,
      Database database) {
    this.journeys = journeys;
    this.owners = owners;
    this.chunks = chunks;
    this.forgotten = new ForgottenRows(forgotten);
    this.enteredOnce = enteredOnce;
    this.database = database;
    this.entries = Entries.of(database);
  }

  /** What recording a chunk came to. */
  public enum Result {
    /** Its people are recorded. */
    RECORDED,
    /** It had been recorded before. */
    REPEATED,
    /** The journey does not run; the chunk waits until it does. */
    HELD,
    /** Its request was taken back before it was answered: nobody was promised anything. */
    TAKEN_BACK,
    /** Its request was cancelled; its people are counted as cancelled. */
    CANCELLED
  }

  /**
   * A chunk's result and the state its request is in afterwards.
   *
   * @param entered people who entered with the chunk
   */
  public record Recorded(Result result, Optional<State> state, long entered) {

    /** Nobody entered with it. */
    public Recorded(Result result, Optional<State> state) {
      this(result, state, 0);
    }
  }

  /**
   * Records one chunk.
   *
   * @throws org.springframework.dao.DataAccessException when nothing was recorded
   */
  public Recorded record(AcceptedChunk chunk) {
    // Asked before the transaction: the answer may need a connection of its own.
    Optional<Journey> journey = journeys.find(chunk.body().journeyId());
    if (journey.isEmpty() || !journey.get().running()) {
      return database.finish(status -> hold(forgotten.without(chunk)));
    }
    for (int attempt = 1; ; attempt++) {
      boolean overlaps = attempt > 1 || chunk.body().requestUuid().equals(overlapping);
      try {
        return database.finish(status -> record(chunk, journey.get(), overlaps));
      } catch (RecordedChunks.TakenBack e) {
        return dropped(chunks.state(chunk.body().requestUuid()));
      } catch (DuplicateKeyException e) {
        // Somebody of it is in the request already, or the same chunk was recorded in the same
        // moment: looked at again.
        overlapping = chunk.body().requestUuid();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** A chunk that enters nobody, because its request is gone or was cancelled. */
  public static Recorded dropped(Optional<State> state) {
    return new Recorded(state.isEmpty() ? Result.TAKEN_BACK : Result.CANCELLED, state);
  }

  private Recorded hold(AcceptedChunk chunk) {
    AcceptedChunk.Body body = chunk.body();
    Optional<State> before = chunks.lock(body.requestUuid());
    if (before.isEmpty() || before.get() == State.CANCELLED) {
      return dropped(before);
    }
    if (database
        .write("find-chunk")
        .with("request_uuid", body.requestUuid())
        .with("chunk", chunk.chunk())
        .exists()) {
      return new Recorded(Result.REPEATED, Optional.empty());
    }
    chunks.hold(chunk);
    return new Recorded(Result.HELD, Optional.of(State.HELD));
  }

  private Recorded record(AcceptedChunk chunk, Journey journey, boolean overlaps) {
    AcceptedChunk.Body body = chunk.body();
    if (database
            .write("insert-chunk")
            .with("request_uuid", body.requestUuid())
            .with("chunk", chunk.chunk())
            .update()
        == 0) {
      return new Recorded(Result.REPEATED, Optional.empty());
    }
    Counts counts = enter(forgotten.without(chunk), journey, overlaps);
    State state =
        chunks.add(
            body.requestUuid(),
            counts,
            chunk.chunks().isPresent() ? chunk.chunks().getAsInt() : null);
    return new Recorded(Result.RECORDED, Optional.of(state), counts.entered());
  }

  /**
   * One person to enter: the id they were submitted under and the values given for them.
   *
   * @param line of the file; null where there is none
   */
  record Candidate(String submittedId, String attributes, Integer line) {}

  private Counts enter(AcceptedChunk chunk, Journey journey, boolean overlaps) {
    AcceptedChunk.Body body = chunk.body();
    Map<String, String> userIds = userIds(body, journey);
    Outcomes outcomes = new Outcomes();
    Map<String, Candidate> candidates = new LinkedHashMap<>();
    String common = AttributeText.of(body.attributeValues());
    for (AcceptedChunk.Person person : body.entries()) {
      String userId =
          person.userId() != null && !journey.skipUnknownIds()
              ? person.userId()
              : userIds.get(
                  person.userId() != null ? person.userId() : DeviceOwners.fold(person.hwid()));
      if (userId == null) {
        outcomes.add(person.id(), "unknown", person.line());
      } else if (candidates.containsKey(userId)) {
        outcomes.add(person.id(), "duplicate", person.line());
      } else {
        String attributes =
            person.attributeValues() == null
                ? common
                : AttributeText.merged(body.attributeValues(), person.attributeValues());
        candidates.put(userId, new Candidate(person.id(), attributes, person.line()));
      }
    }
    if (journey.reEntryOnce(body.entryPointId())) {
      chunks.lockJourney(journey.id());
      removeAlreadyEntered(candidates, outcomes, body);
    }
    if (!candidates.isEmpty()) {
      if (overlaps) {
        insertMissing(chunk, candidates, outcomes);
      } else {
        entries.insert(chunk, candidates);
      }
    }
    outcomes.insert(body.requestUuid(), database);
    return new Counts(
        0,
        candidates.size(),
        outcomes.count("duplicate"),
        outcomes.count("unknown"),
        outcomes.count("already_entered"),
        0,
        0);
  }

  /** From a submitted id (a hwid folded) to its user; an id that is skipped as unknown has none. */
  private Map<String, String> userIds(AcceptedChunk.Body body, Journey journey) {
    Set<String> hwids = new HashSet<>();
    Set<String> users = new HashSet<>();
    for (AcceptedChunk.Person person : body.entries()) {
      if (person.userId() == null) {
        hwids.add(DeviceOwners.fold(person.hwid()));
      } else if (journey.skipUnknownIds()) {
        users.add(person.userId());
      }
    }
    Map<String, String> userIds = new HashMap<>();
    if (!journey.skipUnknownIds()) {
      hwids.forEach(hwid -> userIds.put(hwid, hwid));
    }
    userIds.putAll(owners.ofHwids(hwids, journey.applicationCode()));
    userIds.putAll(owners.ofUsers(users, journey.applicationCode()));
    return userIds;
  }

  /** Takes those out who are recorded in the journey already, by another request. */
  private void removeAlreadyEntered(
      Map<String, Candidate> candidates, Outcomes outcomes, AcceptedChunk.Body body) {
    List<String> entered =
        database
            .write("find-users-in-journey")
            .with("user_ids", candidates.keySet())
            .with("journey_id", body.journeyId())
            .with("request_uuid", body.requestUuid())
            .texts();
    entered.forEach(userId -> outcomes.add(candidates.remove(userId), "already_entered"));
    enteredOnce
        .among(candidates.keySet(), body.journeyId(), body.applicationCode())
        .forEach(userId -> outcomes.add(candidates.remove(userId), "already_entered"));
  }

  /** Enters the candidates; those that another chunk has entered stay out and are duplicates. */
  private void insertMissing(
      AcceptedChunk chunk, Map<String, Candidate> candidates, Outcomes outcomes) {
    List<String> others = entries.insertMissing(chunk, candidates);
    if (!others.isEmpty()) {
      Map<String, Integer> displaced = Entries.linesOfLater(chunk, others, database);
      Entries.replaceLater(chunk, others, candidates, database);
      others.forEach(
          userId -> {
            Candidate own = candidates.remove(userId);
            // The row that does not count is the later one, in whichever order they came here.
            outcomes.add(
                own.submittedId(), "duplicate", displaced.getOrDefault(userId, own.line()));
          });
    }
  }

  /** The ids of one chunk that do not enter. */
  private static final class Outcomes {
    private record Outcome(String id, String outcome, Integer line) {}

    private final List<Outcome> all = new ArrayList<>();

    void add(String submittedId, String outcome, Integer line) {
      all.add(new Outcome(submittedId, outcome, line));
    }

    void add(Candidate candidate, String outcome) {
      add(candidate.submittedId(), outcome, candidate.line());
    }

    long count(String outcome) {
      return all.stream().filter(one -> one.outcome().equals(outcome)).count();
    }

    void insert(UUID requestUuid, Database database) {
      database
          .write("insert-outcome")
          .with("request_uuid", requestUuid)
          .with("reason", null)
          .updateEach(
              all,
              (sql, one) ->
                  sql.with("id", one.id()).with("outcome", one.outcome()).with("line", one.line()));
    }
  }
}
