package dev.journeygateway.accept;

import dev.journeygateway.accept.Acceptance.Verdict;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.limit.RateLimitCache;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.OneSelector;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The verbs that accepting a start request lends to the routes under routes/accept/. */
@Configuration(proxyBeanMethods = false)
class AcceptSteps {

  @Bean
  Processor replayFirstAnswer(IdempotencyKeys keys) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      Optional<IdempotencyKey> key = start.key();
      if (key.isEmpty()) {
        return;
      }
      String journeyId = start.read().request().journeyId();
      Optional<IdempotencyKeys.First> first =
          keys.first(journeyId, key.get())
              .filter(found -> start.caller().sees(found.applicationCode()))
              .filter(found -> !mayBeSentAgain(start, found, journeyId, keys));
      if (first.isPresent()) {
        IdempotencyKeys.First found = first.get();
        if (start.file().isPresent()) {
          throw duplicateFile(found.requestUuid()).asException();
        }
        start.accepted(
            new AcceptedRequest(
                found.requestUuid(),
                found.door(),
                new Slot(journeyId, found.entryPointId()),
                found.applicationCode(),
                OneSelector.require(start.request()),
                start.request().attributeValues(),
                found.acceptedAt(),
                key,
                start.traceparent()));
        start.replayed(true);
      }
    };
  }

  /**
   * The content of a list that failed or was cancelled is taken as if it came for the first time.
   */
  private static boolean mayBeSentAgain(
      StartExchange start, IdempotencyKeys.First first, String journeyId, IdempotencyKeys keys) {
    boolean again = start.file().isPresent() && first.over();
    if (again) {
      keys.forget(journeyId, start.key().orElseThrow().key(), first.requestUuid());
    }
    return again;
  }

  /** A file is not sent again because an answer was lost: dropping it twice is refused. */
  private static Refusal duplicateFile(UUID first) {
    return Refusal.of(
        Reason.DUPLICATE_FILE,
        "this content was taken before, as " + first,
        "request_uuid",
        first.toString());
  }

  /** Who may wait for the slot, or starts later, is not refused for it. */
  private static boolean takesItsSlotNow(StartExchange start) {
    return start.overLimit() == OverLimit.REFUSE && start.startAt().isEmpty();
  }

  @Bean
  Processor refuseKnownTaken(RateLimitCache taken, SlotPeriods periods) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      if (takesItsSlotNow(start) && periods.on(start.slot())) {
        // What the throttle counts by.
        exchange.setProperty("refusedSlot", start.slot().toString());
        taken
            .left(start.slot())
            .ifPresent(
                left -> {
                  throw Acceptance.rateLimited(left).asException();
                });
      }
    };
  }

  @Bean
  Processor refuseFlood(SlotPeriods periods) {
    return exchange -> {
      // Until what the guard let through has come back, a whole period is the time that is surely
      // enough.
      throw Acceptance.rateLimited(periods.of(new StartExchange(exchange).slot())).asException();
    };
  }

  /**
   * Frees the throttle's states. Camel's own pool for this holds 1,000 tasks, and a state whose
   * task found no place there is never freed.
   */
  @Bean
  ScheduledExecutorService floodGuardClock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("flood-guard-"));
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  @Bean
  Processor commitAcceptance(
      GroupCommit<Candidate, Verdict> acceptanceGroup,
      AcceptedMessages messages,
      Outbox outbox,
      OutboxSender sender,
      RateLimitCache taken,
      SlotPeriods periods,
      Clock clock,
      Traces traces,
      MeterRegistry meters) {
    return new CommitAcceptance(
        acceptanceGroup,
        messages,
        outbox,
        sender,
        taken,
        periods,
        clock,
        traces,
        meters.timer("journey_gateway_accept"));
  }

  @Bean
  Processor undoLateAcceptances(LateAcceptances late) {
    return exchange -> late.undo();
  }

  @Bean
  Processor beginDueRequests(ScheduledRequests scheduled) {
    return exchange -> scheduled.beginDue();
  }

  /** The body is then the ids of those that got their slots. */
  @Bean
  Processor grantFreeSlots(SlotGrants grants) {
    return exchange -> exchange.getIn().setBody(grants.grant());
  }
}
