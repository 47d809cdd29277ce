package dev.journeygateway.limit;

import dev.journeygateway.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The permit of an entry point: at most one accepted request in any period, from any caller and
 * whichever replica took it.
 *
 * <p>Granting is one conditional statement on the database's clock, so neither two replicas nor a
 * skewed clock can grant twice. What writes takes part in the caller's transaction.
 */
public final class Permits {
  /**
   * After this long a request that holds a permit keeps it: every caller is answered within five
   * seconds, and what they were not told of is undone soon after.
   */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Database database;
  private final SlotPeriods periods;

  public Permits(Database database, SlotPeriods periods) {
    this.database = database;
    this.periods = periods;
  }

  /** A request that asks for its slot. */
  public record Asked(Slot slot, UUID requestUuid) {}

  /**
   * A slot that is taken.
   *
   * @param left how long still, by the database's clock; never negative
   * @param settled whether the request that holds it keeps it; another may still be undone
   */
  public record Taken(Duration left, boolean settled) {}

  /**
   * Grants a slot when it is free.
   *
   * @return whether it was
   */
  public boolean grant(Asked asked) {
    return database
            .write("grant-permit")
            .with("journey_id", asked.slot().journeyId())
            .with("entry_point_id", asked.slot().entryPointId())
            .with("request_uuid", asked.requestUuid())
            .with("period", periods.of(asked.slot()))
            .update()
        == 1;
  }

  /** Grants each slot that is free; returns the requests that got theirs. */
  public List<UUID> grantEach(List<Asked> asked) {
    int[] counts =
        database
            .write("grant-permit")
            .updateEach(
                asked,
                (sql, one) ->
                    sql.with("journey_id", one.slot().journeyId())
                        .with("entry_point_id", one.slot().entryPointId())
                        .with("request_uuid", one.requestUuid())
                        .with("period", periods.of(one.slot())));
    List<UUID> granted = new ArrayList<>(counts.length);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        granted.add(asked.get(i).requestUuid());
      }
    }
    return granted;
  }

  /** How long a slot that was not granted stays taken. */
  public Taken taken(Slot slot) {
    Duration period = periods.of(slot);
    return database
        .read("find-permit-holder")
        .with("journey_id", slot.journeyId())
        .with("entry_point_id", slot.entryPointId())
        .with("settled", SETTLED)
        .first(
            row -> {
              Duration since = Duration.between(row.instant("granted_at"), row.instant("now"));
              Duration left = period.minus(since);
              return new Taken(left.isNegative() ? Duration.ZERO : left, row.flag("settled"));
            })
        .orElse(new Taken(period, false));
  }

  /** When a slot was granted last, and the time now; both by the database's clock. */
  public record State(Instant grantedAt, Instant now) {}

  /**
   * Locks a slot's permit until the transaction under way ends; it is made when nobody has asked
   * for it before.
   */
  public State lock(Slot slot) {
    database
        .write("ensure-permit")
        .with("journey_id", slot.journeyId())
        .with("entry_point_id", slot.entryPointId())
        .with("never", Instant.EPOCH)
        .update();
    return database
        .write("lock-permit")
        .with("journey_id", slot.journeyId())
        .with("entry_point_id", slot.entryPointId())
        .first(row -> new State(row.instant("granted_at"), row.instant("now")))
        .orElseThrow();
  }

  /** Frees the slots that exactly these requests hold. */
  public void free(Collection<Asked> held) {
    database
        .write("free-permit")
        .with("never", Instant.EPOCH)
        .updateEach(
            held,
            (sql, one) ->
                sql.with("journey_id", one.slot().journeyId())
                    .with("entry_point_id", one.slot().entryPointId())
                    .with("request_uuid", one.requestUuid()));
  }
}
