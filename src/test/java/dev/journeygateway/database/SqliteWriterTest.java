package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

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
}
