package dev.journeygateway.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.journeygateway.accept.WaitingLine;
import dev.journeygateway.access.Caller;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.StartRequests.Narrowed;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes under routes/answer/: what became of a request. */
@Configuration(proxyBeanMethods = false)
class StatusSteps {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  @Bean
  StatusJson statusJson(WaitingLine line, Clock clock) {
    return new StatusJson(line, clock);
  }

  @Bean
  Processor findStartRequest(StartRequests requests, StatusJson statuses) {
    return exchange -> answer(exchange, json(statuses.of(find(exchange, requests))));
  }

  @Bean
  Processor listStartRequests(StartRequests requests, StatusJson statuses) {
    return exchange -> {
      Narrowed narrowed =
          new Narrowed(
              parameter(exchange, "journey"),
              parameter(exchange, "state").map(StatusSteps::state),
              parameter(exchange, "door"),
              parameter(exchange, "after")
                  .map(text -> uuid(text).orElseThrow(StatusSteps::notACursor)));
      int limit = limit(exchange);
      List<TrackedRequest> found =
          requests.list(caller(exchange).applications(), narrowed, limit + 1);
      List<TrackedRequest> page = found.subList(0, Math.min(limit, found.size()));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("start_requests", page.stream().map(statuses::of).toList());
      if (found.size() > limit) {
        answer.put("after", page.get(limit - 1).requestUuid().toString());
      }
      answer(exchange, json(answer));
    };
  }

  @Bean
  Processor listOutcomes(StartRequests requests) {
    return exchange -> {
      UUID requestUuid = find(exchange, requests).requestUuid();
      long behind = parameter(exchange, "after").map(StatusSteps::position).orElse(0L);
      int limit = limit(exchange);
      boolean csv = parameter(exchange, "Accept").filter(StatusSteps::prefersCsv).isPresent();
      List<Outcome> found = requests.outcomes(requestUuid, behind, limit + 1);
      List<Outcome> page = found.subList(0, Math.min(limit, found.size()));
      Optional<String> after =
          found.size() > limit
              ? Optional.of(Long.toString(page.get(limit - 1).position()))
              : Optional.empty();
      answer(exchange, csv ? csv(page) : json(outcomes(page, after)));
      if (csv) {
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/csv; charset=utf-8");
        after.ifPresent(
            cursor -> exchange.getMessage().setHeader("Link", next(requestUuid, cursor, limit)));
      }
    };
  }

  private static TrackedRequest find(Exchange exchange, StartRequests requests) {
    return parameter(exchange, "requestUuid")
        .flatMap(StatusSteps::uuid)
        .flatMap(id -> requests.find(id, caller(exchange).applications()))
        .orElseThrow(
            () -> Refusal.of(Reason.REQUEST_NOT_FOUND, "start request not found").asException());
  }

  private static Map<String, Object> outcomes(List<Outcome> page, Optional<String> after) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "outcomes",
        page.stream()
            .map(
                outcome -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("id", outcome.id());
                  one.put("outcome", outcome.outcome());
                  outcome.reason().ifPresent(reason -> one.put("reason", reason));
                  return one;
                })
            .toList());
    after.ifPresent(cursor -> answer.put("after", cursor));
    return answer;
  }

  private static String csv(List<Outcome> page) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord("id", "outcome", "reason");
      page.forEach(
          outcome -> csv.writeRecord(outcome.id(), outcome.outcome(), outcome.reason().orElse("")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
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

  private static int limit(Exchange exchange) {
    return parameter(exchange, "limit")
        .map(
            text -> {
              if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > LARGEST_PAGE) {
                throw invalid("limit", "limit must be 1 to " + LARGEST_PAGE);
              }
              return Integer.parseInt(text);
            })
        .orElse(PAGE);
  }

  private static long position(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw notACursor();
    }
    return Long.parseLong(text);
  }

  private static State state(String text) {
    try {
      return State.of(text);
    } catch (IllegalArgumentException e) {
      throw invalid("state", "state must be one of accepted, processing, held, done, failed");
    }
  }

  private static Optional<UUID> uuid(String text) {
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private static RuntimeException notACursor() {
    return invalid("after", "after must be the cursor that the page before answered");
  }

  private static RuntimeException invalid(String name, String message) {
    return Refusal.of(Reason.INVALID_PARAMETER, message, "parameter", name).asException();
  }

  private static Optional<String> parameter(Exchange exchange, String name) {
    return Optional.ofNullable(exchange.getIn().getHeader(name, String.class))
        .filter(text -> !text.isEmpty());
  }

  private static Caller caller(Exchange exchange) {
    return exchange.getProperty("caller", Caller.class);
  }

  private static void answer(Exchange exchange, String body) {
    Message answer = exchange.getMessage();
    answer.removeHeaders("*");
    answer.setHeader(Exchange.CONTENT_TYPE, "application/json");
    answer.setHeader(Exchange.HTTP_CHUNKED, false);
    answer.setBody(body);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings and numbers can be written as JSON", e);
    }
  }
}
