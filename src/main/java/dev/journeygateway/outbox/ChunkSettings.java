package dev.journeygateway.outbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How large the messages of an accepted request are.
 *
 * @param chunkSize ids or rows in one queue message, 1 to 100,000
 */
@ConfigurationProperties(prefix = "gateway")
public record ChunkSettings(@DefaultValue("1000") int chunkSize) {

  public ChunkSettings {
    if (chunkSize < 1 || chunkSize > 100_000) {
      throw new IllegalArgumentException(
          "gateway.chunk-size must be 1 to 100000, not " + chunkSize);
    }
  }
}
