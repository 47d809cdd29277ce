package dev.journeygateway.entry;

import dev.journeygateway.database.SqlFile;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Chunks that wait for their journey to run again. */
public final class HeldChunks {

  private static final String FIND = SqlFile.read("find-held-chunks");
  private static final String FORGET = SqlFile.read("delete-held-chunk");
  private static final int AT_A_TIME = 100;

  private final JdbcTemplate jdbc;

  public HeldChunks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Held chunks whose journey runs, at most a hundred; each waits until it is forgotten. */
  public List<AcceptedChunk> startable() {
    return jdbc.query(
        FIND,
        (row, number) ->
            AcceptedChunk.read(
                row.getString("message"), row.getInt("chunk"), (Integer) row.getObject("chunks")),
        AT_A_TIME);
  }

  /** Ends the wait of a chunk that is recorded; one that is recorded twice changes nothing. */
  public void forget(AcceptedChunk chunk) {
    jdbc.update(FORGET, chunk.body().requestUuid(), chunk.chunk());
  }
}
