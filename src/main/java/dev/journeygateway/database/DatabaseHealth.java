package dev.journeygateway.database;

import dev.journeygateway.disk.FreeSpace;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.jdbc.core.JdbcTemplate;

/** Up when the database answers within the time that a caller may wait, and has room to write. */
final class DatabaseHealth extends AbstractHealthIndicator {

  private final JdbcTemplate callersJdbc;
  private final FreeSpace space;

  DatabaseHealth(JdbcTemplate callersJdbc, FreeSpace space) {
    super("the database does not answer");
    this.callersJdbc = callersJdbc;
    this.space = space;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    if (!space.enough()) {
      builder.down().withDetail("disk", space.toString());
      return;
    }
    callersJdbc.queryForObject("select 1", Integer.class);
    builder.up();
  }
}
