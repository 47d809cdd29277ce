package dev.journeygateway.why;

import dev.journeygateway.api.ApiCall;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verb of the routes that tell why a person is in, or not. */
@Configuration(proxyBeanMethods = false)
class WhySteps {

  private static final int LONGEST_ID = 255;

  /** The id is in the path or, where it cannot travel there, in the query. */
  @Bean
  Processor findPerson(People people) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      String id =
          call.parameter("id")
              .or(() -> call.parameter("personId"))
              .map(String::strip)
              .filter(text -> !text.isEmpty() && text.length() <= LONGEST_ID)
              .orElseThrow(
                  () -> ApiCall.invalid("id", "id must have 1 to " + LONGEST_ID + " characters"));
      call.answer(people.find(call.caller(), id, call.parameter("journey"), call.limit()));
    };
  }
}
