package dev.journeygateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.RequestRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.JmsAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The route take-slot and the error handling, nothing else: what it commits is only counted. */
@CamelSpringBootTest
@SpringBootTest(
    classes = TakeSlotRouteTest.OneRoute.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "camel.main.routes-include-pattern=file:routes/accept/take-slot.camel.yaml,"
          + "file:routes/error-handling.camel.yaml",
      "management.endpoint.health.validate-group-membership=false"
    })
class TakeSlotRouteTest {

  private static final int A_SECOND = 2;
  private static final AtomicInteger committed = new AtomicInteger();

  @Configuration
  @EnableAutoConfiguration(
      exclude = {
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        JmsAutoConfiguration.class
      })
  static class OneRoute {

    private final AcceptSteps steps = new AcceptSteps();

    /** What the route asks of the settings. */
    public record Asked(boolean on, int floodGuard) {}

    @Bean
    Asked limitSettings() {
      return new Asked(true, A_SECOND);
    }

    @Bean
    Processor refuseKnownTaken() {
      return exchange -> {
        StartExchange start = new StartExchange(exchange);
        start.journey(new Journey("j", "AAAAA-00001", false, Journey.State.RUNNING, List.of()));
        start.entryPoint(new EntryPoint("p", false, false, Set.of()));
        exchange.setProperty("refusedSlot", exchange.getIn().getHeader("slot"));
      };
    }

    @Bean
    Processor refuseFlood() {
      return steps.refuseFlood(slot -> Duration.ofSeconds(60));
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService floodGuardClock() {
      return steps.floodGuardClock();
    }

    @Bean
    Processor requireRoomInLine() {
      return exchange -> {};
    }

    @Bean
    Processor commitAcceptance() {
      return exchange -> committed.incrementAndGet();
    }

    @Bean
    Processor answerRefusal() {
      return exchange -> {};
    }
  }

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate producer;

  @BeforeEach
  void nothingIsCommitted() {
    committed.set(0);
  }

  private Exchange take(String slot) {
    return producer.send(
        "direct:take-slot", ExchangeBuilder.anExchange(camel).withHeader("slot", slot).build());
  }

  /** 200 calls take far less than the second in which two may pass; a slow machine adds a few. */
  @Test
  void letsOnlyTheFirstOfASecondAskTheDatabase() {
    Exchange last = null;
    for (int call = 0; call < 200; call++) {
      last = take("flooded");
    }

    assertThat(committed.get()).isBetween(A_SECOND, 100);
    assertThat(last.getException())
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            refused -> {
              assertThat(refused.refusal().reason()).isEqualTo(Reason.RATE_LIMITED);
              assertThat(refused.refusal().retryAfterSeconds()).contains(60L);
            });
    assertThat(take("another").getException()).as("another slot").isNull();
  }

  @Test
  void guardsNothingForThoseThatMayWait() {
    for (int call = 0; call < 5; call++) {
      assertThat(take(null).getException()).isNull();
    }

    assertThat(committed).hasValue(5);
  }
}
