package dev.journeygateway.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.model.RouteDefinition;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The least that Camel on Spring Boot can do with a POST: a platform-http route that answers a
 * constant; or, with {@code --answer=marshal} or {@code --answer=mapper}, a record that its marshal
 * step or the JSON mapper in a processor writes.
 *
 * <p>Start it without ActiveMQ's and spring-jms's jars on the class path. Other arguments are
 * Spring's.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class BarePeer {

  private static final String ANSWER =
      "{\"request_uuid\": \"9f8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d\"}";

  /** How the answer is written. */
  public enum Written {
    CONSTANT,
    MARSHAL,
    MAPPER
  }

  private record Answer(String request_uuid) {}

  public static void main(String[] arguments) {
    Peers.takeStandardOutput();
    Peers.endWithParent();
    SpringApplication.run(BarePeer.class, arguments);
  }

  @Bean
  RouteBuilder bareRoute(@Value("${answer:CONSTANT}") Written written) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        RouteDefinition route =
            from("platform-http:/api/journey/{id}/start/external?httpMethodRestrict=POST")
                .routeId("answer")
                // Otherwise the caller's headers, the token among them, come back in the answer.
                .removeHeaders("*")
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"));
        ObjectMapper mapper = new ObjectMapper();
        switch (written) {
          case CONSTANT -> route.setBody(constant(ANSWER));
          case MARSHAL ->
              route
                  .process(exchange -> exchange.getIn().setBody(answer()))
                  .marshal(new JacksonDataFormat(mapper, Answer.class));
          case MAPPER ->
              route.process(
                  exchange -> exchange.getIn().setBody(mapper.writeValueAsBytes(answer())));
        }
      }
    };
  }

  private static Answer answer() {
    return new Answer(UUID.randomUUID().toString());
  }
}
