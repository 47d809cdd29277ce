package dev.journeygateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {

  @Test
  void takesTheSpellingOfTheFirstRelease() {
    Channels channels = new Channels("activemq6:queue:a", "b", "c", "d");

    assertThat(channels.accepted()).isEqualTo("a");
    assertThat(channels.acceptedEndpoint()).isEqualTo("activemq6:queue:a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a,b", "a.>", "a.*", "a?timeToLive=1", "ActiveMQ.DLQ", "kafka:topic?x"})
  void refusesWhatIsNoNameOfOneQueue(String name) {
    assertThatThrownBy(() -> new Channels("a", name, "c", "d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("channel.dead must be the name of a queue")
        .hasMessageEndingWith("not " + name);
  }

  @Test
  void refusesOneQueueForTwoThings() {
    assertThatThrownBy(() -> new Channels("a", "b", "a", "d"))
        .hasMessage(
            "channel.*: the queue a is named twice; give accepted, dead, requests and refused a"
                + " queue each");
  }
}
