package dev.journeygateway.cancel;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.Statuses;
import java.util.UUID;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that cancel. */
@Configuration(proxyBeanMethods = false)
class CancelSteps {

  @Bean
  Processor cancelStartRequest(Cancellation cancellation, Statuses statuses) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      UUID request =
          call.uuid("requestUuid")
              .orElseThrow(
                  () ->
                      Refusal.of(Reason.REQUEST_NOT_FOUND, "start request not found")
                          .asException());
      call.answer(statuses.of(cancellation.cancel(request, call.caller().applications())));
    };
  }
}
