package dev.journeygateway.accept;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.accept.Acceptance.Verdict;
import dev.journeygateway.limit.RateLimitCache;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.trace.RequestSpan;
import dev.journeygateway.trace.TraceLog;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts a request, or refuses it for its slot. The exchange goes on when the commit is through,
 * on the same thread where it came alone; no thread waits for another's commit.
 */
final class CommitAcceptance extends AsyncProcessorSupport {
  private static final Logger LOG = LoggerFactory.getLogger(CommitAcceptance.class);
  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();

  /**
   * Every caller is answered within five seconds: three are for looking up a key while the database
   * hangs.
   */
  private static final Duration DEADLINE = Duration.ofMillis(1500);

  private final GroupCommit<Candidate, Verdict> group;
  private final AcceptedMessages messages;
  private final Outbox outbox;
  private final OutboxSender sender;
  private final RateLimitCache taken;
  private final SlotPeriods periods;
  private final Clock clock;
  private final Traces traces;
  private final Timer timer;

  /**
   * @param timer how long an exchange waits for its commit
   */
  CommitAcceptance(
      GroupCommit<Candidate, Verdict> group,
      AcceptedMessages messages,
      Outbox outbox,
      OutboxSender sender,
      RateLimitCache taken,
      SlotPeriods periods,
      Clock clock,
      Traces traces,
      Timer timer) {
    this.group = group;
    this.messages = messages;
    this.outbox = outbox;
    this.sender = sender;
    this.taken = taken;
    this.periods = periods;
    this.clock = clock;
    this.traces = traces;
    this.timer = timer;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    StartExchange start = new StartExchange(exchange);
    RequestSpan span = traces.step("accept", start.traceparent());
    Candidate candidate = candidate(start, span.traceparent());
    span.of(candidate.request().requestUuid())
        .set("journey", candidate.request().slot().journeyId())
        .set("door", candidate.request().door());
    Timer.Sample sample = Timer.start();
    group.submit(
        candidate,
        DEADLINE,
        (verdict, failure) -> {
          sample.stop(timer);
          end(span, verdict, failure);
          if (failure != null) {
            exchange.setException(failure);
          } else if (verdict instanceof Verdict.Refused refused) {
            exchange.setException(refused.refusal().asException());
          } else {
            accepted(start, candidate, (Verdict.Accepted) verdict);
          }
          callback.done(false);
        });
    return false;
  }

  private static void end(RequestSpan span, Verdict verdict, Throwable failure) {
    if (failure != null) {
      span.failed(failure);
    } else if (verdict instanceof Verdict.Refused refused) {
      span.set("reason", refused.refusal().reason().name());
    }
    span.end();
  }

  private Candidate candidate(StartExchange start, Optional<String> traceparent) {
    AcceptedRequest request =
        new AcceptedRequest(
            start.givenUuid().orElseGet(UUIDS::generate),
            start.door(),
            start.slot(),
            start.journey().applicationCode(),
            start.selector(),
            start.request().attributeValues(),
            clock.instant(),
            start.key(),
            traceparent);
    return new Candidate(
        request,
        start.overLimit(),
        start.startAt(),
        start.file(),
        outbox.entries(messages.write(request)));
  }

  private void accepted(StartExchange start, Candidate candidate, Verdict.Accepted verdict) {
    AcceptedRequest request = candidate.request().at(verdict.at());
    start.accepted(request);
    if (candidate.startsLater()) {
      // Its messages stay where they are until its time comes.
    } else if (verdict.expectedAt().isPresent()) {
      start.exchange().setProperty("expectedAt", verdict.expectedAt().get());
    } else {
      sender.add(
          candidate.entries().stream().map(entry -> entry.acceptedAt(verdict.at())).toList());
      if (periods.on(request.slot())) {
        // From when the exchange began, a moment before the permit: what is forgotten early is
        // asked of the database.
        taken.remember(
            request.slot(),
            periods.of(request.slot()).minusMillis(start.exchange().getClock().elapsed()));
      }
    }
    try (var log = TraceLog.of(request.requestUuid(), request.traceparent())) {
      LOG.info(
          "Accepted: journey {}, {} {}, door {}{}{}",
          request.slot().journeyId(),
          request.requested(),
          request.selector().kind(),
          request.door(),
          candidate.startAt().map(at -> ", starts at " + at).orElse(""),
          verdict.expectedAt().map(at -> ", slot expected at " + at).orElse(""));
    }
  }
}
