package dev.journeygateway.bench.peer;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A Camel application with every starter that the gateway has, and one route that does nothing.
 *
 * <p>Started from the gateway's jar, so that its classes are found in the same way. Arguments are
 * Spring's.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class StartersPeer {

  public static void main(String[] arguments) {
    Peers.takeStandardOutput();
    Peers.endWithParent();
    SpringApplication.run(StartersPeer.class, arguments);
  }

  @Bean
  RouteBuilder bareRoute() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:bare").routeId("answer-constant").setBody(constant("ok"));
      }
    };
  }
}
