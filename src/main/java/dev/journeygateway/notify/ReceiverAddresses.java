package dev.journeygateway.notify;

import dev.journeygateway.journey.InternalHosts;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves the host of a webhook, once for each attempt, and lets the attempt connect to no other
 * address than those that were checked here. The catalogue's author must not reach what only the
 * gateway can reach.
 */
final class ReceiverAddresses implements DnsResolver {

  /** Asks for the addresses of a name. */
  @FunctionalInterface
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /** An address that a webhook may not reach. */
  static final class InternalAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    InternalAddressException(String message) {
      super(message);
    }
  }

  private final InternalHosts internal;
  private final Names names;

  ReceiverAddresses(InternalHosts internal, Names names) {
    this.internal = internal;
    this.names = names;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = names.of(host);
    if (!internal.allows(host)) {
      for (InetAddress address : found) {
        if (!internal.allows(address) && !isPublic(address)) {
          throw new InternalAddressException(
              host
                  + " is at "
                  + address.getHostAddress()
                  + ", an internal address; gateway.webhooks.allow-internal lists those that may be"
                  + " reached");
        }
      }
    }
    return found;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** Whether everybody on the Internet can have the same opinion of where this address is. */
  static boolean isPublic(InetAddress address) {
    return address instanceof Inet6Address
        ? isPublic6(address.getAddress())
        : isPublic4(address.getAddress());
  }

  /**
   * @see <a
   *     href="https://www.iana.org/assignments/iana-ipv4-special-registry/">iana-ipv4-special-registry</a>
   */
  private static boolean isPublic4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    int c = bytes[2] & 0xff;
    boolean special =
        a == 0
            || a == 10
            || a == 127
            || a == 100 && b >= 64 && b < 128
            || a == 169 && b == 254
            || a == 172 && b >= 16 && b < 32
            || a == 192 && b == 168
            || a == 192 && b == 0 && (c == 0 || c == 2)
            || a == 192 && b == 88 && c == 99
            || a == 198 && (b == 18 || b == 19 || b == 51 && c == 100)
            || a == 203 && b == 0 && c == 113
            || a >= 224;
    return !special;
  }

  /**
   * Global unicast only. An IPv4 address in an IPv6 one is judged as what it is.
   *
   * @see <a
   *     href="https://www.iana.org/assignments/iana-ipv6-special-registry/">iana-ipv6-special-registry</a>
   */
  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    boolean mapped = zero(bytes, 0, 10) && bytes[10] == -1 && bytes[11] == -1;
    boolean translated = first == 0x64 && second == 0xff9b && zero(bytes, 4, 12);
    if (mapped || translated) {
      return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
    }
    if (first == 0x2002) {
      return isPublic4(Arrays.copyOfRange(bytes, 2, 6));
    }
    boolean special = first == 0x2001 && (second < 0x200 || second == 0xdb8) || first == 0x3fff;
    return first >> 13 == 1 && !special;
  }

  private static boolean zero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
