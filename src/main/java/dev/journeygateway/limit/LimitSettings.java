package dev.journeygateway.limit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often an entry point may be started.
 *
 * @param period one accepted request per entry point in any such time; zero switches the limit off,
 *     for load tests
 * @param status what a refusal by rate answers over HTTP: 400 as published, or 429
 * @param floodGuard how many requests a second and entry point may reach the database to ask for
 *     the permit
 * @param maxWaiting how many requests may wait for the slot of one entry point; past it they are
 *     refused
 */
@ConfigurationProperties(prefix = "gateway.limit", ignoreUnknownFields = false)
public record LimitSettings(
    @DefaultValue("60s") Duration period,
    @DefaultValue("400") int status,
    @DefaultValue("20") int floodGuard,
    @DefaultValue("1000") int maxWaiting) {

  public LimitSettings {
    if (period.isNegative() || period.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("gateway.limit.period must be 0s to 1d, not " + period);
    }
    if (status != 400 && status != 429) {
      throw new IllegalArgumentException("gateway.limit.status must be 400 or 429, not " + status);
    }
    if (floodGuard < 1 || floodGuard > 10_000) {
      throw new IllegalArgumentException(
          "gateway.limit.flood-guard must be 1 to 10000, not " + floodGuard);
    }
    if (maxWaiting < 0 || maxWaiting > 1_000_000) {
      throw new IllegalArgumentException(
          "gateway.limit.max-waiting must be 0 to 1000000, not " + maxWaiting);
    }
  }

  /** Whether there is a limit at all. */
  public boolean on() {
    return !period.isZero();
  }
}
