package dev.journeygateway.accept;

import dev.journeygateway.audience.AudienceCatalog;
import dev.journeygateway.database.Database;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.request.IdBounds;
import dev.journeygateway.request.KnownAttributes;
import dev.journeygateway.request.OneSelector;
import dev.journeygateway.request.Selector;
import dev.journeygateway.request.StartAt;
import dev.journeygateway.request.StartableJourney;
import dev.journeygateway.request.UnderstoodFilter;
import dev.journeygateway.request.UsableValues;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The checks that the route validate-start-request puts in order. */
@Configuration(proxyBeanMethods = false)
class ValidateSteps {

  /** Doors whose callers wait for the answer. */
  private static final Set<String> ANSWERED_DOORS = Set.of("http", "upload");

  @Bean
  Processor requireOneSelector() {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      start.selector(OneSelector.require(start.request()));
    };
  }

  @Bean
  Processor requireUsableValues(IdBounds bounds) {
    return exchange -> UsableValues.require(new StartExchange(exchange).request(), bounds.maxIds());
  }

  @Bean
  Processor requireOwnedJourney(JourneyCatalog journeys) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      start.journey(
          StartableJourney.requireOwned(
              journeys.find(start.request().journeyId()), start.caller()));
    };
  }

  @Bean
  Processor requireRunningJourney() {
    return exchange -> StartableJourney.requireRunning(new StartExchange(exchange).journey());
  }

  @Bean
  Processor requireOneEntryPoint() {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      start.entryPoint(StartableJourney.requireOneEntryPoint(start.journey()));
    };
  }

  @Bean
  Processor requireActiveEntryPoint() {
    return exchange -> StartableJourney.requireActive(new StartExchange(exchange).entryPoint());
  }

  @Bean
  Processor requireKnownAttributes() {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      KnownAttributes.require(start.entryPoint(), start.request().attributeNames());
    };
  }

  /**
   * A time that is over is a mistake where a caller waits for the answer; a message may just have
   * been late, and starts now.
   */
  @Bean
  Processor requireUsableStartAt(Database database) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      Optional<String> asked = start.askedStartAt();
      if (asked.isPresent()) {
        Instant now = database.ask("find-time").first(row -> row.instant("now")).orElseThrow();
        Instant at = StartAt.require(asked.get(), now);
        if (ANSWERED_DOORS.contains(start.door())) {
          StartAt.requireAhead(at, now);
        }
        if (at.isAfter(now)) {
          start.startAt(at);
        }
      }
    };
  }

  /**
   * From here on the filter is the one that will be resolved, even if a token is revoked meanwhile.
   */
  @Bean
  Processor requireUnderstoodFilter(AudienceCatalog catalog) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      if (start.selector() instanceof Selector.Filter filter && start.journey().remote()) {
        UnderstoodFilter.requireReadable(filter);
      } else if (start.selector() instanceof Selector.Filter filter) {
        CheckedFilter checked =
            UnderstoodFilter.require(
                filter, start.journey(), start.caller(), catalog, catalog.groups());
        start.checkedFilter(checked);
        start.selector(new Selector.Filter(checked.text()));
      }
    };
  }
}
