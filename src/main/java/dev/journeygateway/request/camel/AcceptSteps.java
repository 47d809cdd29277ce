package dev.journeygateway.request.camel;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.journeygateway.audience.AudienceCatalog;
import dev.journeygateway.audience.CheckedFilter;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.limit.FloodGuard;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.TakenSlots;
import dev.journeygateway.request.Acceptance;
import dev.journeygateway.request.Acceptance.Verdict;
import dev.journeygateway.request.AcceptedMessages;
import dev.journeygateway.request.AcceptedQueue;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.GroupCommit;
import dev.journeygateway.request.HttpSettings;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.IdempotencyKeys;
import dev.journeygateway.request.KnownAttributes;
import dev.journeygateway.request.OneSelector;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.Selector;
import dev.journeygateway.request.StartRequestRefused;
import dev.journeygateway.request.StartableJourney;
import dev.journeygateway.request.UnderstoodFilter;
import dev.journeygateway.request.UsableValues;
import dev.journeygateway.request.WaitingLine;
import dev.journeygateway.request.WaitingLine.Joined;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The verbs that accepting a start request lends to the routes under routes/accept/. */
@Configuration(proxyBeanMethods = false)
class AcceptSteps {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptSteps.class);

  /** Larger groups gain nothing: by then a sync is a small part of the commit. */
  private static final int LARGEST_GROUP = 256;

  private static final int LONGEST_LINE = 4096;

  /**
   * Every caller is answered within five seconds: three for the database and the broker each would
   * be too many.
   */
  private static final Duration DATABASE_DEADLINE = Duration.ofMillis(1500);

  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();

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
              .filter(found -> start.caller().sees(found.applicationCode()));
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
                key));
        exchange.setProperty("firstAnswer", found.enqueued() ? "kept" : "unsent");
      }
    };
  }

  /** A file is not sent again by a caller who lost the answer: whoever drops it twice is told. */
  private static Refusal duplicateFile(UUID first) {
    return Refusal.of(
        Reason.DUPLICATE_FILE,
        "this content was taken before, as " + first,
        "request_uuid",
        first.toString());
  }

  @Bean
  Processor requireOneSelector() {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      start.selector(OneSelector.require(start.request()));
    };
  }

  @Bean
  Processor requireUsableValues(HttpSettings settings) {
    return exchange ->
        UsableValues.require(new StartExchange(exchange).request(), settings.maxIds());
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
   * From here on the filter is the one that will be resolved, whoever's token is revoked meanwhile.
   */
  @Bean
  Processor requireUnderstoodFilter(AudienceCatalog catalog) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      if (start.selector() instanceof Selector.Filter filter) {
        CheckedFilter checked =
            UnderstoodFilter.require(filter, start.journey(), start.caller(), catalog);
        start.checkedFilter(checked);
        start.selector(new Selector.Filter(checked.text()));
      }
    };
  }

  @Bean
  Processor refuseKnownTaken(TakenSlots takenSlots) {
    return exchange ->
        takenSlots
            .left(new StartExchange(exchange).slot())
            .ifPresent(
                left -> {
                  throw Acceptance.rateLimited(left).asException();
                });
  }

  @Bean
  Processor guardAgainstFloods(LimitSettings limit) {
    FloodGuard guard = new FloodGuard(limit.floodGuard(), Ticker.systemTicker());
    return exchange -> {
      if (!guard.admits(new StartExchange(exchange).slot())) {
        // Until what the guard let through has come back, a whole period is the time that is surely
        // enough.
        throw Acceptance.rateLimited(limit.period()).asException();
      }
    };
  }

  /** What is left of a route behind a group's commit: short, and never blocking. */
  @Bean(destroyMethod = "shutdown")
  ExecutorService acceptContinuations() {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(),
        new CustomizableThreadFactory("accept-continue-"));
  }

  @Bean
  GroupCommit<AcceptedRequest, Verdict> acceptanceGroup(
      Acceptance acceptance, GroupCommit<AcceptedRequest, Boolean> takeBackGroup) {
    return new GroupCommit<>(
        "accept-commit",
        LARGEST_GROUP,
        LONGEST_LINE,
        acceptance::take,
        failure -> failure instanceof DataIntegrityViolationException,
        (request, verdict) -> {
          if (verdict instanceof Verdict.Granted) {
            takeBackGroup.submit(request);
          }
        });
  }

  @Bean
  Processor takePermit(
      GroupCommit<AcceptedRequest, Verdict> acceptanceGroup,
      Clock clock,
      MeterRegistry meters,
      ExecutorService acceptContinuations) {
    return new GroupedStep<>(
        acceptanceGroup::submit,
        start -> {
          AcceptedRequest candidate = candidate(start, clock);
          start.accepted(candidate);
          return candidate;
        },
        (start, verdict) -> {
          if (verdict instanceof Verdict.Refused refused) {
            throw refused.refusal().asException();
          }
          start.accepted(start.accepted().at(((Verdict.Granted) verdict).acceptedAt()));
        },
        DATABASE_DEADLINE,
        meters.timer("journey_gateway_accept"),
        acceptContinuations);
  }

  private static AcceptedRequest candidate(StartExchange start, Clock clock) {
    return new AcceptedRequest(
        start.givenUuid().orElseGet(UUIDS::generate),
        start.door(),
        start.slot(),
        start.journey().applicationCode(),
        start.selector(),
        start.request().attributeValues(),
        clock.instant(),
        start.key());
  }

  /**
   * Refuses as over the limit what may not have its slot before others; a file always stands in
   * line, from where its door feeds it.
   */
  @Bean
  Processor requireEmptyLine(WaitingLine line, LimitSettings limit) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      if (start.file().isPresent() || line.somebodyWaits(start.slot())) {
        throw Acceptance.rateLimited(limit.period()).asException();
      }
    };
  }

  /** Whether a request failed because its slot is taken, and not for what it is. */
  @Bean
  Predicate slotIsTaken() {
    return exchange -> {
      StartRequestRefused refused = exchange.getException(StartRequestRefused.class);
      return refused.refusal().reason() == Reason.RATE_LIMITED;
    };
  }

  /** Lets the request wait for its slot; behind this step it is safe. */
  @Bean
  Processor joinWaitingLine(WaitingLine line, Clock clock) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      AcceptedRequest candidate = candidate(start, clock);
      Joined joined = line.join(candidate, start.file(), start.overLimit().orElseThrow());
      start.accepted(candidate.at(joined.acceptedAt()));
      exchange.setProperty("expectedAt", joined.expectedAt());
      try (var mdc = MDC.putCloseable("request_uuid", candidate.requestUuid().toString())) {
        LOG.info(
            "Accepted: journey {}, {} {}, door {}, slot expected at {}",
            candidate.slot().journeyId(),
            candidate.requested(),
            candidate.selector().kind(),
            candidate.door(),
            joined.expectedAt());
      }
    };
  }

  /**
   * One look at a time in this process; who comes while one is under way makes it look once more.
   * The body is then the ids of those whose lists are to be fed.
   */
  @Bean
  Processor admitWaiting(WaitingLine line) {
    Semaphore looking = new Semaphore(1);
    AtomicBoolean again = new AtomicBoolean();
    return exchange -> {
      List<UUID> lists = new ArrayList<>();
      exchange.getIn().setBody(lists);
      again.set(true);
      while (again.get() && looking.tryAcquire()) {
        try {
          again.set(false);
          lists.addAll(line.admit().lists());
        } finally {
          looking.release();
        }
      }
    };
  }

  @Bean
  GroupCommit<List<AcceptedMessages.Chunk>, Boolean> enqueueGroup(AcceptedQueue queue) {
    // What arrives after its sender gave up is dropped by the worker, when its request was taken
    // back by then, and else keeps it from being taken back.
    return allOrNone(
        "enqueue-commit", group -> queue.put(group.stream().flatMap(List::stream).toList()));
  }

  @Bean
  Processor enqueue(
      GroupCommit<List<AcceptedMessages.Chunk>, Boolean> enqueueGroup,
      AcceptedMessages messages,
      AcceptedQueue queue,
      MeterRegistry meters,
      ExecutorService acceptContinuations) {
    return new GroupedStep<>(
        enqueueGroup::submit,
        start -> messages.write(start.accepted()),
        (start, sent) -> {},
        queue.patience(),
        meters.timer("journey_gateway_send"),
        acceptContinuations);
  }

  @Bean
  GroupCommit<AcceptedRequest, Boolean> confirmGroup(Acceptance acceptance) {
    return allOrNone("confirm-commit", acceptance::confirm);
  }

  @Bean
  Processor confirmEnqueued(
      GroupCommit<AcceptedRequest, Boolean> confirmGroup,
      TakenSlots takenSlots,
      LimitSettings limit) {
    return new ConfirmEnqueued(confirmGroup, takenSlots, limit);
  }

  @Bean
  GroupCommit<AcceptedRequest, Boolean> takeBackGroup(Acceptance acceptance) {
    return new GroupCommit<>(
        "take-back-commit",
        LARGEST_GROUP,
        LONGEST_LINE,
        acceptance::takeBack,
        failure -> false,
        (request, takenBack) -> {});
  }

  private static <T> GroupCommit<T, Boolean> allOrNone(String name, Consumer<List<T>> commit) {
    return new GroupCommit<>(
        name,
        LARGEST_GROUP,
        LONGEST_LINE,
        group -> {
          commit.accept(group);
          return Collections.nCopies(group.size(), true);
        },
        failure -> false,
        (item, done) -> {});
  }

  /**
   * Takes back what the request was given and tells its caller to try again later. When the worker
   * has seen it already it was sent, although nobody said so, and goes on as any other.
   */
  @Bean
  Processor takeBackUnlessSeen(
      GroupCommit<AcceptedRequest, Boolean> takeBackGroup,
      MeterRegistry meters,
      ExecutorService acceptContinuations) {
    return new GroupedStep<>(
        // A copy, so that it is taken back also behind a caller who could not wait for it.
        request -> takeBackGroup.submit(request).copy(),
        start -> {
          Throwable cause =
              start.exchange().getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
          try (var mdc =
              MDC.putCloseable("request_uuid", start.accepted().requestUuid().toString())) {
            LOG.warn("To be taken back, the queue did not take it: {}", String.valueOf(cause));
          }
          return start.accepted();
        },
        (start, takenBack) -> {
          if (takenBack) {
            throw Refusal.unavailable().asException();
          }
        },
        DATABASE_DEADLINE,
        meters.timer("journey_gateway_take_back"),
        acceptContinuations);
  }
}
