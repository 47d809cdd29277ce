package dev.journeygateway.entry;

import dev.journeygateway.audience.DeviceOwners;
import dev.journeygateway.database.SqlFile;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.tracking.Counts;
import dev.journeygateway.tracking.State;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The idempotent receiver: records who enters with a chunk, once.
 *
 * <p>The entries, the outcomes, the counts and the mark that the chunk is done are one database
 * transaction; a chunk that comes again finds its mark and changes nothing. Chunks of one request
 * are recorded side by side: who is in the request already is decided by the primary key of entry,
 * and the request's row is touched last.
 */
public final class EntryRecorder {

  private static final String LOCK_REQUEST = SqlFile.read("lock-start-request");
  private static final String CHUNK_IS_DONE = SqlFile.read("find-chunk");
  private static final String MARK_CHUNK = SqlFile.read("insert-chunk");
  private static final String IN_JOURNEY = SqlFile.read("find-users-in-journey");
  private static final String INSERT_OUTCOMES = SqlFile.read("insert-outcomes");

  /** Each that fails means that another chunk got through, so a few are enough. */
  private static final int ATTEMPTS = 10;

  private final JourneyCatalog journeys;
  private final DeviceOwners owners;
  private final RecordedChunks chunks;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  /** The last request that had somebody in two of its chunks: it may have more of them. */
  private volatile UUID overlapping;

  public EntryRecorder(
      JourneyCatalog journeys,
      DeviceOwners owners,
      RecordedChunks chunks,
      JdbcTemplate jdbc,
      TransactionTemplate transaction) {
    this.journeys = journeys;
    this.owners = owners;
    this.chunks = chunks;
    this.jdbc = jdbc;
    this.transaction = transaction;
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
    TAKEN_BACK
  }

  /** A chunk's result and the state its request is in afterwards. */
  public record Recorded(Result result, Optional<State> state) {}

  /**
   * Records one chunk.
   *
   * @throws org.springframework.dao.DataAccessException when nothing was recorded
   */
  public Recorded record(AcceptedChunk chunk) {
    // Asked before the transaction: the answer may need a connection of its own.
    Optional<Journey> journey = journeys.find(chunk.body().journeyId());
    if (journey.isEmpty() || !journey.get().running()) {
      return transaction.execute(status -> hold(chunk));
    }
    for (int attempt = 1; ; attempt++) {
      boolean overlaps = attempt > 1 || chunk.body().requestUuid().equals(overlapping);
      try {
        return transaction.execute(
            status ->
                jdbc.execute(
                    (ConnectionCallback<Recorded>) c -> record(chunk, journey.get(), overlaps, c)));
      } catch (RecordedChunks.TakenBack e) {
        return new Recorded(Result.TAKEN_BACK, Optional.empty());
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

  private Recorded hold(AcceptedChunk chunk) {
    AcceptedChunk.Body body = chunk.body();
    if (jdbc.queryForList(LOCK_REQUEST, body.requestUuid()).isEmpty()) {
      return new Recorded(Result.TAKEN_BACK, Optional.empty());
    }
    if (!jdbc.queryForList(CHUNK_IS_DONE, body.requestUuid(), chunk.chunk()).isEmpty()) {
      return new Recorded(Result.REPEATED, Optional.empty());
    }
    chunks.hold(chunk);
    return new Recorded(Result.HELD, Optional.of(State.HELD));
  }

  private Recorded record(
      AcceptedChunk chunk, Journey journey, boolean overlaps, Connection connection)
      throws SQLException {
    AcceptedChunk.Body body = chunk.body();
    if (jdbc.update(MARK_CHUNK, body.requestUuid(), chunk.chunk()) == 0) {
      return new Recorded(Result.REPEATED, Optional.empty());
    }
    Counts counts = enter(chunk, journey, overlaps, connection);
    State state =
        chunks.add(
            body.requestUuid(),
            counts,
            chunk.chunks().isPresent() ? chunk.chunks().getAsInt() : null);
    return new Recorded(Result.RECORDED, Optional.of(state));
  }

  /** One person to enter: the id they were submitted under and the values given for them. */
  record Candidate(String submittedId, String attributes) {}

  private Counts enter(
      AcceptedChunk chunk, Journey journey, boolean overlaps, Connection connection)
      throws SQLException {
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
        outcomes.add(person.id(), "unknown");
      } else if (candidates.containsKey(userId)) {
        outcomes.add(person.id(), "duplicate");
      } else {
        String attributes =
            person.attributeValues() == null
                ? common
                : AttributeText.merged(body.attributeValues(), person.attributeValues());
        candidates.put(userId, new Candidate(person.id(), attributes));
      }
    }
    if (journey.reEntryOnce(body.entryPointId())) {
      chunks.lockJourney(journey.id());
      removeAlreadyEntered(candidates, outcomes, body, connection);
    }
    if (!candidates.isEmpty()) {
      if (overlaps) {
        insertMissing(chunk, candidates, outcomes, connection);
      } else {
        Entries.insert(chunk, candidates, connection);
      }
    }
    outcomes.insert(body.requestUuid(), connection);
    return new Counts(
        0,
        candidates.size(),
        outcomes.count("duplicate"),
        outcomes.count("unknown"),
        outcomes.count("already_entered"),
        0);
  }

  /**
   * From a submitted id (a hwid folded) to the user it stands for; an id that is skipped as unknown
   * has none.
   */
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
  private static void removeAlreadyEntered(
      Map<String, Candidate> candidates,
      Outcomes outcomes,
      AcceptedChunk.Body body,
      Connection connection)
      throws SQLException {
    Array array = connection.createArrayOf("varchar", candidates.keySet().toArray(String[]::new));
    try (PreparedStatement statement = connection.prepareStatement(IN_JOURNEY)) {
      statement.setArray(1, array);
      statement.setString(2, body.journeyId());
      statement.setObject(3, body.requestUuid());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          outcomes.add(candidates.remove(rows.getString(1)).submittedId(), "already_entered");
        }
      }
    } finally {
      array.free();
    }
  }

  /** Enters the candidates; those whom another chunk has entered stay out and are duplicates. */
  private static void insertMissing(
      AcceptedChunk chunk,
      Map<String, Candidate> candidates,
      Outcomes outcomes,
      Connection connection)
      throws SQLException {
    List<String> others = Entries.insertMissing(chunk, candidates, connection);
    if (!others.isEmpty()) {
      Entries.replaceLater(chunk, others, candidates, connection);
      for (String userId : others) {
        outcomes.add(candidates.remove(userId).submittedId(), "duplicate");
      }
    }
  }

  /** The ids of one chunk that do not enter. */
  private static final class Outcomes {

    private final List<String> ids = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();

    void add(String submittedId, String outcome) {
      ids.add(submittedId);
      outcomes.add(outcome);
    }

    long count(String outcome) {
      return outcomes.stream().filter(outcome::equals).count();
    }

    void insert(UUID requestUuid, Connection connection) throws SQLException {
      if (ids.isEmpty()) {
        return;
      }
      try (PreparedStatement statement = connection.prepareStatement(INSERT_OUTCOMES)) {
        statement.setObject(1, requestUuid);
        statement.setArray(2, connection.createArrayOf("varchar", ids.toArray(String[]::new)));
        statement.setArray(3, connection.createArrayOf("varchar", outcomes.toArray(String[]::new)));
        statement.executeUpdate();
      }
    }
  }
}
