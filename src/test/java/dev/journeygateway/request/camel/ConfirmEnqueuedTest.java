package dev.journeygateway.request.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.TakenSlots;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What this replica believes of a slot once its request is on the queue. */
class ConfirmEnqueuedTest {

  private static final Slot SLOT = new Slot("welcome", "api");

  private final CamelContext camel = new DefaultCamelContext();
  private final TakenSlots takenSlots = new TakenSlots(() -> 0);
  private final ConfirmEnqueued confirm =
      new ConfirmEnqueued(
          null, takenSlots, new LimitSettings(Duration.ofSeconds(60), 400, 20, 1_000));

  private Exchange exchange;

  @BeforeEach
  void accept() {
    exchange = new DefaultExchange(camel);
    new StartExchange(exchange)
        .accepted(
            new AcceptedRequest(
                UUID.randomUUID(),
                "http",
                SLOT,
                "APP01-00001",
                new Selector.Filter("Tag(\"City\").eq(\"Rome\")"),
                Map.of(),
                Instant.EPOCH,
                Optional.empty()));
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void remembersTheSlotOfANewRequestForNoLongerThanThePeriod() {
    confirm.process(exchange, done -> {});

    assertThat(takenSlots.left(SLOT))
        .hasValueSatisfying(
            left -> assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(60)));
  }

  /** Its permit is as old as the first try, which only the database knows. */
  @Test
  void leavesTheSlotOfARequestThatWasFoundUnsentToTheDatabase() {
    exchange.setProperty("firstAnswer", "unsent");

    confirm.process(exchange, done -> {});

    assertThat(takenSlots.left(SLOT)).isEmpty();
  }
}
