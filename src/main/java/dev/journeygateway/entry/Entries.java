package dev.journeygateway.entry;

import dev.journeygateway.database.SqlFile;
import dev.journeygateway.entry.EntryRecorder.Candidate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The rows of entry that a chunk writes, all of them with one statement.
 *
 * <p>Asking for each whether they are there costs PostgreSQL more than half of what entering them
 * does, so it is asked only where somebody was. Its text for that is its own: {@code on conflict}
 * asks the primary key while it inserts. With the question asked first, in whatever form, a table
 * that has grown since its statistics were taken was read to its end for every chunk. COPY is not
 * faster than the statement that asks nothing.
 */
final class Entries {

  private static final String INSERT = SqlFile.read("insert-entries");
  private static final String INSERT_MISSING = SqlFile.read("insert-missing-entries");
  private static final String INSERT_MISSING_ON_POSTGRESQL =
      SqlFile.read("insert-missing-entries-postgresql");
  private static final String OF_OTHER_CHUNKS = SqlFile.read("find-users-of-other-chunks");
  private static final String REPLACE_LATER = SqlFile.read("replace-values-of-later-row");

  private Entries() {}

  /**
   * Enters everybody.
   *
   * @param people by user id
   * @throws SQLException of a duplicate key when somebody has been entered by another chunk
   */
  static void insert(AcceptedChunk chunk, Map<String, Candidate> people, Connection connection)
      throws SQLException {
    insert(INSERT, chunk, sorted(people), people, connection);
  }

  /**
   * Enters who is not in the request yet.
   *
   * @param people by user id
   * @return the user ids that were not entered, because another chunk had entered them
   */
  static List<String> insertMissing(
      AcceptedChunk chunk, Map<String, Candidate> people, Connection connection)
      throws SQLException {
    boolean postgresql =
        connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("PostgreSQL");
    String[] userIds = sorted(people);
    int inserted =
        insert(
            postgresql ? INSERT_MISSING_ON_POSTGRESQL : INSERT_MISSING,
            chunk,
            userIds,
            people,
            connection);
    return inserted == userIds.length ? List.of() : ofOtherChunks(chunk, userIds, connection);
  }

  /**
   * In one order for all chunks, so that two of them with the same people never wait for each other
   * in a circle.
   */
  private static String[] sorted(Map<String, Candidate> people) {
    String[] userIds = people.keySet().toArray(String[]::new);
    Arrays.sort(userIds);
    return userIds;
  }

  private static int insert(
      String sql,
      AcceptedChunk chunk,
      String[] userIds,
      Map<String, Candidate> people,
      Connection connection)
      throws SQLException {
    AcceptedChunk.Body body = chunk.body();
    String[] attributes = new String[userIds.length];
    for (int i = 0; i < userIds.length; i++) {
      attributes[i] = people.get(userIds[i]).attributes();
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, body.requestUuid());
      statement.setString(2, body.journeyId());
      statement.setString(3, body.entryPointId());
      statement.setInt(4, chunk.chunk());
      // Arrays of String: the driver of PostgreSQL sends no others in their binary form.
      statement.setArray(5, connection.createArrayOf("varchar", userIds));
      statement.setArray(6, connection.createArrayOf("varchar", attributes));
      return statement.executeUpdate();
    }
  }

  private static List<String> ofOtherChunks(
      AcceptedChunk chunk, String[] userIds, Connection connection) throws SQLException {
    List<String> others = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(OF_OTHER_CHUNKS)) {
      statement.setArray(1, connection.createArrayOf("varchar", userIds));
      statement.setString(2, chunk.body().journeyId());
      statement.setObject(3, chunk.body().requestUuid());
      statement.setInt(4, chunk.chunk());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          others.add(rows.getString(1));
        }
      }
    }
    return others;
  }

  /**
   * Gives people whom a later chunk has entered already the values of this one: the first row of a
   * list counts.
   */
  static void replaceLater(
      AcceptedChunk chunk,
      List<String> userIds,
      Map<String, Candidate> people,
      Connection connection)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REPLACE_LATER)) {
      for (String userId : userIds) {
        statement.setString(1, people.get(userId).attributes());
        statement.setInt(2, chunk.chunk());
        statement.setString(3, chunk.body().journeyId());
        statement.setObject(4, chunk.body().requestUuid());
        statement.setString(5, userId);
        statement.setInt(6, chunk.chunk());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
