package dev.journeygateway.limit;

import dev.journeygateway.database.SqlFile;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The permit of an entry point: at most one accepted request in any period, whoever sent it and
 * whichever replica took it.
 *
 * <p>Granting is one conditional statement on the database's clock, so neither two replicas nor a
 * skewed clock can grant twice. All methods take part in the caller's transaction.
 */
public final class Permits {

  private static final String ENSURE = SqlFile.read("ensure-permit");
  private static final String GRANT = SqlFile.read("grant-permit");
  private static final String GIVE_BACK = SqlFile.read("give-back-permit");
  private static final String HOLDER = SqlFile.read("find-permit-holder");

  private final JdbcTemplate jdbc;
  private final Duration period;

  public Permits(JdbcTemplate jdbc, LimitSettings settings) {
    this.jdbc = jdbc;
    this.period = settings.period();
  }

  /** A request that asks for its slot. */
  public record Asked(Slot slot, UUID requestUuid) {}

  /**
   * A slot that is taken.
   *
   * @param left how long still, by the database's clock; never negative
   * @param sure whether the request that holds it is safe on the queue; one that is not may still
   *     be given back
   */
  public record Taken(Duration left, boolean sure) {}

  /**
   * Grants each asked slot that is free; the answer tells in the order asked. Callers sort by slot,
   * against deadlocks.
   *
   * @throws org.springframework.dao.DataIntegrityViolationException when another replica asks for a
   *     slot for the first time in the same moment; asked again, the one row that both wanted to
   *     make is there
   */
  public boolean[] grant(List<Asked> asked) {
    boolean[] granted = update(asked);
    List<Integer> rest =
        IntStream.range(0, granted.length).filter(i -> !granted[i]).boxed().toList();
    if (!rest.isEmpty() && ensure(rest.stream().map(i -> asked.get(i).slot()).toList())) {
      boolean[] now = update(rest.stream().map(asked::get).toList());
      for (int i = 0; i < now.length; i++) {
        granted[rest.get(i)] = now[i];
      }
    }
    return granted;
  }

  private boolean[] update(List<Asked> asked) {
    int[][] counts =
        jdbc.batchUpdate(
            GRANT,
            asked,
            asked.size(),
            (statement, one) -> {
              statement.setObject(1, one.requestUuid());
              statement.setString(2, one.slot().journeyId());
              statement.setString(3, one.slot().entryPointId());
              statement.setLong(4, period.toMillis());
            });
    boolean[] granted = new boolean[asked.size()];
    for (int i = 0; i < granted.length; i++) {
      granted[i] = counts[0][i] == 1;
    }
    return granted;
  }

  /**
   * Makes the rows of slots that nobody asked for before.
   *
   * @return whether there were any
   * @throws org.springframework.dao.DataIntegrityViolationException as {@link #grant}
   */
  public boolean ensure(List<Slot> slots) {
    int[][] made =
        jdbc.batchUpdate(
            ENSURE,
            slots,
            slots.size(),
            (statement, slot) -> {
              statement.setString(1, slot.journeyId());
              statement.setString(2, slot.entryPointId());
            });
    return IntStream.of(made[0]).anyMatch(count -> count == 1);
  }

  /** How long a slot that was not granted stays taken. */
  public Taken taken(Slot slot) {
    return jdbc.query(
        HOLDER,
        rows -> {
          if (!rows.next()) {
            return new Taken(period, false);
          }
          Timestamp grantedAt = rows.getTimestamp("granted_at");
          Timestamp now = rows.getTimestamp("now");
          Duration left = period.minus(Duration.between(grantedAt.toInstant(), now.toInstant()));
          return new Taken(left.isNegative() ? Duration.ZERO : left, rows.getBoolean("enqueued"));
        },
        slot.journeyId(),
        slot.entryPointId());
  }

  /** Frees the slots that exactly these requests hold. */
  public void giveBack(List<Asked> held) {
    jdbc.batchUpdate(
        GIVE_BACK,
        held,
        Math.max(1, held.size()),
        (statement, one) -> {
          statement.setString(1, one.slot().journeyId());
          statement.setString(2, one.slot().entryPointId());
          statement.setObject(3, one.requestUuid());
        });
  }
}
