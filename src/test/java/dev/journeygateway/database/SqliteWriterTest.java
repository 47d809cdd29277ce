package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/** The one connection that writes, when a statement or a transaction fails on it. */
class SqliteWriterTest {
  private static final String INSERT = "insert into application (code, name) values (?, 'x')";

  private final Database database = TestDatabase.SQLITE.migrated();
  private final JdbcTemplate jdbc = database.writing();

  private long applications() {
    return database.reading().queryForObject("select count(*) from application", Long.class);
  }

  private void failAfterARow() {
    database.begin(
        status -> {
          jdbc.update(INSERT, "half");
          throw new IllegalStateException("half way");
        });
  }

  private void assertWritesAllOrNothing() {
    assertThatThrownBy(this::failAfterARow).hasMessage("half way");
    assertThat(applications()).isZero();
    database.begin(status -> jdbc.update(INSERT, "whole"));
    assertThat(applications()).isEqualTo(1);
  }

  @Test
  void goesOnAfterAnotherProgramHeldTheFileForTooLong() throws Exception {
    String url = jdbc.execute((Connection connection) -> connection.getMetaData().getURL());
    try (Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      assertThatThrownBy(this::failAfterARow).isNotInstanceOf(IllegalStateException.class);
      statement.execute("rollback");
    }

    assertWritesAllOrNothing();
  }

  @Test
  void goesOnAfterAStatementThatIsWrong() {
    assertThatThrownBy(() -> database.begin(status -> jdbc.update("no statement")))
        .isInstanceOf(RuntimeException.class);

    assertWritesAllOrNothing();
  }

  @Test
  void keepsItsTransactionAfterARowThatIsThereAlready() {
    database.begin(
        status -> {
          jdbc.update(INSERT, "one");
          assertThatThrownBy(() -> jdbc.update(INSERT, "one"))
              .isInstanceOf(DuplicateKeyException.class);
          return jdbc.update(INSERT, "two");
        });

    assertThat(applications()).isEqualTo(2);
  }

  private <T> T onConnection(ConnectionCallback<T> work) {
    return jdbc.execute(work);
  }

  /** Prepares a statement, and closes it again. */
  private static Object prepared(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return statement.unwrap(JDBC4PreparedStatement.class);
    }
  }

  @Test
  void usesAStatementAgain() {
    onConnection(
        connection -> {
          Object first = prepared(connection, "select 1");

          assertThat(prepared(connection, "select 2")).isNotSameAs(first);
          assertThat(prepared(connection, "select 1")).isSameAs(first);
          return null;
        });
  }

  @Test
  void keepsABoundedNumberOfStatements() {
    onConnection(
        connection -> {
          Object first = prepared(connection, "select 0");
          for (int i = 1; i < 300; i++) {
            prepared(connection, "select " + i);
          }

          assertThat(prepared(connection, "select 299")).isNotSameAs(first);
          assertThat(prepared(connection, "select 0")).isNotSameAs(first);
          return null;
        });
  }

  @Test
  void forgetsTheValuesOfTheUseBefore() {
    onConnection(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement("select ?")) {
            statement.setString(1, "a person");
            statement.addBatch();
            statement.setString(1, "another");
            statement.executeQuery();
          }
          try (PreparedStatement statement = connection.prepareStatement("select ?");
              ResultSet row = statement.executeQuery()) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isNull();
          }
          return null;
        });
  }

  @Test
  void takesAStatementTwiceAtATime() {
    String sql = "select value from json_each('[1, 2]')";
    List<Integer> sums = new ArrayList<>();

    database.begin(
        status -> {
          jdbc.query(
              sql,
              outer -> {
                int each = outer.getInt(1);
                jdbc.query(sql, (RowCallbackHandler) inner -> sums.add(each + inner.getInt(1)));
              });
          jdbc.query(sql, (RowCallbackHandler) row -> sums.add(row.getInt(1)));
          return null;
        });

    assertThat(sums).containsExactly(2, 3, 3, 4, 1, 2);
  }

  @Test
  void runsAStatementAgainThatFailedOnItsWay() {
    String sql = "select json_extract(?, '$.a')";
    assertThatThrownBy(() -> jdbc.queryForObject(sql, String.class, "no JSON"))
        .isInstanceOf(DataAccessException.class);

    assertThat(jdbc.queryForObject(sql, String.class, "{\"a\": \"b\"}")).isEqualTo("b");
  }

  @Test
  void leavesNoRowsOfAQuestionOpen() {
    onConnection(
        connection -> {
          PreparedStatement statement =
              connection.prepareStatement("select value from json_each('[1, 2]')");
          assertThat(statement.executeQuery().next()).isTrue();
          statement.close();
          return null;
        });

    // An open question would keep the log from being begun anew.
    Integer busy =
        jdbc.queryForObject("pragma wal_checkpoint(truncate)", (row, number) -> row.getInt("busy"));
    assertThat(busy).isZero();
  }

  @Test
  void seesAColumnThatCameMeanwhile() {
    String sql = "select * from application";
    jdbc.update(INSERT, "one");
    int before = jdbc.queryForList(sql).get(0).size();
    jdbc.execute("alter table application add column more text");

    assertThat(jdbc.queryForList(sql).get(0)).hasSize(before + 1);
  }
}
