package dev.journeygateway.delivery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.api.ApiCall;
import dev.journeygateway.delivery.Deliveries.Resolution;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.StartRequests;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the calls that ask about destinations and deliveries, and decide. */
@Configuration(proxyBeanMethods = false)
class DestinationSteps {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private record DeliveryPage(List<Deliveries.Shown> deliveries, Optional<Integer> after) {}

  private record DestinationList(List<DestinationReport.Shown> destinations) {}

  private record Resolved(UUID deliveryUuid, String state) {}

  @Bean
  Processor listDeliveries(StartRequests requests, Deliveries deliveries) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      UUID request =
          call.uuid("requestUuid")
              .flatMap(id -> requests.find(id, call.caller().applications()))
              .orElseThrow(
                  () ->
                      Refusal.of(Reason.REQUEST_NOT_FOUND, "start request not found").asException())
              .requestUuid();
      int limit = call.limit();
      List<Deliveries.Shown> found =
          deliveries.list(request, call.afterPosition().orElse(0L), limit + 1);
      List<Deliveries.Shown> page = found.stream().limit(limit).toList();
      call.answer(
          new DeliveryPage(
              page,
              found.size() > limit ? Optional.of(page.get(limit - 1).number()) : Optional.empty()));
    };
  }

  @Bean
  Processor listDestinations(DestinationReport report) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      call.answer(new DestinationList(report.of(call.caller())));
    };
  }

  @Bean
  Processor stopDestination(DestinationReport report, DestinationStates states) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Destination destination = destination(call, report);
      states.stopByHand(destination.name(), call.caller());
      call.answer(report.one(call.caller(), destination.name()).orElseThrow());
    };
  }

  @Bean
  Processor resumeDestination(DestinationReport report, DestinationStates states) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Destination destination = destination(call, report);
      states.resumeByHand(destination.name(), call.caller());
      call.answer(report.one(call.caller(), destination.name()).orElseThrow());
    };
  }

  private static Destination destination(ApiCall call, DestinationReport report) {
    return call.parameter("destinationName")
        .flatMap(name -> report.visible(call.caller(), name))
        .orElseThrow(
            () -> Refusal.of(Reason.DESTINATION_NOT_FOUND, "destination not found").asException());
  }

  @Bean
  Processor resolveDelivery(Deliveries deliveries) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      UUID delivery =
          call.uuid("deliveryUuid")
              .orElseThrow(
                  () -> Refusal.of(Reason.DELIVERY_NOT_FOUND, "delivery not found").asException());
      Resolution as = resolution(exchange.getIn().getBody(String.class));
      String state = deliveries.resolve(delivery, as, call.caller());
      call.answer(new Resolved(delivery, state));
    };
  }

  private static Resolution resolution(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isObject() && json.size() == 1 && json.path("as").isTextual()) {
        return Resolution.valueOf(json.get("as").asText().toUpperCase(Locale.ROOT));
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unresolvable();
    }
    throw unresolvable();
  }

  private static RuntimeException unresolvable() {
    return Refusal.of(
            Reason.INVALID_FIELD,
            "the body must be {\"as\": \"delivered\"} or {\"as\": \"again\"}",
            "field",
            "as")
        .asException();
  }
}
