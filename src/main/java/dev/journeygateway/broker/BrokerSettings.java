package dev.journeygateway.broker;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The queue's broker.
 *
 * @param sendTimeout how long one send may take before the caller is told to try again later; below the 5 s in which every caller is answered
 * @param sessions sessions of the pool's one connection at a time
 */
public record BrokerSettings(@DefaultValue("3s") Duration sendTimeout, @DefaultValue("100") int sessions) {

  public BrokerSettings {
    if (sendTimeout.toMillis() < 100 || sendTimeout.toMillis() > 4500) {
      throw new IllegalArgumentException("gateway.broker.send-timeout must be 100ms to 4500ms, not " + sendTimeout);
    }
    if (sessions < 4) {
      throw new IllegalArgumentException("gateway.broker.sessions must be at least 4, not " + sessions);
    }
  }
}
