package dev.journeygateway.deadletter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Messages that could not be processed.
 *
 * @param maxSendBacks how often one message may be sent back: what has failed that often fails for
 *     a reason that stays
 */
@ConfigurationProperties(prefix = "gateway.dead-letters", ignoreUnknownFields = false)
record DeadLetterSettings(@DefaultValue("5") int maxSendBacks) {

  public DeadLetterSettings {
    if (maxSendBacks < 1 || maxSendBacks > 1000) {
      throw new IllegalArgumentException(
          "gateway.dead-letters.max-send-backs must be 1 to 1000, not " + maxSendBacks);
    }
  }
}
