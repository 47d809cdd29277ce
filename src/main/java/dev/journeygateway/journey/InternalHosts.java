package dev.journeygateway.journey;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hosts and networks that webhooks may reach although they are internal. A host is named as the url
 * names it; a network is an address with the length of its prefix, as {@code 10.1.0.0/16}.
 */
public final class InternalHosts {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private record Network(byte[] address, int prefix) {
    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final Set<String> hosts = new HashSet<>();
  private final List<Network> networks;

  /**
   * Understands the setting.
   *
   * @throws IllegalArgumentException naming the entry that is neither host nor network
   */
  InternalHosts(List<String> entries) {
    networks =
        entries.stream().filter(entry -> !isHost(entry)).map(InternalHosts::network).toList();
    entries.stream()
        .filter(InternalHosts::isHost)
        .forEach(entry -> hosts.add(entry.toLowerCase(Locale.ROOT)));
  }

  private static boolean isHost(String entry) {
    return HOST.matcher(entry).matches() && !ADDRESS.matcher(entry).matches();
  }

  private static Network network(String entry) {
    String[] parts = entry.split("/", -1);
    try {
      if (parts.length <= 2 && ADDRESS.matcher(parts[0]).matches()) {
        byte[] address = InetAddress.getByName(parts[0]).getAddress();
        int longest = address.length * 8;
        int prefix = parts.length == 1 ? longest : Integer.parseInt(parts[1]);
        if (prefix >= 0 && prefix <= longest) {
          return new Network(address, prefix);
        }
      }
    } catch (UnknownHostException | NumberFormatException e) {
      throw unusable(entry);
    }
    throw unusable(entry);
  }

  private static IllegalArgumentException unusable(String entry) {
    return new IllegalArgumentException(
        "gateway.webhooks.allow-internal lists hosts such as hooks.internal and networks such as"
            + " 10.1.0.0/16, not "
            + entry);
  }

  /** Whether a host of a url is listed, by its name or as an address. */
  public boolean allows(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (hosts.contains(bare.toLowerCase(Locale.ROOT))) {
      return true;
    }
    try {
      return ADDRESS.matcher(bare).matches() && allows(InetAddress.getByName(bare));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether an address is in a network that is listed. */
  public boolean allows(InetAddress address) {
    return networks.stream().anyMatch(network -> network.holds(address.getAddress()));
  }

  /**
   * Requires https, or a host that is listed.
   *
   * @throws IllegalArgumentException naming the webhook
   */
  public void requireHttps(String name, URI url) {
    if (!"https".equals(url.getScheme()) && !allows(url.getHost())) {
      throw new IllegalArgumentException(
          "the url of webhook "
              + name
              + " must be https; http is for hosts in gateway.webhooks.allow-internal, and "
              + url.getHost()
              + " is not there");
    }
  }
}
