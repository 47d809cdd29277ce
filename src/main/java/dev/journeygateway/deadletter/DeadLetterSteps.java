package dev.journeygateway.deadletter;

import dev.journeygateway.access.Caller;
import dev.journeygateway.api.ApiCall;
import dev.journeygateway.api.Batch;
import dev.journeygateway.deadletter.DeadLetters.Narrowed;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that list, show and send back dead letters. */
@Configuration(proxyBeanMethods = false)
class DeadLetterSteps {

  private static final int LONGEST_ID = 255;
  private static final Set<String> FILTER = Set.of("journey", "request", "cause");

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
      List<DeadLetter> found =
          deadLetters.list(
              call.caller(), narrowed(call::parameter), call.parameter("after"), limit + 1);
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

  @Bean
  Processor sendBackDeadLetters(DeadLetters deadLetters) {
    return exchange -> all(new ApiCall(exchange), deadLetters, deadLetters::sendBack);
  }

  @Bean
  Processor discardDeadLetters(DeadLetters deadLetters) {
    return exchange -> all(new ApiCall(exchange), deadLetters, deadLetters::discard);
  }

  private static void all(
      ApiCall call, DeadLetters deadLetters, BiConsumer<Caller, String> action) {
    Map<String, String> filter = call.filter(FILTER);
    Narrowed narrowed = narrowed(name -> Optional.ofNullable(filter.get(name)));
    call.answer(
        call.flag("dry_run")
            ? new Batch.Matched(true, deadLetters.count(call.caller(), narrowed))
            : came(call.caller(), narrowed, deadLetters, action));
  }

  /** Begins with the newest; one that is set aside again meanwhile is newer and not met twice. */
  private static Batch.Came came(
      Caller caller,
      Narrowed narrowed,
      DeadLetters deadLetters,
      BiConsumer<Caller, String> action) {
    Batch batch = new Batch();
    batch.<String>each(
        after ->
            deadLetters.list(caller, narrowed, after, Batch.SLICE).stream()
                .map(letter -> letter.id().toString())
                .toList(),
        id -> action.accept(caller, id));
    // Those that were sent back too often stay, and still match.
    return batch.came(() -> Math.max(0, deadLetters.count(caller, narrowed) - batch.refused()));
  }

  private static Narrowed narrowed(Function<String, Optional<String>> filter) {
    return new Narrowed(
        filter.apply("journey"),
        filter
            .apply("request")
            .map(
                text ->
                    ApiCall.uuidOf(text)
                        .orElseThrow(() -> ApiCall.invalid("request", "request must be a uuid"))),
        filter.apply("cause"));
  }

  private static String id(ApiCall call) {
    return call.parameter("deadLetterId")
        .filter(id -> id.length() <= LONGEST_ID)
        .orElseThrow(
            () -> Refusal.of(Reason.DEAD_LETTER_NOT_FOUND, "dead letter not found").asException());
  }
}
