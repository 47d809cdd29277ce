package dev.journeygateway.broker;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Decides how an outside broker is reached, so that what it acknowledged is stored and what does
 * not answer is given up. What the URL says of a time-out stays as it is.
 */
final class BrokerUrl {

  private static final List<String> WEAK =
      List.of(
          "useasyncsend=true",
          "alwayssyncsend=false",
          "persistent=false",
          "optimizeacknowledge=true",
          "trustallpackages=true");

  private static final List<String> SCHEMES =
      List.of("tcp:", "ssl:", "nio:", "nio+ssl:", "failover:");

  private BrokerUrl() {}

  /**
   * The URL to use.
   *
   * @param configured as spring.activemq.broker-url says
   * @param patience how long a send may wait for a connection
   * @throws IllegalArgumentException when the URL would lose acknowledged requests, or is none of a
   *     broker outside
   */
  static String decide(String configured, Duration patience) {
    String url = configured.strip();
    String lower =
        URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    for (String weak : WEAK) {
      if (lower.contains(weak)) {
        throw new IllegalArgumentException(
            "spring.activemq.broker-url must not carry "
                + weak
                + ": acknowledged requests would be lost; leave the option out");
      }
    }
    // Another broker in this process, which is already there.
    if (lower.startsWith("vm:") && lower.contains("create=false")) {
      return url;
    }
    if (SCHEMES.stream().noneMatch(lower::startsWith)) {
      throw new IllegalArgumentException(
          "spring.activemq.broker-url must begin with tcp:, ssl:, nio:, nio+ssl: or failover:, not "
              + url);
    }
    return lower.startsWith("failover:") ? failover(url, patience) : single(url, "");
  }

  /** A broker that stops answering is noticed within twenty seconds, whatever holds its socket. */
  private static String single(String url, String prefix) {
    String with = option(url, prefix + "connectionTimeout", "2000");
    return option(with, prefix + "wireFormat.maxInactivityDuration", "10000");
  }

  /** Looked for every second, for it is to be found soon after it is back. */
  private static String failover(String url, Duration patience) {
    String with =
        url.contains("(") ? url : "failover:(" + url.substring("failover:".length()) + ")";
    with = option(with, "timeout", Long.toString(patience.toMillis()));
    with = option(with, "maxReconnectDelay", "1000");
    return single(with, "nested.");
  }

  private static String option(String url, String name, String value) {
    if (url.matches(".*[?&(]" + name.replace(".", "\\.") + "=.*")) {
      return url;
    }
    boolean first = url.indexOf('?', url.lastIndexOf(')') + 1) < 0;
    return url + (first ? "?" : "&") + name + "=" + value;
  }
}
