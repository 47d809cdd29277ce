package dev.journeygateway.cancel;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.journey.JourneyHolds;
import dev.journeygateway.request.StartableJourney;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that stop a journey here and now, and let it go on. */
@Configuration(proxyBeanMethods = false)
class HoldSteps {

  private record Held(String journeyId, String state, Optional<Instant> heldAt) {}

  @Bean
  Processor holdJourney(JourneyCatalog journeys, JourneyHolds holds) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Journey journey = owned(call, journeys);
      Optional<Instant> heldAt = holds.hold(journey, call.caller());
      call.answer(new Held(journey.id(), text(Journey.State.HELD), heldAt));
    };
  }

  @Bean
  Processor releaseJourney(JourneyCatalog journeys, JourneyHolds holds) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Journey journey = owned(call, journeys);
      holds.release(journey, call.caller());
      call.answer(new Held(journey.id(), text(owned(call, journeys).state()), Optional.empty()));
    };
  }

  private static String text(Journey.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Journey owned(ApiCall call, JourneyCatalog journeys) {
    String id =
        URLDecoder.decode(
            call.parameter("journeyId").orElse("").replace("+", "%2B"), StandardCharsets.UTF_8);
    return StartableJourney.requireOwned(journeys.find(id), call.caller());
  }
}
