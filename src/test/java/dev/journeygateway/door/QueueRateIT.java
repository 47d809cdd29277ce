package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.OutsideProducer;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How fast the queue door takes messages; by itself, for two embedded brokers share one name. */
class QueueRateIT {

  @Test
  void takesNoMoreMessagesASecondThanItMay() {
    try (RunningGateway gateway = RunningGateway.start("gateway.queue.max-messages-per-second=2")) {
      OutsideProducer producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
      for (int i = 0; i < 7; i++) {
        producer.ask("running", "{\"payload\": {\"users\": [\"ann\"]}}", OutsideProducer.TOKEN);
      }

      // Seven messages, two in any second: three seconds lie between the first and the last.
      List<Instant> accepted =
          gateway
              .jdbc()
              .query(
                  "select accepted_at from start_request order by accepted_at",
                  (row, number) -> row.getString("accepted_at"))
              .stream()
              .map(Instant::parse)
              .toList();
      assertThat(accepted).hasSize(7);
      assertThat(Duration.between(accepted.get(0), accepted.get(6)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }
  }
}
