package dev.journeygateway.broker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The queue's broker.
 *
 * @param sendTimeout how long one send may take before the caller is told to try again later; below
 *     the 5 s in which every caller is answered
 * @param sessions sessions of the pool's one connection at a time
 * @param connectors the embedded broker's listeners for outside producers; none unless configured
 */
@ConfigurationProperties(prefix = "gateway.broker", ignoreUnknownFields = false)
record BrokerSettings(
    @DefaultValue("3s") Duration sendTimeout,
    @DefaultValue("100") int sessions,
    @DefaultValue Connectors connectors) {

  /** A listener for each protocol; null where there is none. */
  public record Connectors(Connector openwire, Connector amqp, Connector stomp) {

    Map<String, Connector> configured() {
      Map<String, Connector> configured = new LinkedHashMap<>();
      put(configured, "openwire", openwire);
      put(configured, "amqp", amqp);
      put(configured, "stomp", stomp);
      return configured;
    }

    private static void put(
        Map<String, Connector> configured, String protocol, Connector connector) {
      if (connector != null) {
        configured.put(protocol, connector);
      }
    }
  }

  /** One listener and the account that may use it. */
  public record Connector(int port, String user, String password) {

    public Connector {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException(
            "gateway.broker.connectors: port must be 1 to 65535, not " + port);
      }
      if (user == null
          || !user.matches("[A-Za-z0-9_-]{1,64}")
          || password == null
          || password.isBlank()) {
        throw new IllegalArgumentException(
            "gateway.broker.connectors: no listener without credentials, give port "
                + port
                + " a user (letters, digits, - and _) and a password");
      }
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Connector[port=" + port + ", user=" + user + "]";
    }
  }

  public BrokerSettings {
    if (sendTimeout.toMillis() < 100 || sendTimeout.toMillis() > 4500) {
      throw new IllegalArgumentException(
          "gateway.broker.send-timeout must be 100ms to 4500ms, not " + sendTimeout);
    }
    if (sessions < 4) {
      throw new IllegalArgumentException(
          "gateway.broker.sessions must be at least 4, not " + sessions);
    }
  }
}
