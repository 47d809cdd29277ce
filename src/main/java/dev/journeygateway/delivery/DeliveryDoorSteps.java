package dev.journeygateway.delivery;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a destination asks of a request before it is accepted. */
@Configuration(proxyBeanMethods = false)
class DeliveryDoorSteps {

  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  /** A request whose people are named in it and need too many calls is refused at once. */
  @Bean
  Processor requireFewCalls(DestinationCatalog destinations) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      Optional<Destination> destination = destinations.find(start.journey().destination());
      List<String> ids = ids(start.selector());
      if (destination.isEmpty() || ids.isEmpty()) {
        return;
      }
      long calls =
          CallLimit.calls(
              start.selector().kind(),
              CallBody.attributes(start.request().attributeValues()),
              ids,
              destination.get());
      if (calls > destination.get().maxCalls()) {
        throw CallLimit.refusal(calls, destination.get()).asException();
      }
    };
  }

  private static List<String> ids(Selector selector) {
    if (selector instanceof Selector.Users users) {
      return users.ids();
    }
    return selector instanceof Selector.Hwids hwids ? hwids.ids() : List.of();
  }

  /** Callers wait in the line of the destination instead of being refused, until it is full. */
  @Bean
  Processor requireRoomInLine(
      DestinationCatalog destinations, Deliveries deliveries, DeliverySettings settings) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      Optional<Destination> destination = destinations.find(start.journey().destination());
      if (destination.isEmpty()) {
        return;
      }
      long waiting =
          deliveries.waiting(
              new DeliverySlot(
                  destination.get().name(), start.slot().journeyId(), start.slot().entryPointId()));
      if (waiting >= settings.maxWaitingCalls()) {
        Duration period = destination.get().period();
        throw new Refusal(
                Reason.RATE_LIMITED,
                "Enhance your calm! only one request per minute is allowed",
                Map.of("waiting_calls", Long.toString(waiting)),
                Optional.of(period.compareTo(SHORTEST_WAIT) > 0 ? period : SHORTEST_WAIT))
            .asException();
      }
    };
  }
}
