package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The log of writes is copied into the file while no commit does it. */
class SqliteCheckpointsTest {
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
        (SqliteCheckpoints.PAGES + 1) * SqliteCheckpoints.PAGE_BYTES);

    await().untilAsserted(() -> assertThat(left()).isZero());
  }

  /** Its change to WAL fails where somebody else has it open. */
  @Test
  void leavesAFileThatIsJustBeingMadeAlone(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("new.db");

    try (SqliteFile file = SqliteFile.own(path, folder.resolve("work"));
        SqliteCheckpoints checkpoints = new SqliteCheckpoints(file)) {
      checkpoints.look();

      assertThat(path).doesNotExist();
    }
  }
}
