package dev.journeygateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.RequestRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.UseAdviceWith;
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

/**
 * The route accept-start-request and the error handling, nothing else: its neighbours are replaced.
 */
@CamelSpringBootTest
@UseAdviceWith
@SpringBootTest(
    classes = AcceptStartRequestRouteTest.OneRoute.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "camel.main.routes-include-pattern=file:routes/accept/accept-start-request.camel.yaml,"
          + "file:routes/error-handling.camel.yaml",
      "management.endpoint.health.validate-group-membership=false"
    })
class AcceptStartRequestRouteTest {

  @Configuration
  @EnableAutoConfiguration(
      exclude = {
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        JmsAutoConfiguration.class
      })
  static class OneRoute {

    @Bean
    Processor replayFirstAnswer() {
      return exchange -> exchange.setProperty("replayed", exchange.getIn().getHeader("first"));
    }

    @Bean
    Processor answerRefusal() {
      return exchange -> {};
    }
  }

  private static final List<String> called = new ArrayList<>();
  private static RuntimeException failure;

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate producer;

  @BeforeEach
  void replaceTheNeighbours() throws Exception {
    called.clear();
    failure = null;
    if (camel.isStarted()) {
      return;
    }
    AdviceWith.adviceWith(
        camel,
        "accept-start-request",
        route -> {
          for (String seam : List.of("validate-start-request", "take-slot")) {
            route
                .weaveByToUri("direct:" + seam)
                .replace()
                .process(
                    exchange -> {
                      called.add(seam);
                      if (failure != null && seam.equals("validate-start-request")) {
                        throw failure;
                      }
                    });
          }
        });
    camel.start();
  }

  private Exchange accept(boolean firstAnswer) {
    return producer.send(
        "direct:accept-start-request",
        ExchangeBuilder.anExchange(camel).withHeader("first", firstAnswer).build());
  }

  @Test
  void checksBeforeItTakesASlot() {
    accept(false);

    assertThat(called).containsExactly("validate-start-request", "take-slot");
  }

  @Test
  void doesNothingMoreForAKeyWhoseFirstAnswerIsKept() {
    accept(true);

    assertThat(called).isEmpty();
  }

  @Test
  void leavesARefusalToItsCaller() {
    failure = Refusal.of(Reason.NO_SELECTOR, "no").asException();

    Exchange exchange = accept(false);

    assertThat(called).containsExactly("validate-start-request");
    assertThat(exchange.getException()).isInstanceOf(RequestRefusedException.class);
  }
}
