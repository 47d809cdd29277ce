package dev.journeygateway.notify;

import dev.journeygateway.trace.RequestSpan;
import dev.journeygateway.trace.TraceLog;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sends what is due. A webhook whose receiver does not answer takes half of the threads at most, so
 * that it holds up no other.
 */
final class WebhookSender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final Duration LAST = Duration.ofSeconds(5);

  private final WebhookMessages messages;
  private final WebhookClient client;
  private final Traces traces;
  private final MeterRegistry meters;
  private final int parallel;
  private final Semaphore free;
  private final Map<String, Semaphore> ofEach = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  private volatile boolean stopping;

  WebhookSender(
      WebhookMessages messages,
      WebhookClient client,
      int parallel,
      Traces traces,
      MeterRegistry meters) {
    this.messages = messages;
    this.client = client;
    this.traces = traces;
    this.meters = meters;
    this.parallel = parallel;
    this.free = new Semaphore(parallel);
    this.threads =
        Executors.newFixedThreadPool(parallel, new CustomizableThreadFactory("webhook-"));
  }

  /** Sets one more thread on each webhook that something waits for. */
  void sendDue() {
    List<Webhook> due = new ArrayList<>(messages.due());
    Collections.shuffle(due);
    for (Webhook webhook : due) {
      Semaphore own = ofEach.computeIfAbsent(webhook.id(), any -> new Semaphore(parallel / 2));
      if (stopping || !own.tryAcquire()) {
        continue;
      }
      if (!free.tryAcquire()) {
        own.release();
        return;
      }
      threads.execute(
          () -> {
            try {
              sendAll(webhook);
            } catch (DataAccessException e) {
              LOG.warn("Webhook {}: the database is away: {}", webhook.id(), e.getMessage());
            } finally {
              own.release();
              free.release();
            }
          });
    }
  }

  /** Sends one message after another, until none is due or one fails. */
  private void sendAll(Webhook webhook) {
    boolean delivered = true;
    while (delivered && !stopping) {
      Optional<Message> message = messages.claim(webhook);
      if (message.isEmpty()) {
        return;
      }
      delivered = send(webhook, message.get());
    }
  }

  private boolean send(Webhook webhook, Message message) {
    try (var log =
        message.requestUuid().map(id -> TraceLog.of(id, message.traceparent())).orElse(null)) {
      long start = System.nanoTime();
      AttemptResult result = sent(webhook, message);
      messages.ended(webhook, message, result, Duration.ofNanos(System.nanoTime() - start));
      meters
          .counter(
              "journey_gateway_webhook_attempts",
              "webhook",
              webhook.id(),
              "result",
              result.delivered() ? "delivered" : result.gone() ? "gone" : "failed")
          .increment();
      if (result.delivered()) {
        LOG.info("Webhook {} was told {} ({})", webhook.id(), message.type(), message.id());
      } else if (result.gone()) {
        LOG.error(
            "Webhook {} is switched off: its receiver answered 410; a replay switches it on",
            webhook.id());
      } else {
        LOG.warn(
            "Webhook {} was not told {} ({}), attempt {}: {}",
            webhook.id(),
            message.type(),
            message.id(),
            message.attempt(),
            result.error().orElseThrow());
      }
      return result.delivered();
    }
  }

  private AttemptResult sent(Webhook webhook, Message message) {
    RequestSpan span =
        traces
            .calls("webhook", message.traceparent())
            .set("webhook", webhook.id())
            .set("type", message.type())
            .set("attempt", message.attempt());
    message.requestUuid().ifPresent(span::of);
    AttemptResult result = client.send(webhook, message.after(span.traceparent()));
    result.status().ifPresent(span::answered);
    if (!result.delivered()) {
      span.failed(result.status().map(Object::toString).orElse("no answer"));
    }
    span.end();
    return result;
  }

  /** Lets attempts under way end; what does not end is sent again after its lease. */
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    threads.shutdown();
    threads.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS);
  }
}
