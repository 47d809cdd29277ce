package dev.journeygateway.outbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What may wait for the broker, in each process; past either bound nothing more is accepted.
 *
 * @param maxMessages 1 to 10,000,000
 * @param maxBytes 1MB to 1TB
 */
@ConfigurationProperties(prefix = "gateway.outbox", ignoreUnknownFields = false)
public record OutboxSettings(
    @DefaultValue("1000000") int maxMessages, @DefaultValue("1GB") DataSize maxBytes) {

  public OutboxSettings {
    if (maxMessages < 1 || maxMessages > 10_000_000) {
      throw new IllegalArgumentException(
          "gateway.outbox.max-messages must be 1 to 10000000, not " + maxMessages);
    }
    if (maxBytes.toMegabytes() < 1 || maxBytes.toTerabytes() > 1) {
      throw new IllegalArgumentException(
          "gateway.outbox.max-bytes must be 1MB to 1TB, not " + maxBytes);
    }
  }
}
