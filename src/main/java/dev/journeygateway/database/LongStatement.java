package dev.journeygateway.database;

import java.time.Duration;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** For statements that may take minutes, where the rest is given up after seconds. */
public final class LongStatement {

  private static final Duration LONGEST = Duration.ofHours(1);

  private LongStatement() {}

  /** Lets the statements of the transaction under way take an hour each. */
  public static void allow(JdbcTemplate jdbc) {
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              connection.setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST.toMillis()));
              return null;
            });
  }
}
