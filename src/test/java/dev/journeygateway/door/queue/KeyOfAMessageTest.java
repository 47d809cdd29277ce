package dev.journeygateway.door.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

/** What makes a message that is delivered again the same request. */
class KeyOfAMessageTest {

  private final Message message = new DefaultMessage(new DefaultCamelContext());

  @Test
  void isItsSendersKeyBeforeItsOwnId() {
    message.setHeader("JMSMessageID", "ID:host-1");
    assertThat(QueueDoorSteps.key(message)).contains("ID:host-1");

    message.setHeader("idempotency_key", "k");
    assertThat(QueueDoorSteps.key(message)).contains("k");
  }

  @Test
  void isNoneWhereItHasNeither() {
    assertThat(QueueDoorSteps.key(message)).as("all such messages would share one").isEmpty();
    message.setHeader("JMSMessageID", " ");
    assertThat(QueueDoorSteps.key(message)).isEmpty();
  }

  @Test
  void isADigestOfAnIdThatIsNoKey() {
    message.setHeader("JMSMessageID", "ü");
    String one = QueueDoorSteps.key(message).orElseThrow();
    message.setHeader("JMSMessageID", "ö");

    assertThat(one).startsWith("ID-sha256:");
    assertThat(QueueDoorSteps.key(message)).get().isNotEqualTo(one);
  }
}
