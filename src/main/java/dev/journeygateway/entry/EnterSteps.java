package dev.journeygateway.entry;

import dev.journeygateway.activity.ActivityCounts;
import dev.journeygateway.cancel.CancelledPeople;
import dev.journeygateway.deadletter.DeadLetters;
import dev.journeygateway.deadletter.DeadMessages;
import dev.journeygateway.entry.EntryRecorder.Recorded;
import dev.journeygateway.entry.EntryRecorder.Result;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.status.State;
import dev.journeygateway.trace.RequestSpan;
import dev.journeygateway.trace.TraceLog;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs that the worker lends to the routes under routes/enter/. */
@Configuration(proxyBeanMethods = false)
class EnterSteps {

  private static final Logger LOG = LoggerFactory.getLogger(EnterSteps.class);

  @Bean
  Processor readAcceptedChunk() {
    return exchange -> {
      Message message = exchange.getIn();
      message.setBody(
          AcceptedChunk.read(
              message.getBody(String.class),
              message.getHeader("chunk", Integer.class),
              message.getHeader("chunks", Integer.class)));
    };
  }

  @Bean
  Processor recordEntries(
      ObjectProvider<PeopleRecorder> elsewhere,
      EntryRecorder entries,
      AudienceRecorder audiences,
      CancelledPeople cancelled,
      MeterRegistry meters,
      ActivityCounts activity,
      Traces traces) {
    Timer timer = meters.timer("journey_gateway_entering");
    return exchange -> {
      AcceptedChunk chunk = exchange.getIn().getBody(AcceptedChunk.class);
      Optional<String> traceparent =
          Optional.ofNullable(exchange.getIn().getHeader("traceparent", String.class));
      RequestSpan span = traces.takes("enter", traceparent).of(chunk.body().requestUuid());
      Timer.Sample sample = Timer.start(meters);
      LongConsumer entered = entered(exchange.getIn(), chunk, activity);
      Recorded recorded;
      try {
        recorded =
            elsewhere
                .orderedStream()
                .filter(recorder -> recorder.takes(chunk))
                .findFirst()
                .map(recorder -> recorder.record(chunk))
                .orElseGet(
                    () ->
                        chunk.body().filter() == null
                            ? entries.record(chunk)
                            : audiences.record(chunk, entered));
        span.set("journey", chunk.body().journeyId())
            .set("chunk", chunk.chunk())
            .set("result", recorded.result().name());
      } catch (RuntimeException e) {
        span.failed(e);
        throw e;
      } finally {
        span.end();
      }
      entered.accept(recorded.entered());
      if (recorded.result() == Result.CANCELLED) {
        cancelled.add(chunk);
      }
      sample.stop(timer);
      log(chunk, recorded, traceparent);
    };
  }

  private static LongConsumer entered(
      Message message, AcceptedChunk chunk, ActivityCounts activity) {
    String door = message.getHeader("door", "", String.class);
    return people -> activity.entered(chunk.body().applicationCode(), door, people);
  }

  private static void log(AcceptedChunk chunk, Recorded recorded, Optional<String> traceparent) {
    try (var log = TraceLog.of(chunk.body().requestUuid(), traceparent)) {
      if (recorded.state().filter(state -> state == State.DONE).isPresent()) {
        LOG.info("Done: everybody is recorded");
      } else if (recorded.state().filter(state -> state == State.DELIVERING).isPresent()) {
        LOG.info("Delivering: all calls are written down");
      } else if (recorded.result() == Result.HELD) {
        LOG.info(
            "Held: journey {} is not running, chunk {} waits until it is",
            chunk.body().journeyId(),
            chunk.chunk());
      } else if (recorded.result() == Result.TAKEN_BACK) {
        LOG.warn("Dropped: the request was taken back before it was answered");
      } else if (recorded.result() == Result.CANCELLED) {
        LOG.info("Dropped: the request was cancelled, chunk {} enters nobody", chunk.chunk());
      } else {
        LOG.debug("Chunk {}: {}", chunk.chunk(), recorded.result());
      }
    }
  }

  @Bean
  Processor resumeHeldChunks(HeldChunks held) {
    return exchange -> {
      int resumed = held.resume();
      if (resumed > 0) {
        LOG.info("Resumed: {} held chunks whose journeys run again", resumed);
      }
    };
  }

  @Bean
  WorkerFailures workerFailures(WorkerSettings settings) {
    return new WorkerFailures(settings);
  }

  @Bean
  Processor setAsideDeadLetter(DeadLetters deadLetters) {
    return exchange -> {
      Message message = exchange.getIn();
      if (message.getBody() instanceof AcceptedChunk chunk) {
        message.setBody(chunk.text());
      }
      deadLetters.setAside(
          DeadMessages.read(message),
          WorkerFailures.cause(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
    };
  }
}
