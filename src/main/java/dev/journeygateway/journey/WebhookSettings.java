package dev.journeygateway.journey;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Webhooks.
 *
 * @param allowInternal hosts or networks that may be reached although they are internal
 * @param parallel messages sent at a time by this process, half of them to one webhook at most
 * @param timeout how long an attempt may take in all
 * @param keep how long messages and attempts are kept after they have ended
 * @param pollInterval how often messages that are due are looked for
 */
@ConfigurationProperties(prefix = "gateway.webhooks", ignoreUnknownFields = false)
public record WebhookSettings(
    List<String> allowInternal,
    @DefaultValue("8") int parallel,
    @DefaultValue("15s") Duration timeout,
    @DefaultValue("30d") Duration keep,
    @DefaultValue("500ms") Duration pollInterval) {

  @ConstructorBinding
  public WebhookSettings {
    allowInternal = allowInternal == null ? List.of() : List.copyOf(allowInternal);
    new InternalHosts(allowInternal);
    if (parallel < 2 || parallel > 256) {
      throw new IllegalArgumentException(
          "gateway.webhooks.parallel must be 2 to 256, not " + parallel);
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "gateway.webhooks.timeout must be 1ms to 1m, not " + timeout);
    }
    if (keep.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("gateway.webhooks.keep must be at least 1h, not " + keep);
    }
    if (pollInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "gateway.webhooks.poll-interval must be at least 1ms, not " + pollInterval);
    }
  }

  /** The defaults, with these internal hosts allowed. */
  public static WebhookSettings internal(List<String> allowed) {
    return new WebhookSettings(
        allowed, 8, Duration.ofSeconds(15), Duration.ofDays(30), Duration.ofMillis(500));
  }

  /** {@link #allowInternal}, understood. */
  public InternalHosts internal() {
    return new InternalHosts(allowInternal);
  }

  /** {@link #pollInterval} as the timer takes it. */
  public long pollMillis() {
    return pollInterval.toMillis();
  }
}
