package dev.journeygateway.overview;

import dev.journeygateway.access.Caller;
import dev.journeygateway.api.ApiCall;
import dev.journeygateway.database.Database;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.Statuses;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that show the caller, the catalogue and the whole. */
@Configuration(proxyBeanMethods = false)
class OverviewSteps {

  private static final int LAST_REQUESTS = 5;

  private record Me(String hint, List<String> scopes, List<Application> applications) {}

  private record Application(String code, String name) {}

  private record Page(List<Journeys.Shown> journeys, Optional<String> after) {}

  @Bean
  Processor showOverview(Overview overview) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      call.answer(overview.shown(call.caller()));
    };
  }

  @Bean
  Processor showMe(Database database) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Caller caller = call.caller();
      call.answer(
          new Me(
              caller.hint(),
              caller.scopes().stream()
                  .sorted()
                  .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                  .toList(),
              database
                  .ask("find-application-names")
                  .with("applications", caller.applications())
                  .list(row -> new Application(row.text("code"), row.text("name")))));
    };
  }

  @Bean
  Processor listJourneys(Journeys journeys) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      int limit = call.limit();
      Journeys.Narrowed narrowed =
          new Journeys.Narrowed(
              call.parameter("after"),
              call.parameter("state").map(OverviewSteps::state),
              call.parameter("text"));
      List<Journeys.Shown> found = journeys.list(call.caller().applications(), narrowed, limit + 1);
      List<Journeys.Shown> page = found.stream().limit(limit).toList();
      call.answer(
          new Page(
              page,
              found.size() > limit ? Optional.of(page.get(limit - 1).id()) : Optional.empty()));
    };
  }

  @Bean
  Processor showJourney(Journeys journeys, StartRequests requests, Statuses statuses) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      String id = call.parameter("journeyId").map(OverviewSteps::pathSegment).orElse("");
      Journeys.Shown journey =
          journeys
              .find(call.caller().applications(), id)
              .orElseThrow(
                  () -> Refusal.of(Reason.JOURNEY_NOT_FOUND, "journey not found").asException());
      StartRequests.Narrowed ofIt =
          new StartRequests.Narrowed(
              Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
      call.answer(
          journey.with(
              requests.list(call.caller().applications(), ofIt, LAST_REQUESTS).stream()
                  .map(statuses::of)
                  .toList()));
    };
  }

  private static String pathSegment(String raw) {
    // A plus sign in a path is a plus sign; only in a query it is a blank.
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Journey.State state(String text) {
    return Arrays.stream(Journey.State.values())
        .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                ApiCall.invalid(
                    "state",
                    "state must be one of "
                        + Arrays.stream(Journey.State.values())
                            .map(state -> state.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }
}
