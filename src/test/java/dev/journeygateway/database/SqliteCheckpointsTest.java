package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The log of writes is copied into the file while no commit does it. */
class SqliteCheckpointsTest {
  private static final int PAGE_BYTES = 4_096;

  private final JdbcTemplate jdbc = TestDatabase.SQLITE.migrated().writing();

  private int left() {
    return jdbc.queryForObject(
        "pragma wal_checkpoint(noop)",
        (row, number) -> row.getInt("log") - row.getInt("checkpointed"));
  }

  @Test
  void copiesALongLogWithoutACommit() {
    jdbc.execute("pragma wal_autocheckpoint = 0");

    jdbc.update(
        "insert into application (code, name) values ('large', printf('%.*c', ?, 'x'))",
        (SqliteCheckpoints.PAGES + 1) * PAGE_BYTES);

    await().untilAsserted(() -> assertThat(left()).isZero());
  }
}
