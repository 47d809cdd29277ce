package dev.journeygateway.deadletter;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that list, show and send back dead letters. */
@Configuration(proxyBeanMethods = false)
class DeadLetterSteps {

  private static final int LONGEST_ID = 255;

  private record Page(List<Shown> deadLetters, Optional<UUID> after) {}

  private record SentBack(UUID id, Optional<UUID> requestUuid, int sentBack) {}

  private record Shown(
      UUID id,
      Optional<UUID> requestUuid,
      Optional<String> applicationCode,
      Optional<String> journeyId,
      Optional<Integer> chunk,
      String cause,
      Instant failedAt,
      int sentBack,
      Optional<String> body) {

    static Shown of(DeadLetter letter, boolean whole) {
      return new Shown(
          letter.id(),
          letter.requestUuid(),
          letter.applicationCode(),
          letter.journeyId(),
          letter.message().chunk(),
          letter.cause(),
          letter.failedAt(),
          letter.sentBack(),
          whole ? Optional.of(letter.message().body()) : Optional.empty());
    }
  }

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
  Processor listDeadLetters(DeadLetters deadLetters) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      int limit = call.limit();
      List<DeadLetter> found = deadLetters.list(call.caller(), call.parameter("after"), limit + 1);
      List<Shown> page = found.stream().limit(limit).map(one -> Shown.of(one, false)).toList();
      call.answer(
          new Page(
              page,
              found.size() > limit ? Optional.of(page.get(limit - 1).id()) : Optional.empty()));
    };
  }

  @Bean
  Processor findDeadLetter(DeadLetters deadLetters) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      call.answer(Shown.of(deadLetters.find(call.caller(), id(call)), true));
    };
  }

  @Bean
  Processor sendBackDeadLetter(DeadLetters deadLetters) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      DeadLetter letter = deadLetters.sendBack(call.caller(), id(call));
      call.answer(new SentBack(letter.id(), letter.requestUuid(), letter.sentBack() + 1));
    };
  }

  private static String id(ApiCall call) {
    return call.parameter("deadLetterId")
        .filter(id -> id.length() <= LONGEST_ID)
        .orElseThrow(
            () -> Refusal.of(Reason.DEAD_LETTER_NOT_FOUND, "dead letter not found").asException());
  }
}
