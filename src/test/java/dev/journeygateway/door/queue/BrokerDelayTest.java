package dev.journeygateway.door.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerDelayTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Message message = new DefaultMessage(new DefaultCamelContext());

  @Test
  void isCountedFromWhenTheMessageWasSent() {
    assertThat(BrokerDelay.deliverAt(message, clock)).isEmpty();

    message.setHeader("AMQ_SCHEDULED_DELAY", 3_600_000L);
    assertThat(BrokerDelay.deliverAt(message, clock)).contains(NOW.plusSeconds(3600));

    message.setHeader("JMSTimestamp", NOW.minusSeconds(600).toEpochMilli());
    assertThat(BrokerDelay.deliverAt(message, clock))
        .as("the same when the message is delivered again")
        .contains(NOW.plusSeconds(3000));
  }

  @Test
  void comesAsTextOverStomp() {
    message.setHeader("AMQ_SCHEDULED_DELAY", "1000");
    message.setHeader("AMQ_SCHEDULED_REPEAT", "0");

    assertThat(BrokerDelay.deliverAt(message, clock)).contains(NOW.plusSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "AMQ_SCHEDULED_DELAY,soon,AMQ_SCHEDULED_DELAY must be a number of milliseconds",
    "AMQ_SCHEDULED_DELAY,-1,AMQ_SCHEDULED_DELAY must be a number of milliseconds",
    "AMQ_SCHEDULED_CRON,0 * * * *,AMQ_SCHEDULED_CRON is not supported: a message starts one"
        + " request",
    "AMQ_SCHEDULED_REPEAT,3,AMQ_SCHEDULED_REPEAT is not supported: a message starts one request"
  })
  void isRefusedWhereItIsNone(String name, String value, String reason) {
    message.setHeader(name, value);

    assertThatThrownBy(() -> BrokerDelay.deliverAt(message, clock)).hasMessage(reason);
  }
}
