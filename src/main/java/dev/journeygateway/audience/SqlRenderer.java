package dev.journeygateway.audience;

import dev.journeygateway.database.Database;
import dev.journeygateway.filter.CheckedFilter;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Writes a checked filter as one statement of its database, in the form that this database executes
 * best. Values of the filter are bound, names are our own constants.
 */
public sealed interface SqlRenderer permits SemiJoins, SortedStreams {

  /**
   * The renderer for a database.
   *
   * @param asking where it may look how many devices a condition has before it decides on a form
   */
  static SqlRenderer of(Database database, JdbcOperations asking) {
    return database.either(() -> new SortedStreams(asking), SemiJoins::new);
  }

  /**
   * The devices that a filter selects, as rows (device_id, user_id), each device once.
   *
   * @param now what relative dates count from, one instant for the whole request; taken to its full
   *     second
   */
  SqlFragment select(CheckedFilter filter, Instant now);

  /** How many devices a condition selects by itself, as one row (devices). */
  SqlFragment count(CheckedFilter.Clause clause, Instant now);

  /** How many devices and how many users a filter selects, as one row (devices, users). */
  default SqlFragment totals(CheckedFilter filter, Instant now) {
    return select(filter, now)
        .within(
            "select count(*) as devices, count(distinct s.user_id) as users from (",
            List.of(),
            ") s");
  }
}
