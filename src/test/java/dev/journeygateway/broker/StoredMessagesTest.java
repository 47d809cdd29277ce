package dev.journeygateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

/** Messages of a broker that runs are copied, and a broker starts from the copy. */
class StoredMessagesTest {

  private static final Channels CHANNELS = Channels.usual();

  @TempDir Path folder;

  private static BrokerService start(Path folder) throws Exception {
    BrokerService broker = EmbeddedBroker.at(folder, CHANNELS);
    broker.start();
    broker.waitUntilStarted();
    return broker;
  }

  private static void stop(BrokerService broker) throws Exception {
    broker.stop();
    broker.waitUntilStopped();
  }

  private static JmsTemplate jms() {
    JmsTemplate jms = new JmsTemplate(new ActiveMQConnectionFactory(EmbeddedBroker.URL));
    jms.setReceiveTimeout(5_000);
    jms.setSessionTransacted(true);
    return jms;
  }

  @Test
  void aBrokerStartsFromTheCopy() throws Exception {
    List<String> ids = new ArrayList<>();
    BrokerService broker = start(folder.resolve("data/broker"));
    for (int i = 0; i < 600; i++) {
      String text = "text " + i;
      jms()
          .send(
              CHANNELS.accepted(),
              session -> {
                var message = session.createTextMessage(text);
                message.setIntProperty("chunk", 7);
                return message;
              });
    }
    jms().convertAndSend(CHANNELS.refused(), "no");
    Map<String, Long> copied;
    try (StoredMessages stored = StoredMessages.of(broker, CHANNELS)) {
      copied = stored.copyTo(folder.resolve("copy/broker"));
    }
    assertThat(copied)
        .containsExactly(Map.entry(CHANNELS.accepted(), 600L), Map.entry(CHANNELS.refused(), 1L));
    for (int i = 0; i < 600; i++) {
      ids.add(jms().receive(CHANNELS.accepted()).getJMSMessageID());
    }
    stop(broker);

    try (StoredMessages stored = StoredMessages.in(folder.resolve("data"), CHANNELS)) {
      assertThat(stored.counts()).containsExactly(Map.entry(CHANNELS.refused(), 1L));
    }
    try (StoredMessages stored = StoredMessages.in(folder.resolve("copy"), CHANNELS)) {
      assertThat(stored.counts()).isEqualTo(copied);
      List<String> bodies = new ArrayList<>();
      stored.accepted(
          CHANNELS.accepted(),
          message -> {
            bodies.add(message.body());
            assertThat(message.properties()).containsEntry("chunk", 7);
          });
      assertThat(bodies)
          .containsExactlyElementsOf(IntStream.range(0, 600).mapToObj(i -> "text " + i).toList());
    }
    broker = start(folder.resolve("copy/broker"));
    for (int i = 0; i < 600; i++) {
      TextMessage message = (TextMessage) jms().receive(CHANNELS.accepted());
      assertThat(message.getJMSMessageID()).isEqualTo(ids.get(i));
    }
    stop(broker);
  }
}
