package dev.journeygateway;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import org.junit.jupiter.api.Test;

/** How fast the queue door takes messages; by itself, for two embedded brokers share one name. */
class QueuePaceIT {

  @Test
  void takesNoMoreMessagesASecondThanItsPace() {
    try (RunningGateway gateway = RunningGateway.start("gateway.queue.pace=2")) {
      OutsideProducer producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
      for (int i = 0; i < 7; i++) {
        producer.ask("running", "{\"payload\": {\"users\": [\"ann\"]}}", OutsideProducer.TOKEN);
      }

      // Seven messages, two in any second: three seconds lie between the first and the last.
      assertThat(
              gateway
                  .jdbc()
                  .queryForObject(
                      "select max(accepted_at) >= min(accepted_at) + interval '2' second from start_request",
                      Boolean.class))
          .isTrue();
    }
  }
}
