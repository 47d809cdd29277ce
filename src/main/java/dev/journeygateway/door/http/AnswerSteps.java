package dev.journeygateway.door.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.accept.AudienceCount;
import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.audience.ClauseCount;
import dev.journeygateway.door.RefusalJson;
import dev.journeygateway.door.Refusals;
import dev.journeygateway.door.StartRequestMeter;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the HTTP door answers: the published shapes, whatever happened. */
@Configuration(proxyBeanMethods = false)
class AnswerSteps {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @Bean
  Processor answerAccepted(SlotPeriods periods, StartRequestMeter meter) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      boolean replayed = start.replayed();
      Message answer = answer(exchange, 200);
      answer.setBody("{\"request_uuid\": \"" + start.accepted().requestUuid() + "\"}");
      if (replayed) {
        answer.setHeader("Idempotency-Replayed", "true");
      } else if (periods.on(start.accepted().slot())) {
        Duration period = periods.of(start.accepted().slot());
        rateLimit(answer, period, period.toSeconds());
      }
      meter.accepted(start);
    };
  }

  @Bean
  Processor answerDryRun(AudienceCount count) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      AudienceCount.Counted counted = counted(start, count);
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("dry_run", true);
      body.put("requested", counted.requested());
      body.put("users", counted.users());
      body.put("devices", counted.devices());
      body.put("duplicate", counted.duplicate());
      body.put("unknown", counted.unknown());
      body.put("known", counted.known());
      if (start.checkedFilter() != null) {
        body.put("clauses", counted.clauses().stream().map(AnswerSteps::clause).toList());
      }
      answer(exchange, 200).setBody(json(body));
    };
  }

  private static AudienceCount.Counted counted(StartExchange start, AudienceCount count) {
    if (start.selector() instanceof Selector.Users users) {
      return count.ofUsers(users.ids(), start.journey());
    }
    if (start.selector() instanceof Selector.Hwids hwids) {
      return count.ofHwids(hwids.ids(), start.journey());
    }
    // The people that a filter chooses at a destination are not known here.
    return start.checkedFilter() == null
        ? new AudienceCount.Counted(0, 0, 0, 0, 0, 0, List.of())
        : count.ofFilter(start.checkedFilter());
  }

  private static Map<String, Object> clause(ClauseCount clause) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", clause.text());
    map.put("character", clause.character());
    map.put("devices", clause.devices());
    return map;
  }

  @Bean
  Processor answerRefusal(LimitSettings limit, SlotPeriods periods, StartRequestMeter meter) {
    return exchange -> {
      Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      Refusal refusal = Refusals.of(failure);
      int status = RefusalJson.status(refusal.reason(), limit);
      Message answer = answer(exchange, status);
      answer.setBody(RefusalJson.of(refusal, status));
      refusal.retryAfterSeconds().ifPresent(seconds -> answer.setHeader("Retry-After", seconds));
      if (refusal.reason() == Reason.RATE_LIMITED) {
        StartExchange start = new StartExchange(exchange);
        rateLimit(
            answer,
            start.entryPoint() == null ? limit.period() : periods.of(start.slot()),
            refusal.retryAfterSeconds().orElseThrow());
      }
      if (refusal.reason() == Reason.UNAUTHENTICATED) {
        answer.setHeader("WWW-Authenticate", "Api");
      }
      if (exchange.getProperty("dryRun", false, Boolean.class)) {
        // Nobody meant to start: somebody tries a filter as they write it.
        meter.refused("http", refusal.reason());
      } else {
        meter.refused(new StartExchange(exchange), refusal.reason());
      }
    };
  }

  /** A message with nothing of the request in it. */
  private static Message answer(Exchange exchange, int status) {
    Message answer = exchange.getMessage();
    answer.removeHeaders("*");
    answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    answer.setHeader(Exchange.CONTENT_TYPE, "application/json");
    answer.setHeader(Exchange.HTTP_CHUNKED, false);
    return answer;
  }

  /** The names of the IETF draft "RateLimit header fields for HTTP". */
  private static void rateLimit(Message answer, Duration period, long seconds) {
    answer.setHeader("RateLimit-Policy", "\"start\";q=1;w=" + Math.max(1, period.toSeconds()));
    answer.setHeader("RateLimit", "\"start\";r=0;t=" + seconds);
  }

  private static String json(Map<String, Object> body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers can be written as JSON", e);
    }
  }
}
