package dev.journeygateway.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes under routes/dead-letters/. */
@Configuration(proxyBeanMethods = false)
class DeadLetterSteps {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final int LONGEST_ID = 255;

  /** Keeps a message that somebody put on the queue of dead letters. */
  @Bean
  Processor collectDeadLetter(DeadLetters deadLetters) {
    return exchange -> {
      AcceptedMessage message = DeadMessages.read(exchange.getIn());
      deadLetters.setAside(
          message, String.valueOf(message.properties().getOrDefault("cause", "none was given")));
    };
  }

  @Bean
  Processor requireAdminScope() {
    return exchange -> {
      if (!caller(exchange).may(Scope.ADMIN)) {
        throw Refusal.of(Reason.PERMISSION_DENIED, "this token may not administer dead letters")
            .asException();
      }
    };
  }

  @Bean
  Processor listDeadLetters(DeadLetters deadLetters) {
    return exchange -> {
      int limit = limit(exchange);
      List<DeadLetter> found =
          deadLetters.list(caller(exchange), parameter(exchange, "after"), limit + 1);
      List<DeadLetter> page = found.subList(0, Math.min(limit, found.size()));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("dead_letters", page.stream().map(DeadLetterSteps::summary).toList());
      if (found.size() > limit) {
        answer.put("after", page.get(limit - 1).id().toString());
      }
      answer(exchange, answer);
    };
  }

  @Bean
  Processor findDeadLetter(DeadLetters deadLetters) {
    return exchange -> {
      DeadLetter letter = deadLetters.find(caller(exchange), id(exchange));
      Map<String, Object> answer = summary(letter);
      answer.put("body", letter.message().body());
      answer(exchange, answer);
    };
  }

  @Bean
  Processor sendBackDeadLetter(DeadLetters deadLetters) {
    return exchange -> {
      DeadLetter letter = deadLetters.sendBack(caller(exchange), id(exchange));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("id", letter.id().toString());
      letter.requestUuid().ifPresent(request -> answer.put("request_uuid", request.toString()));
      answer.put("sent_back", letter.sentBack() + 1);
      answer(exchange, answer);
    };
  }

  private static Map<String, Object> summary(DeadLetter letter) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("id", letter.id().toString());
    letter.requestUuid().ifPresent(request -> summary.put("request_uuid", request.toString()));
    letter.applicationCode().ifPresent(code -> summary.put("application_code", code));
    letter.journeyId().ifPresent(journey -> summary.put("journey_id", journey));
    letter.message().chunk().ifPresent(chunk -> summary.put("chunk", chunk));
    summary.put("cause", letter.cause());
    summary.put("failed_at", letter.failedAt().toString());
    summary.put("sent_back", letter.sentBack());
    return summary;
  }

  private static Caller caller(Exchange exchange) {
    return exchange.getProperty("caller", Caller.class);
  }

  private static String id(Exchange exchange) {
    return parameter(exchange, "deadLetterId")
        .filter(id -> id.length() <= LONGEST_ID)
        .orElseThrow(
            () -> Refusal.of(Reason.DEAD_LETTER_NOT_FOUND, "dead letter not found").asException());
  }

  private static int limit(Exchange exchange) {
    return parameter(exchange, "limit")
        .map(
            text -> {
              if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > LARGEST_PAGE) {
                throw Refusal.of(
                        Reason.INVALID_PARAMETER,
                        "limit must be 1 to " + LARGEST_PAGE,
                        "parameter",
                        "limit")
                    .asException();
              }
              return Integer.parseInt(text);
            })
        .orElse(PAGE);
  }

  private static Optional<String> parameter(Exchange exchange, String name) {
    return Optional.ofNullable(exchange.getIn().getHeader(name, String.class))
        .filter(text -> !text.isEmpty());
  }

  private static void answer(Exchange exchange, Map<String, Object> body) {
    Message answer = exchange.getMessage();
    answer.removeHeaders("*");
    answer.setHeader(Exchange.CONTENT_TYPE, "application/json");
    answer.setHeader(Exchange.HTTP_CHUNKED, false);
    try {
      answer.setBody(JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings and numbers can be written as JSON", e);
    }
  }
}
