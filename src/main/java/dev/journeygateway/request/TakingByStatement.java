package dev.journeygateway.request;

import dev.journeygateway.database.SqlFile;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One statement of PostgreSQL, which commits itself: a transaction of several would travel five
 * times and be planned for each request.
 */
public final class TakingByStatement implements Taking {

  private static final String TAKE = SqlFile.read("take-permits-rows-and-keys-postgresql");

  private final JdbcTemplate jdbc;
  private final Duration period;

  public TakingByStatement(JdbcTemplate jdbc, Duration period) {
    this.jdbc = jdbc;
    this.period = period;
  }

  @Override
  public Map<UUID, Instant> take(List<AcceptedRequest> group) {
    Map<UUID, Instant> accepted = new HashMap<>();
    jdbc.query(
        TAKE,
        row -> {
          accepted.put(
              row.getObject("request_uuid", UUID.class),
              row.getObject("accepted_at", OffsetDateTime.class).toInstant());
        },
        column(group, request -> request.requestUuid().toString()),
        column(group, AcceptedRequest::door),
        column(group, request -> request.slot().journeyId()),
        column(group, request -> request.slot().entryPointId()),
        column(group, AcceptedRequest::applicationCode),
        column(group, request -> request.selector().kind()),
        column(group, request -> Long.toString(request.requested())),
        column(group, request -> request.key().map(IdempotencyKey::key).orElse(null)),
        column(group, request -> request.key().map(IdempotencyKey::bodySha256).orElse(null)),
        period.toMillis());
    return accepted;
  }

  /** Strings, whatever the column: the driver sends no other arrays in their binary form. */
  private static String[] column(
      List<AcceptedRequest> group, Function<AcceptedRequest, String> value) {
    return group.stream().map(value).toArray(String[]::new);
  }
}
