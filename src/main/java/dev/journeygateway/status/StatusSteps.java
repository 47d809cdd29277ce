package dev.journeygateway.status;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.StartRequests.Narrowed;
import dev.journeygateway.text.CsvLine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that tell what became of a request. */
@Configuration(proxyBeanMethods = false)
class StatusSteps {

  private record Page(List<StartRequestStatus> startRequests, Optional<UUID> after) {}

  private record OutcomePage(List<Told> outcomes, Optional<String> after) {}

  private record Steps(List<Timeline.Step> steps) {}

  private record Told(String id, String outcome, Optional<String> reason) {}

  @Bean
  Processor findStartRequest(StartRequests requests, Statuses statuses) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      call.answer(statuses.of(find(call, requests)));
    };
  }

  @Bean
  Processor listStartRequests(StartRequests requests, Statuses statuses) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Narrowed narrowed =
          new Narrowed(
              call.parameter("journey"),
              call.parameter("state").map(StatusSteps::state),
              call.parameter("door"),
              call.afterUuid(),
              call.time("from"),
              call.time("to"),
              call.parameter("file"),
              call.parameter("person"));
      int limit = call.limit();
      List<TrackedRequest> found = requests.list(applications(call), narrowed, limit + 1);
      List<StartRequestStatus> page = found.stream().limit(limit).map(statuses::of).toList();
      call.answer(
          new Page(
              page,
              found.size() > limit
                  ? Optional.of(page.get(limit - 1).requestUuid())
                  : Optional.empty()));
    };
  }

  @Bean
  Processor listOutcomes(StartRequests requests) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      UUID requestUuid = find(call, requests).requestUuid();
      int limit = call.limit();
      List<Outcome> found =
          requests.outcomes(requestUuid, call.afterPosition().orElse(0L), limit + 1);
      List<Outcome> page = found.stream().limit(limit).toList();
      Optional<String> after =
          found.size() > limit
              ? Optional.of(Long.toString(page.get(limit - 1).position()))
              : Optional.empty();
      boolean csv = call.header("Accept").filter(StatusSteps::prefersCsv).isPresent();
      if (!csv) {
        List<Told> told =
            page.stream().map(one -> new Told(one.id(), one.outcome(), one.reason())).toList();
        call.answer(new OutcomePage(told, after));
        return;
      }
      call.answer(csv(page));
      exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/csv; charset=utf-8");
      after.ifPresent(
          cursor -> exchange.getMessage().setHeader("Link", next(requestUuid, cursor, limit)));
    };
  }

  @Bean
  Processor findTimeline(StartRequests requests, Timeline timeline) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      call.answer(new Steps(timeline.of(find(call, requests))));
    };
  }

  /** Those of the caller or, of these, the one that was asked for. */
  private static Set<String> applications(ApiCall call) {
    Set<String> all = call.caller().applications();
    return call.parameter("application")
        .map(one -> all.contains(one) ? Set.of(one) : Set.<String>of())
        .orElse(all);
  }

  private static TrackedRequest find(ApiCall call, StartRequests requests) {
    return call.uuid("requestUuid")
        .flatMap(id -> requests.find(id, call.caller().applications()))
        .orElseThrow(
            () -> Refusal.of(Reason.REQUEST_NOT_FOUND, "start request not found").asException());
  }

  private static String csv(List<Outcome> page) {
    StringBuilder text = new StringBuilder(csvLine("id", "outcome", "reason"));
    page.forEach(
        outcome ->
            text.append(csvLine(outcome.id(), outcome.outcome(), outcome.reason().orElse(""))));
    return text.toString();
  }

  private static String csvLine(String... cells) {
    return CsvLine.of(List.of(cells), ',', "\r\n");
  }

  private static String next(UUID requestUuid, String cursor, int limit) {
    return "</api/start-requests/%s/outcomes?after=%s&limit=%d>; rel=\"next\""
        .formatted(requestUuid, cursor, limit);
  }

  private static boolean prefersCsv(String accept) {
    String lower = accept.toLowerCase(Locale.ROOT);
    int csv = lower.indexOf("text/csv");
    int json = lower.indexOf("application/json");
    return csv >= 0 && (json < 0 || csv < json);
  }

  private static State state(String text) {
    try {
      return State.of(text);
    } catch (IllegalArgumentException e) {
      throw ApiCall.invalid(
          "state",
          "state must be one of "
              + Arrays.stream(State.values()).map(State::text).collect(Collectors.joining(", ")));
    }
  }
}
