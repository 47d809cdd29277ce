package dev.journeygateway.broker;

import dev.journeygateway.disk.FreeSpace;
import jakarta.jms.Connection;
import java.time.Duration;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * Up when the broker answers a connection within two seconds and, where it is embedded, has room to
 * write.
 */
final class BrokerHealth extends AbstractHealthIndicator implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ActiveMQConnectionFactory connections;
  private final FreeSpace space;
  private final BrokerCalls calls = new BrokerCalls("broker-health", 2, PATIENCE);

  BrokerHealth(ActiveMQConnectionFactory connections, FreeSpace space) {
    super("the broker does not answer");
    this.connections = connections.copy();
    this.connections.setConnectResponseTimeout((int) PATIENCE.toMillis());
    this.space = space;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    if (!space.enough()) {
      builder.down().withDetail("disk", space.toString());
      return;
    }
    builder.up().withDetail("provider", calls.within(this::provider));
  }

  private String provider() throws Exception {
    try (Connection connection = connections.createConnection()) {
      connection.start();
      return connection.getMetaData().getJMSProviderName();
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
