package dev.journeygateway.delivery;

import dev.journeygateway.database.Database;
import dev.journeygateway.delivery.CallAnswer.Kind;
import dev.journeygateway.delivery.DestinationAccess.Access;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import dev.journeygateway.outage.Outage;
import dev.journeygateway.process.ProcessLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The calls of this process: takes those whose slots are free, as many as may be under way at a
 * time, and has their answers recorded, for as long as that takes.
 */
final class Deliverer {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final DeliveryLine line;
  private final DeliveryAnswers answers;
  private final DestinationCatalog destinations;
  private final DestinationStates states;
  private final DestinationAccess access;
  private final ProcessLease lease;
  private final Database database;
  private final int parallel;
  private final Semaphore free;
  private volatile boolean stopping;

  Deliverer(
      DeliverySettings settings,
      DeliveryLine line,
      DeliveryAnswers answers,
      DestinationCatalog destinations,
      DestinationStates states,
      DestinationAccess access,
      ProcessLease lease,
      Database database) {
    this.line = line;
    this.answers = answers;
    this.destinations = destinations;
    this.states = states;
    this.access = access;
    this.lease = lease;
    this.database = database;
    this.parallel = settings.parallel();
    this.free = new Semaphore(parallel);
  }

  /** Calls that are to be made now; each of them ends with {@link #ended}. */
  List<Prepared> due() {
    List<Prepared> calls = new ArrayList<>();
    int most = free.availablePermits();
    if (most == 0 || stopping || destinations.all().isEmpty()) {
      return calls;
    }
    Set<String> blocked = states.blocked();
    for (DeliverySlot slot : line.due(blocked, most)) {
      if (!free.tryAcquire()) {
        break;
      }
      Optional<Prepared> call = Optional.empty();
      try {
        call = take(slot, blocked);
      } catch (DataAccessException e) {
        // What was taken before is to be made all the same.
        LOG.warn("No further calls in this round: {}", e.toString());
        break;
      } finally {
        if (call.isEmpty()) {
          free.release();
        }
      }
      call.ifPresent(calls::add);
    }
    return calls;
  }

  /**
   * A call with all that is needed to make it.
   *
   * @param access where to
   */
  record Prepared(Call call, Destination destination, Access access) {}

  private Optional<Prepared> take(DeliverySlot slot, Set<String> blocked) {
    Optional<Destination> destination = destinations.find(slot.destination());
    if (destination.isEmpty() || blocked.contains(slot.destination())) {
      return Optional.empty();
    }
    Access reached = access.of(destination.get());
    if (reached.problem().isPresent()) {
      states.stopForItsAccess(destination.get(), reached.problem().get());
      blocked.add(slot.destination());
      return Optional.empty();
    }
    if (!states.permits(slot.destination())) {
      blocked.add(slot.destination());
      return Optional.empty();
    }
    Optional<Call> call = Optional.empty();
    try {
      call = line.take(slot, destination.get());
    } finally {
      if (call.isEmpty()) {
        states.notCalled(slot.destination());
      }
    }
    return call.map(taken -> new Prepared(taken, destination.get(), reached));
  }

  /**
   * Has an answer recorded, and takes the next call where one is due.
   *
   * @return the next call, to be made by the same thread
   */
  Optional<Prepared> ended(Prepared prepared, CallAnswer answer) {
    try {
      states.called(prepared.destination().name(), answer.kind() != Kind.NOT_SENT);
      untilRecorded(prepared, answer);
    } finally {
      free.release();
    }
    return nextDue();
  }

  private Optional<Prepared> nextDue() {
    if (stopping || !free.tryAcquire()) {
      return Optional.empty();
    }
    Optional<Prepared> next = Optional.empty();
    try {
      Set<String> blocked = states.blocked();
      // Another thread may be quicker with the first, and its own slot would wait for the next
      // round.
      Iterator<DeliverySlot> slots = line.due(blocked, parallel).iterator();
      while (next.isEmpty() && slots.hasNext()) {
        next = take(slots.next(), blocked);
      }
    } catch (DataAccessException e) {
      LOG.debug("The next round looks again", e);
    } finally {
      if (next.isEmpty()) {
        free.release();
      }
    }
    return next;
  }

  /** An answer that is known is not given up: the database comes back, or this process ends. */
  private void untilRecorded(Prepared prepared, CallAnswer answer) {
    Call call = prepared.call();
    while (true) {
      try {
        if (answer.kind() == Kind.STOPPED) {
          states.stopForItsAccess(prepared.destination(), answer.message());
        }
        answers.record(call, answer, prepared.destination());
        if (answer.kind() != Kind.DELIVERED) {
          states.noteError(prepared.destination().name(), call.deliveryUuid(), answer.message());
        }
        return;
      } catch (RuntimeException e) {
        if (stopping && !Outage.causes(e)) {
          throw e;
        }
        LOG.warn(
            "The answer of call {} is not recorded yet, tries again: {}",
            call.deliveryUuid(),
            e.toString());
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private record Lost(DeliverySlot slot, UUID owner, UUID delivery) {}

  /** Ends the calls of processes that are gone: their answers will not come. */
  void endLost() {
    List<Lost> lost =
        database
            .read("find-lost-calls")
            .list(
                row ->
                    new Lost(DeliverySlot.of(row), row.uuid("owner"), row.uuid("delivery_uuid")));
    for (Lost each : lost) {
      destinations
          .find(each.slot().destination())
          .ifPresent(
              destination ->
                  database.finish(
                      status -> {
                        if (takeOver(each)) {
                          endLost(each, destination);
                        }
                        return null;
                      }));
    }
  }

  private boolean takeOver(Lost lost) {
    return lost.slot()
            .in(database.write("take-over-delivery-slot"))
            .with("owner", lease.owner())
            .with("dead", lost.owner())
            .update()
        == 1;
  }

  private void endLost(Lost lost, Destination destination) {
    Optional<Call> call =
        database
            .write("find-delivery")
            .with("delivery_uuid", lost.delivery())
            .first(
                row ->
                    new Call(
                        row.uuid("delivery_uuid"),
                        row.uuid("request_uuid"),
                        lost.slot(),
                        row.text("application_code"),
                        row.text("selector"),
                        row.integer("ids"),
                        row.integer("attempts"),
                        null,
                        Optional.ofNullable(row.text("traceparent"))));
    if (call.isEmpty()) {
      lost.slot()
          .in(database.write("put-off-delivery-slot"))
          .with("free_at", database.now().plus(destination.period()))
          .with("owner", lease.owner())
          .update();
      return;
    }
    answers.record(
        call.get(),
        CallAnswer.of(Kind.UNKNOWN, "the gateway ended while the answer was waited for"),
        destination);
  }

  /** No further calls. */
  void stop() {
    stopping = true;
  }
}
