package dev.journeygateway.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.journey.WebhookSettings;
import dev.journeygateway.notify.ReceiverAddresses.InternalAddressException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverAddressesTest {

  private static ReceiverAddresses allowing(String... allowed) {
    return new ReceiverAddresses(
        WebhookSettings.internal(List.of(allowed)).internal(), InetAddress::getAllByName);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "localhost",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.8",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        // As decimal, octal-looking and short numbers, which Java takes for addresses.
        "2130706433",
        "3232235777",
        "127.1",
        "10.1",
        "::1",
        "::",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001::1",
        "2001:db8::1",
        "100::1",
        "3fff::1"
      })
  void refusesAnInternalAddress(String host) {
    assertThatThrownBy(() -> allowing().resolve(host))
        .isInstanceOf(InternalAddressException.class)
        .hasMessageContaining("an internal address; gateway.webhooks.allow-internal");
  }

  /** Java itself makes IPv4 addresses of them; an address of another origin is judged the same. */
  @Test
  void refusesAMappedAddressThatIsStillOne() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 127;
    mapped[15] = 1;

    assertThat(ReceiverAddresses.isPublic(Inet6Address.getByAddress(null, mapped, -1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "192.169.0.1",
        "134744072",
        "2606:4700::1111",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::1"
      })
  void allowsAPublicAddress(String host) throws UnknownHostException {
    assertThat(allowing().resolve(host)).isNotEmpty();
  }

  @Test
  void allowsWhatTheSettingLists() throws UnknownHostException {
    assertThat(allowing("localhost").resolve("localhost")).isNotEmpty();
    assertThat(allowing("LOCALHOST").resolve("localhost")).isNotEmpty();
    assertThat(allowing("127.0.0.0/8", "::1").resolve("localhost")).isNotEmpty();
    assertThat(allowing("10.1.0.0/16").resolve("10.1.255.3")).isNotEmpty();
    assertThat(allowing("fd00::/8").resolve("fd12::1")).isNotEmpty();
    assertThatThrownBy(() -> allowing("10.1.0.0/16").resolve("10.2.0.1"))
        .isInstanceOf(InternalAddressException.class);
    assertThatThrownBy(() -> allowing("host.example.com").resolve("10.2.0.1"))
        .isInstanceOf(InternalAddressException.class);
  }

  /** One public address beside it makes an internal one no better. */
  @Test
  void refusesANameOfWhichOneAddressIsInternal() throws UnknownHostException {
    InetAddress[] both = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
    ReceiverAddresses addresses =
        new ReceiverAddresses(WebhookSettings.internal(List.of()).internal(), host -> both);

    assertThatThrownBy(() -> addresses.resolve("hooks.example.com"))
        .hasMessageStartingWith("hooks.example.com is at 10.0.0.1, an internal address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/8/8", "http://x"})
  void refusesASettingThatIsNeitherHostNorNetwork(String entry) {
    assertThatThrownBy(() -> allowing(entry))
        .hasMessage(
            "gateway.webhooks.allow-internal lists hosts such as hooks.internal and networks such"
                + " as 10.1.0.0/16, not "
                + entry);
  }
}
