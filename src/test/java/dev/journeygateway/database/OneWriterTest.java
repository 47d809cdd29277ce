package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OneWriterTest {

  private final OneWriter oneWriter = new OneWriter();
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private DataSource workers;
  private DataSource callers;

  @BeforeEach
  void makeTable() throws SQLException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    workers = oneWriter.over(h2);
    callers = oneWriter.over(h2);
    execute("create table chunk (chunk integer primary key)");
  }

  @AfterEach
  void stop() throws SQLException {
    other.shutdownNow();
    execute("shutdown");
  }

  @Test
  void aWriterWaitsUntilTheOtherHasCommitted() throws Exception {
    try (Connection first = transaction("insert into chunk values (1)")) {
      Future<?> second = other.submit(() -> execute("insert into chunk values (2)"));
      await().until(() -> oneWriter.waiting() == 1);
      assertThat(second.isDone()).isFalse();
      first.commit();
      second.get();
      assertThat(rows()).isEqualTo(2);
    }
  }

  @Test
  void aWriterGoesOnWhenTheOtherHasRolledBack() throws Exception {
    try (Connection first = transaction("select chunk from chunk for update")) {
      Future<?> second = other.submit(() -> execute("insert into chunk values (2)"));
      await().until(() -> oneWriter.waiting() == 1);
      first.rollback();
      second.get();
    }
  }

  @Test
  void aConnectionThatIsClosedLetsTheNextOneWrite() throws Exception {
    transaction("insert into chunk values (1)").close();
    other.submit(() -> execute("insert into chunk values (1)")).get();
  }

  @Test
  void aStatementByItselfIsATransactionWhetherItWorksOrFails() throws Exception {
    try (Connection pooled = workers.getConnection();
        PreparedStatement statement = pooled.prepareStatement("insert into chunk values (1)")) {
      statement.execute();
      other.submit(() -> execute("insert into chunk values (2)")).get();
      assertThatThrownBy(statement::execute).isInstanceOf(SQLException.class);
      other.submit(() -> execute("insert into chunk values (3)")).get();
    }
  }

  @Test
  void aReaderNeverWaits() throws Exception {
    try (Connection first = transaction("insert into chunk values (1)")) {
      assertThat(other.submit(this::rows).get()).isZero();
    }
  }

  private Connection transaction(String sql) throws SQLException {
    Connection connection = workers.getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return connection;
  }

  private Void execute(String sql) throws SQLException {
    try (Connection connection = callers.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return null;
    }
  }

  private int rows() throws SQLException {
    try (Connection connection = callers.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from chunk")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
