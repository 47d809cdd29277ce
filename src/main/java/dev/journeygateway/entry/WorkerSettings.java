package dev.journeygateway.entry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The worker that records who entered.
 *
 * @param consumers messages worked on at a time by this process
 * @param maxDeliveries how often a message that fails for a reason of its own is tried before it is
 *     set aside; a database or broker that is away does not count
 * @param pollInterval how often held requests are looked at again
 */
@ConfigurationProperties(prefix = "gateway.worker", ignoreUnknownFields = false)
public record WorkerSettings(
    @DefaultValue("2") int consumers,
    @DefaultValue("5") int maxDeliveries,
    @DefaultValue("2s") Duration pollInterval) {

  public WorkerSettings {
    if (consumers < 1 || consumers > 256) {
      throw new IllegalArgumentException(
          "gateway.worker.consumers must be 1 to 256, not " + consumers);
    }
    if (maxDeliveries < 1) {
      throw new IllegalArgumentException(
          "gateway.worker.max-deliveries must be at least 1, not " + maxDeliveries);
    }
    if (pollInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "gateway.worker.poll-interval must be at least 1ms, not " + pollInterval);
    }
  }

  /** {@link #pollInterval} as the timer takes it. */
  public long pollMillis() {
    return pollInterval.toMillis();
  }
}
