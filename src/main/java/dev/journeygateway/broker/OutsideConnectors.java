package dev.journeygateway.broker;

import dev.journeygateway.broker.BrokerSettings.Connector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.filter.DestinationMapEntry;
import org.apache.activemq.plugin.ForcePersistencyModeBrokerPlugin;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;

/**
 * The embedded broker's listeners for outside producers. An account may write to the queue door's
 * queue, and make and read {@code replies.<its name>.>} and temporary queues; nothing else, the
 * accepted requests least of all. What it sends is persistent, whatever it says: most clients say
 * otherwise without being asked.
 */
final class OutsideConnectors {

  /** The account of this process; its password is made anew at every start and known to nobody. */
  static final String OURSELVES = "journey-gateway";

  private static final String OURS = "gateway";
  private static final String PRODUCERS = "producers";
  private static final int LARGEST_FRAME = 64 << 20;

  private OutsideConnectors() {}

  /** A password for {@link #OURSELVES}. */
  static String password() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Adds the configured listeners, and with the first of them the guards for all connections. */
  static void add(
      BrokerService broker, BrokerSettings settings, Channels channels, String ownPassword)
      throws Exception {
    Map<String, Connector> connectors = settings.connectors().configured();
    if (connectors.isEmpty()) {
      return;
    }
    Map<String, String> passwords = new HashMap<>();
    for (Connector connector : connectors.values()) {
      String before = passwords.put(connector.user(), connector.password());
      if (connector.user().equals(OURSELVES)
          || before != null && !before.equals(connector.password())) {
        throw new IllegalArgumentException(
            "gateway.broker.connectors: user "
                + connector.user()
                + " is ours, or is given with two passwords");
      }
    }
    ForcePersistencyModeBrokerPlugin persistence = new ForcePersistencyModeBrokerPlugin();
    persistence.setPersistenceFlag(true);
    List<BrokerPlugin> plugins = new ArrayList<>();
    if (broker.getPlugins() != null) {
      plugins.addAll(List.of(broker.getPlugins()));
    }
    plugins.add(authentication(passwords, ownPassword));
    plugins.add(authorization(passwords.keySet(), channels));
    plugins.add(persistence);
    broker.setPlugins(plugins.toArray(BrokerPlugin[]::new));
    for (Map.Entry<String, Connector> connector : connectors.entrySet()) {
      broker
          .addConnector(uri(connector.getKey(), connector.getValue().port()))
          .setName(connector.getKey());
    }
  }

  private static String uri(String protocol, int port) {
    return switch (protocol) {
      case "openwire" ->
          "tcp://0.0.0.0:%d?wireFormat.maxFrameSize=%d".formatted(port, LARGEST_FRAME);
      // Without the transformer bodies arrive as raw AMQP.
      case "amqp" ->
          "amqp://0.0.0.0:%d?transport.transformer=jms&wireFormat.maxFrameSize=%d"
              .formatted(port, LARGEST_FRAME);
      case "stomp" ->
          "stomp://0.0.0.0:%d?wireFormat.maxDataLength=%d".formatted(port, LARGEST_FRAME);
      default -> throw new IllegalArgumentException(protocol);
    };
  }

  private static BrokerPlugin authentication(Map<String, String> passwords, String ownPassword) {
    List<AuthenticationUser> users = new ArrayList<>();
    users.add(new AuthenticationUser(OURSELVES, ownPassword, OURS));
    passwords.forEach(
        (user, password) ->
            users.add(new AuthenticationUser(user, password, PRODUCERS + "," + group(user))));
    SimpleAuthenticationPlugin plugin = new SimpleAuthenticationPlugin(users);
    plugin.setAnonymousAccessAllowed(false);
    return plugin;
  }

  private static String group(String user) {
    return "account-" + user;
  }

  private static BrokerPlugin authorization(Iterable<String> users, Channels channels)
      throws Exception {
    List<DestinationMapEntry> entries = new ArrayList<>();
    entries.add(queue(">", OURS, OURS, OURS));
    entries.add(queue(channels.requests(), OURS, OURS + "," + PRODUCERS, OURS + "," + PRODUCERS));
    for (String user : users) {
      String both = OURS + "," + group(user);
      entries.add(queue("replies." + user + ".>", both, OURS, both));
    }
    // Clients listen there for news of the broker; ours has none to tell.
    AuthorizationEntry advisories = new AuthorizationEntry();
    advisories.setTopic("ActiveMQ.Advisory.>");
    String everybody = OURS + "," + PRODUCERS;
    allow(advisories, everybody, everybody, everybody);
    entries.add(advisories);
    DefaultAuthorizationMap map = new DefaultAuthorizationMap(entries);
    TempDestinationAuthorizationEntry temporary = new TempDestinationAuthorizationEntry();
    allow(temporary, everybody, everybody, everybody);
    map.setTempDestinationAuthorizationEntry(temporary);
    return new AuthorizationPlugin(map);
  }

  private static AuthorizationEntry queue(String name, String read, String write, String admin)
      throws Exception {
    AuthorizationEntry entry = new AuthorizationEntry();
    entry.setQueue(name);
    allow(entry, read, write, admin);
    return entry;
  }

  private static void allow(AuthorizationEntry entry, String read, String write, String admin)
      throws Exception {
    entry.setRead(read);
    entry.setWrite(write);
    entry.setAdmin(admin);
  }
}
