package dev.journeygateway.erasure;

import dev.journeygateway.access.Caller;
import dev.journeygateway.api.ApiCall;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that erase a person. */
@Configuration(proxyBeanMethods = false)
class ErasureSteps {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureSteps.class);
  private static final int LONGEST_ID = 255;

  /** Everybody is answered within five seconds. */
  private static final int PATIENCE_MILLIS = 2_500;

  /** Answers 200 with the receipt, or 202 with what there is of it when that takes longer. */
  @Bean
  Processor erasePerson(Erasures erasures, ErasureThread thread) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      String person =
          call.parameter("id")
              .or(() -> call.parameter("personId"))
              .map(String::strip)
              .filter(text -> !text.isEmpty() && text.length() <= LONGEST_ID)
              .orElseThrow(
                  () -> ApiCall.invalid("id", "id must have 1 to " + LONGEST_ID + " characters"));
      UUID erasure = erasures.begin(call.caller(), application(call), person);
      await(erasure, erasures, thread);
      answer(call, erasure, erasures);
    };
  }

  private static String application(ApiCall call) {
    Caller caller = call.caller();
    return call.parameter("application")
        .or(
            () ->
                caller.applications().size() == 1
                    ? caller.applications().stream().findFirst()
                    : java.util.Optional.empty())
        .filter(caller::sees)
        .orElseThrow(
            () -> ApiCall.invalid("application", "application must be one of the token's"));
  }

  private static void await(UUID erasure, Erasures erasures, ErasureThread thread)
      throws InterruptedException {
    try {
      Future<?> work = thread.executor().submit(() -> erasures.work(erasure));
      work.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | RejectedExecutionException e) {
      LOG.info("Erasure {} goes on in the background", erasure);
    } catch (ExecutionException e) {
      LOG.warn("Erasure {} is tried again: {}", erasure, e.getCause().toString());
    }
  }

  private static void answer(ApiCall call, UUID erasure, Erasures erasures) {
    Receipt receipt =
        erasures
            .find(call.caller(), erasure)
            .orElseThrow(() -> Refusal.of(Reason.NOT_FOUND, "erasure not found").asException());
    call.answer(receipt);
    if (!receipt.state().equals("done")) {
      call.exchange().getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
    }
  }

  @Bean
  Processor findErasure(Erasures erasures) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      answer(call, call.uuid("erasureId").orElse(new UUID(0, 0)), erasures);
    };
  }

  @Bean
  Processor resumeErasures(Erasures erasures) {
    return exchange -> erasures.resume();
  }
}
