package dev.journeygateway.delivery;

import dev.journeygateway.database.Database;
import dev.journeygateway.delivery.CallAnswer.Kind;
import dev.journeygateway.delivery.DeliveryLine.Delivery;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.Destination.WhenUnknown;
import dev.journeygateway.trace.TraceLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what came of a call, and frees its slot for the next: the state of the call, what
 * became of its people, the counts of its requests and the time of the next call are one
 * transaction.
 */
final class DeliveryAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryAnswers.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Database database;
  private final DeliverySettings settings;
  private final WaitingCalls waiting;
  private final CallCounts counts;
  private final MeterRegistry meters;

  DeliveryAnswers(Database database, DeliverySettings settings, MeterRegistry meters) {
    this.database = database;
    this.settings = settings;
    this.waiting = new WaitingCalls(database);
    this.counts = new CallCounts(database);
    this.meters = meters;
  }

  /** What a call has become, and what is to be told of it. */
  record Ended(String state, List<UUID> done) {}

  /**
   * Records an answer; one that comes for a call which meanwhile was made again, or ended, changes
   * nothing.
   */
  Optional<Ended> record(Call call, CallAnswer answer, Destination destination) {
    Optional<Ended> ended = database.finish(status -> inTransaction(call, answer, destination));
    try (var log = TraceLog.of(call.requestUuid(), call.traceparent())) {
      if (ended.isEmpty()) {
        LOG.warn("Call {}: its answer came too late: {}", call.deliveryUuid(), answer.kind());
      } else {
        meter(call.slot(), ended.get().state(), call.ids());
        log(call, answer, ended.get());
      }
    }
    return ended;
  }

  /** Counts the people of a call by what it has become. */
  void meter(DeliverySlot slot, String state, int ids) {
    meters
        .counter("journey_gateway_delivery_ids", "destination", slot.destination(), "state", state)
        .increment(ids);
  }

  private static void log(Call call, CallAnswer answer, Ended ended) {
    if (answer.kind() == Kind.DELIVERED) {
      LOG.info(
          "Delivered: {} {} to {} with call {}",
          call.ids(),
          call.selector(),
          call.slot().destination(),
          call.deliveryUuid());
    } else {
      LOG.warn(
          "Call {} to {} is {}: {}",
          call.deliveryUuid(),
          call.slot().destination(),
          ended.state(),
          answer.message());
    }
    for (UUID done : ended.done()) {
      boolean own = done.equals(call.requestUuid());
      try (var log = TraceLog.of(done, own ? call.traceparent() : Optional.empty())) {
        LOG.info("Done: all calls have ended");
      }
    }
  }

  private record Slot(Instant now, int failures) {}

  private Optional<Ended> inTransaction(Call call, CallAnswer answer, Destination destination) {
    Slot slot =
        call.slot()
            .in(database.write("lock-delivery-slot"))
            .first(row -> new Slot(row.instant("now"), row.integer("failures")))
            .orElseThrow();
    Optional<Delivery> found =
        database
            .write("lock-delivery")
            .with("delivery_uuid", call.deliveryUuid())
            .first(Delivery::of)
            .filter(row -> row.attempts() == call.attempt())
            .filter(row -> row.state().equals("sending") || row.state().equals("unknown"));
    int failures = answer.kind() == Kind.NOT_SENT ? slot.failures() + 1 : 0;
    call.slot()
        .in(database.write("release-delivery-slot"))
        .with("free_at", slot.now().plus(pause(answer, failures, destination)))
        .with("failures", failures)
        .with("delivery_uuid", call.deliveryUuid())
        .update();
    return found.map(delivery -> ended(delivery, answer, destination, slot.now()));
  }

  /** How long the slot's next call has to wait. */
  private static Duration pause(CallAnswer answer, int failures, Destination destination) {
    Duration pause =
        switch (answer.kind()) {
          case WAITING -> answer.retryAfter().orElse(destination.period());
          case HELD -> destination.retryHeld();
          case NOT_SENT -> backOff(failures);
          default -> Duration.ZERO;
        };
    // The period is kept whatever came; a call that nobody got has not used it up.
    return answer.kind() == Kind.NOT_SENT || pause.compareTo(destination.period()) > 0
        ? pause
        : destination.period();
  }

  /** A second, doubling to five minutes, with a quarter of it by chance. */
  private static Duration backOff(int failures) {
    long millis =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10));
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1));
  }

  private Ended ended(Delivery delivery, CallAnswer answer, Destination destination, Instant now) {
    Kind kind = answer.kind();
    if (kind == Kind.UNKNOWN && destination.whenUnknown() == WhenUnknown.RETRY) {
      kind = Kind.FAILED;
    }
    if (kind == Kind.FAILED && delivery.attempts() >= settings.maxAttempts()) {
      kind = Kind.REFUSED;
    }
    return switch (kind) {
      case DELIVERED -> delivered(delivery, answer.remoteUuid(), answer.message());
      case REFUSED -> refused(delivery, answer.message());
      case UNKNOWN -> {
        database
            .write("park-delivery")
            .with("message", answer.message())
            .with("delivery_uuid", delivery.uuid())
            .update();
        resume(delivery);
        yield new Ended("unknown", List.of());
      }
      case HELD -> putOff(delivery, "held", now, false, answer.message());
      case FAILED ->
          putOff(
              delivery, "waiting", now.plus(backOff(delivery.attempts())), true, answer.message());
      case WAITING, STOPPED, NOT_SENT -> putOff(delivery, "waiting", now, false, answer.message());
    };
  }

  /** Its people are entries from now on. */
  Ended delivered(Delivery delivery, Optional<UUID> remoteUuid, String message) {
    end(delivery, "delivered", message, remoteUuid);
    database.write("insert-entries-of-delivery").with("delivery_uuid", delivery.uuid()).update();
    deletePeople(delivery);
    return endShares(delivery, "delivered", true);
  }

  /** Its people are kept, so that the call can be made again by hand. */
  Ended refused(Delivery delivery, String message) {
    end(delivery, "refused", message, Optional.empty());
    database
        .write("insert-outcomes-of-delivery")
        .with("reason", message)
        .with("delivery_uuid", delivery.uuid())
        .update();
    return endShares(delivery, "refused", false);
  }

  private void end(Delivery delivery, String state, String message, Optional<UUID> remoteUuid) {
    database
        .write("end-delivery")
        .with("state", state)
        .with("message", message)
        .with("remote_request_uuid", remoteUuid.orElse(null))
        .with("delivery_uuid", delivery.uuid())
        .update();
  }

  void deletePeople(Delivery delivery) {
    database.write("delete-people-of-delivery").with("delivery_uuid", delivery.uuid()).update();
  }

  /** A request's part of a call. */
  record Share(UUID request, long ids) {}

  List<Share> shares(Delivery delivery) {
    return database
        .write("find-delivery-shares")
        .with("delivery_uuid", delivery.uuid())
        .list(row -> new Share(row.uuid("request_uuid"), row.number("ids")));
  }

  private Ended endShares(Delivery delivery, String state, boolean entered) {
    List<UUID> done = new java.util.ArrayList<>();
    for (Share share : shares(delivery)) {
      count(share, entered ? 1 : 0, entered ? 0 : 1);
      if (endOne(share.request())) {
        done.add(share.request());
      }
    }
    return new Ended(state, done);
  }

  /** Adds the people of a share to the counts of its request, or takes them away again. */
  void count(Share share, int entered, int rejected) {
    database
        .write("add-delivered")
        .with("entered", entered * share.ids())
        .with("rejected", rejected * share.ids())
        .with("request_uuid", share.request())
        .update();
  }

  /** One call of a request has ended; returns whether the request is done by that. */
  boolean endOne(UUID request) {
    counts.addUnended(request, -1);
    if (counts.endIfOver(request)) {
      return true;
    }
    database.write("resume-delivering-request").with("request_uuid", request).update();
    return false;
  }

  private Ended putOff(
      Delivery delivery, String state, Instant notBefore, boolean attempted, String message) {
    database
        .write("put-off-delivery")
        .with("state", state)
        .with("not_before", notBefore)
        .with("uncounted", attempted ? 0 : 1)
        .with("message", message)
        .with("delivery_uuid", delivery.uuid())
        .update();
    counts.addWaiting(delivery.slot(), delivery.request(), 1);
    if (!attempted && delivery.attempts() == 1) {
      leaveCancelled(delivery);
    }
    if (state.equals("held")) {
      for (Share share : shares(delivery)) {
        database
            .write("hold-delivering-request")
            .with("reason", message)
            .with("request_uuid", share.request())
            .update();
      }
    } else {
      resume(delivery);
    }
    return new Ended(state, List.of());
  }

  /** Nobody has got this call: requests that were cancelled meanwhile need it no more. */
  private void leaveCancelled(Delivery delivery) {
    for (Share share : shares(delivery)) {
      boolean cancelled =
          database
              .write("lock-start-request")
              .with("request_uuid", share.request())
              .first(row -> row.text("state"))
              .filter("cancelled"::equals)
              .isPresent();
      if (cancelled) {
        waiting.cancelSettled(delivery.slot(), share.request(), delivery.uuid()::equals);
      }
    }
  }

  private void resume(Delivery delivery) {
    for (Share share : shares(delivery)) {
      database.write("resume-delivering-request").with("request_uuid", share.request()).update();
    }
  }
}
