package dev.journeygateway.audience;

import dev.journeygateway.filter.CheckedFilter;
import java.time.Instant;
import java.util.List;

/**
 * Writes filters for a database that chooses its joins by statistics of its own, as PostgreSQL
 * does: all it needs is a form that leaves it the choice.
 */
public record SemiJoins() implements SqlRenderer {

  @Override
  public SqlFragment select(CheckedFilter filter, Instant now) {
    return new SemiJoinWriter(filter.criterion(), now).devices();
  }

  @Override
  public SqlFragment count(CheckedFilter.Clause clause, Instant now) {
    return new SemiJoinWriter(clause.criterion(), now)
        .ids()
        .within("select count(distinct s.device_id) as devices from (", List.of(), ") s");
  }
}
