package dev.journeygateway.audience;

import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.Criterion;
import dev.journeygateway.filter.Simplification;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Writes filters for SQLite, which joins row by row and keeps no statistics that would tell a rare
 * value from a common one: the way to the devices is decided here and written so that it is taken.
 *
 * <p>The ids of the devices with one value of a tag lie in their order in its index. So a condition
 * is a sorted stream of ids, and and, or and but not merge two of them in one pass; where one side
 * has few devices, the other is asked of each of these instead.
 *
 * @param asking where it counts what decides between the two
 */
record SortedStreams(JdbcOperations asking) implements SqlRenderer {

  @Override
  public SqlFragment select(CheckedFilter filter, Instant now) {
    SqlText sql = new SqlText(now);
    new StreamWriter(sql).devices(stream(filter.criterion(), now));
    return sql.fragment();
  }

  @Override
  public SqlFragment count(CheckedFilter.Clause clause, Instant now) {
    SqlText sql = new SqlText(now);
    new StreamWriter(sql).count(stream(clause.criterion(), now));
    return sql.fragment();
  }

  private IdStream stream(Criterion criterion, Instant now) {
    Criterion whole = Simplification.of(criterion);
    return whole.accept(new StreamPlanner(StretchSizes.of(whole, now, asking), now)).stream();
  }
}
