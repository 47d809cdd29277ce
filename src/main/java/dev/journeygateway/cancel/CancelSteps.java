package dev.journeygateway.cancel;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.api.Batch;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.Statuses;
import java.util.UUID;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that cancel. */
@Configuration(proxyBeanMethods = false)
class CancelSteps {

  /** All that match the list's own filter, or how many do. */
  @Bean
  Processor cancelStartRequests(StartRequests requests, Cancellation cancellation) {
    CancelledBatch batch = new CancelledBatch(requests, cancellation);
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      RequestFilter filter = RequestFilter.of(call.filter(RequestFilter.NAMES), call.caller());
      call.answer(
          call.flag("dry_run")
              ? new Batch.Matched(true, batch.count(filter))
              : batch.all(filter, call.caller()));
    };
  }

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
      call.answer(statuses.of(cancellation.cancel(request, call.caller())));
    };
  }
}
