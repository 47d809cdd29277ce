package dev.journeygateway.accept;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a first answer is kept for the same {@code Idempotency-Key}.
 *
 * @param keep one minute or longer
 */
@ConfigurationProperties(prefix = "gateway.idempotency", ignoreUnknownFields = false)
public record IdempotencySettings(@DefaultValue("24h") Duration keep) {

  public IdempotencySettings {
    if (keep.toMinutes() < 1) {
      throw new IllegalArgumentException(
          "gateway.idempotency.keep must be 1m or longer, not " + keep);
    }
  }
}
