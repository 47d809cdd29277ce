package dev.journeygateway.entry;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.entry.EntryRecorder.Candidate;
import dev.journeygateway.outbox.AcceptedChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of entry that a chunk writes, in the transaction under way. */
interface Entries {

  /**
   * Enters everybody.
   *
   * @param people by user id
   * @throws org.springframework.dao.DuplicateKeyException when somebody has been entered by another
   *     chunk
   */
  void insert(AcceptedChunk chunk, Map<String, Candidate> people);

  /**
   * Enters those who are not in the request yet.
   *
   * @param people by user id
   * @return the user ids that were not entered, because another chunk had entered them
   */
  List<String> insertMissing(AcceptedChunk chunk, Map<String, Candidate> people);

  /** The fastest way of this database. */
  static Entries of(Database database) {
    return database.either(() -> new RowByRow(database), () -> new Together(database));
  }

  /**
   * In one order for all chunks, so that two of them with the same people never wait for each other
   * in a circle, and an index is read from its beginning to its end.
   */
  private static List<String> sorted(Map<String, Candidate> people) {
    return people.keySet().stream().sorted().toList();
  }

  private static Sql ofChunk(String name, AcceptedChunk chunk, Database database) {
    AcceptedChunk.Body body = chunk.body();
    return database
        .write(name)
        .with("request_uuid", body.requestUuid())
        .with("journey_id", body.journeyId())
        .with("entry_point_id", body.entryPointId())
        .with("chunk", chunk.chunk());
  }

  /** Within the process a row costs no round trip, and a conflict is told for each. */
  record RowByRow(Database database) implements Entries {
    @Override
    public void insert(AcceptedChunk chunk, Map<String, Candidate> people) {
      insert("insert-entry", chunk, people, sorted(people));
    }

    @Override
    public List<String> insertMissing(AcceptedChunk chunk, Map<String, Candidate> people) {
      List<String> userIds = sorted(people);
      int[] inserted = insert("insert-missing-entry", chunk, people, userIds);
      List<String> others = new ArrayList<>();
      for (int i = 0; i < inserted.length; i++) {
        if (inserted[i] == 0) {
          others.add(userIds.get(i));
        }
      }
      return others;
    }

    private int[] insert(
        String name, AcceptedChunk chunk, Map<String, Candidate> people, List<String> userIds) {
      return ofChunk(name, chunk, database)
          .updateEach(
              userIds,
              (sql, userId) ->
                  sql.with("user_id", userId)
                      .with("attribute_values", people.get(userId).attributes())
                      .with("line", people.get(userId).line()));
    }
  }

  /**
   * All with one statement. Asking for each whether they are there costs PostgreSQL more than half
   * of what entering them does, so it is asked only where somebody was, and by {@code on conflict},
   * which asks the primary key while it inserts. With the question asked first, in whatever form, a
   * table that has grown since its statistics were taken was read to its end for every chunk. COPY
   * is not faster than the statement that asks nothing.
   */
  record Together(Database database) implements Entries {
    @Override
    public void insert(AcceptedChunk chunk, Map<String, Candidate> people) {
      insert("insert-entries", chunk, people, sorted(people));
    }

    @Override
    public List<String> insertMissing(AcceptedChunk chunk, Map<String, Candidate> people) {
      List<String> userIds = sorted(people);
      return insert("insert-missing-entries", chunk, people, userIds) == userIds.size()
          ? List.of()
          : ofChunk("find-users-of-other-chunks", chunk, database)
              .with("user_ids", userIds)
              .texts();
    }

    private int insert(
        String name, AcceptedChunk chunk, Map<String, Candidate> people, List<String> userIds) {
      List<String> attributes = new ArrayList<>(userIds.size());
      List<Integer> lines = new ArrayList<>(userIds.size());
      for (String userId : userIds) {
        attributes.add(people.get(userId).attributes());
        lines.add(people.get(userId).line());
      }
      return ofChunk(name, chunk, database)
          .with("user_ids", userIds)
          .with("attribute_values", attributes)
          .with("lines", lines)
          .update();
    }
  }

  /** The lines of people that a later chunk has entered already. */
  static Map<String, Integer> linesOfLater(
      AcceptedChunk chunk, List<String> userIds, Database database) {
    Map<String, Integer> lines = new HashMap<>();
    ofChunk("find-lines-of-later-rows", chunk, database)
        .with("user_ids", userIds)
        .each(row -> lines.put(row.text("user_id"), row.integer("line")));
    return lines;
  }

  /**
   * Gives people that a later chunk has entered already the values of this one: the first row of a
   * list counts.
   */
  static void replaceLater(
      AcceptedChunk chunk, List<String> userIds, Map<String, Candidate> people, Database database) {
    ofChunk("replace-values-of-later-row", chunk, database)
        .updateEach(
            userIds,
            (sql, userId) ->
                sql.with("user_id", userId)
                    .with("attribute_values", people.get(userId).attributes())
                    .with("line", people.get(userId).line()));
  }
}
