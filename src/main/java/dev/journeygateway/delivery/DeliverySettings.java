package dev.journeygateway.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Calls to destinations.
 *
 * @param parallel calls under way at a time in this process, for different entry points
 * @param maxAttempts how often a call that fails is made before its people are rejected
 * @param maxWaitingCalls how many calls may wait for one entry point; past it requests are refused
 *     by rate
 * @param pollInterval how often free slots are looked for
 */
@ConfigurationProperties(prefix = "gateway.delivery", ignoreUnknownFields = false)
public record DeliverySettings(
    @DefaultValue("8") int parallel,
    @DefaultValue("20") int maxAttempts,
    @DefaultValue("100000") int maxWaitingCalls,
    @DefaultValue("50ms") Duration pollInterval) {

  public DeliverySettings {
    if (parallel < 1 || parallel > 256) {
      throw new IllegalArgumentException(
          "gateway.delivery.parallel must be 1 to 256, not " + parallel);
    }
    if (maxAttempts < 1 || maxAttempts > 1000) {
      throw new IllegalArgumentException(
          "gateway.delivery.max-attempts must be 1 to 1000, not " + maxAttempts);
    }
    if (maxWaitingCalls < 1) {
      throw new IllegalArgumentException(
          "gateway.delivery.max-waiting-calls must be at least 1, not " + maxWaitingCalls);
    }
    if (pollInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "gateway.delivery.poll-interval must be at least 1ms, not " + pollInterval);
    }
  }

  /** {@link #pollInterval} as the timer takes it. */
  public long pollMillis() {
    return pollInterval.toMillis();
  }
}
