package dev.journeygateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUrlTest {

  private static final String SINGLE =
      "connectionTimeout=2000&wireFormat.maxInactivityDuration=10000";
  private static final String OVER =
      "timeout=3000&maxReconnectDelay=1000&nested.connectionTimeout=2000&nested.wireFormat.maxInactivityDuration=10000";

  private static String decide(String url) {
    return BrokerUrl.decide(url, Duration.ofSeconds(3));
  }

  @Test
  void givesUpABrokerThatDoesNotAnswer() {
    assertThat(decide("tcp://a:61616")).isEqualTo("tcp://a:61616?" + SINGLE);
    assertThat(decide("ssl://a:61617?verifyHostName=true"))
        .isEqualTo("ssl://a:61617?verifyHostName=true&" + SINGLE);
    assertThat(decide("failover:(tcp://a:1,tcp://b:1?soTimeout=9)"))
        .isEqualTo("failover:(tcp://a:1,tcp://b:1?soTimeout=9)?" + OVER);
    assertThat(decide("failover:(tcp://a:1)?randomize=false"))
        .isEqualTo("failover:(tcp://a:1)?randomize=false&" + OVER);
    assertThat(decide("failover:tcp://a:1")).isEqualTo("failover:(tcp://a:1)?" + OVER);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://a:1?connectionTimeout=9, connectionTimeout",
    "failover:(tcp://a:1)?timeout=9, [?&]timeout",
    "failover:(tcp://a:1)?maxReconnectDelay=9, maxReconnectDelay",
    "tcp://a:1?wireFormat.maxInactivityDuration=9, maxInactivityDuration"
  })
  void leavesWhatIsSaidOfTime(String url, String name) {
    assertThat(decide(url)).containsPattern(name + "=9").doesNotContainPattern(name + "=[^9]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://a:1?jms.useAsyncSend=true",
        "tcp://a:1?jms.USEASYNCSEND=TRUE",
        "tcp://a:1?jms.useAsync%53end=true",
        "failover:(tcp://a:1)?jms.alwaysSyncSend=false",
        "tcp://a:1?jms.optimizeAcknowledge=true",
        "tcp://a:1?jms.trustAllPackages=true",
        "vm://x?broker.persistent=false&create=false",
        "vm:(broker:(tcp://localhost:1)?persistent=false)?create=false"
      })
  void refusesWhatLosesRequests(String url) {
    assertThatThrownBy(() -> decide(url))
        .hasMessageContaining("spring.activemq.broker-url must not carry");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vm://x",
        "vm:(broker:(tcp://localhost:1))",
        "mock:tcp://a:1",
        "fanout:(tcp://a:1)"
      })
  void refusesWhatIsNoBrokerOutside(String url) {
    assertThatThrownBy(() -> decide(url)).hasMessageContaining("must begin with tcp:");
  }

  /** The client reads every option that is added, or the gateway would not start. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp://localhost:1", "failover:(tcp://localhost:1,tcp://localhost:2)"})
  void addsOptionsThatTheClientKnows(String url) {
    assertThat(new ActiveMQConnectionFactory(decide(url)).getBrokerURL()).isEqualTo(decide(url));
  }
}
