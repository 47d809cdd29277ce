package dev.journeygateway.delivery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.api.ApiCall;
import dev.journeygateway.api.Batch;
import dev.journeygateway.database.Database;
import dev.journeygateway.delivery.Deliveries.Resolution;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.StartRequests;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final Set<String> RESOLVABLE = Set.of("unknown", "refused");

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

  /** All that match, or how many do. */
  @Bean
  Processor resolveDeliveries(Database database, Deliveries deliveries, DestinationReport report) {
    DeliveryBatch batch = new DeliveryBatch(database, deliveries);
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Map<String, String> body =
          call.filter(Set.of("as", "destination", "journey", "request", "state"));
      Resolution as = resolutionOf(body.get("as"));
      DeliveryBatch.Filter filter = filter(body, report.named(call.caller()));
      call.answer(
          call.flag("dry_run")
              ? new Batch.Matched(true, batch.count(filter, call.caller()))
              : batch.all(filter, as, call.caller()));
    };
  }

  private static DeliveryBatch.Filter filter(Map<String, String> body, Set<String> named) {
    String state = body.getOrDefault("state", "unknown");
    if (!RESOLVABLE.contains(state)) {
      throw ApiCall.invalid("state", "state must be unknown or refused");
    }
    return new DeliveryBatch.Filter(
        body.containsKey("destination") ? Set.of(body.get("destination")) : named,
        state,
        Optional.ofNullable(body.get("journey")),
        Optional.ofNullable(body.get("request"))
            .map(
                text ->
                    ApiCall.uuidOf(text)
                        .orElseThrow(() -> ApiCall.invalid("request", "request must be a uuid"))));
  }

  private static Resolution resolution(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isObject() && json.size() == 1) {
        return resolutionOf(json.path("as").textValue());
      }
    } catch (JsonProcessingException e) {
      throw unresolvable();
    }
    throw unresolvable();
  }

  private static Resolution resolutionOf(String text) {
    return Arrays.stream(Resolution.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(DestinationSteps::unresolvable);
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
