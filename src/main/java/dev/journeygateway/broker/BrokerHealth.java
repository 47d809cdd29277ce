package dev.journeygateway.broker;

import jakarta.jms.Connection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Up when the broker answers a connection within two seconds. */
final class BrokerHealth extends AbstractHealthIndicator {

  private static final int ANSWERS_WITHIN_MILLIS = 2000;

  private final ActiveMQConnectionFactory connections;

  BrokerHealth(ActiveMQConnectionFactory connections) {
    super("the broker does not answer");
    this.connections = connections.copy();
    this.connections.setConnectResponseTimeout(ANSWERS_WITHIN_MILLIS);
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) throws Exception {
    try (Connection connection = connections.createConnection()) {
      connection.start();
      builder.up().withDetail("provider", connection.getMetaData().getJMSProviderName());
    }
  }
}
