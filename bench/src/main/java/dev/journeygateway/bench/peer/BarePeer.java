package dev.journeygateway.bench.peer;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The least that Camel on Spring Boot can do with a POST: a platform-http route that answers a
 * constant.
 *
 * <p>Start it without ActiveMQ's and spring-jms's jars on the class path. Arguments are Spring's.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class BarePeer {

  private static final String ANSWER =
      "{\"request_uuid\": \"9f8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d\"}";

  public static void main(String[] arguments) {
    Peers.takeStandardOutput();
    Peers.endWithParent();
    SpringApplication.run(BarePeer.class, arguments);
  }

  @Bean
  RouteBuilder bareRoute() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("platform-http:/api/journey/{id}/start/external?httpMethodRestrict=POST")
            .routeId("answer-constant")
            // Otherwise the caller's headers, the token among them, come back in the answer.
            .removeHeaders("*")
            .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
            .setBody(constant(ANSWER));
      }
    };
  }
}
