package dev.journeygateway.delivery;

import dev.journeygateway.access.Caller;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.delivery.DeliveryAnswers.Ended;
import dev.journeygateway.delivery.DeliveryAnswers.Share;
import dev.journeygateway.delivery.DeliveryLine.Delivery;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.CallForecast;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of requests, for people who ask about them and decide. */
public final class Deliveries implements CallForecast {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final Database database;
  private final DeliveryAnswers answers;
  private final DestinationCatalog destinations;
  private final Audit audit;
  private final WaitingCalls waiting;
  private final CallCounts counts;

  Deliveries(
      Database database, DeliveryAnswers answers, DestinationCatalog destinations, Audit audit) {
    this.database = database;
    this.answers = answers;
    this.destinations = destinations;
    this.audit = audit;
    this.waiting = new WaitingCalls(database);
    this.counts = new CallCounts(database);
  }

  /** A call as an answer about one of its requests shows it. */
  record Shown(
      UUID deliveryUuid,
      int number,
      String destination,
      String state,
      long ids,
      int attempts,
      Optional<Instant> sentAt,
      Optional<Instant> endedAt,
      Optional<UUID> remoteRequestUuid,
      Optional<String> message) {}

  /** The calls of a request in their order, at most {@code limit}, after the number given. */
  List<Shown> list(UUID request, long after, int limit) {
    return database
        .ask("list-deliveries")
        .with("request_uuid", request)
        .with("after", after)
        .with("limit", limit)
        .list(
            row ->
                new Shown(
                    row.uuid("delivery_uuid"),
                    row.integer("number"),
                    row.text("destination"),
                    row.text("state"),
                    row.number("ids"),
                    row.integer("attempts"),
                    Optional.ofNullable(row.instant("sent_at")),
                    Optional.ofNullable(row.instant("ended_at")),
                    Optional.ofNullable(row.uuid("remote_request_uuid")),
                    Optional.ofNullable(row.text("message"))));
  }

  /** What becomes of a call that somebody decides about. */
  enum Resolution {
    /** The destination has its people: they are entries. */
    DELIVERED,
    /** It is made again. */
    AGAIN
  }

  /**
   * Decides about a call whose outcome is unknown, or that was refused.
   *
   * @return the state the call has now
   * @throws dev.journeygateway.request.RequestRefusedException with DELIVERY_NOT_FOUND or
   *     NOT_RESOLVABLE
   */
  String resolve(UUID uuid, Resolution as, Caller caller) {
    Resolved resolved = database.finish(status -> resolved(uuid, as, caller));
    answers.meter(resolved.delivery().slot(), resolved.state(), resolved.delivery().ids());
    LOG.info("Call {} is resolved by an operator: {}", uuid, resolved.state());
    return resolved.state();
  }

  private record Resolved(Delivery delivery, String state) {}

  private Resolved resolved(UUID uuid, Resolution as, Caller caller) {
    Delivery delivery =
        database
            .write("lock-delivery")
            .with("delivery_uuid", uuid)
            .first(Delivery::of)
            .filter(found -> caller.sees(found.applicationCode()))
            .orElseThrow(
                () -> Refusal.of(Reason.DELIVERY_NOT_FOUND, "delivery not found").asException());
    boolean refused = delivery.state().equals("refused");
    if (!refused && !delivery.state().equals("unknown")) {
      throw Refusal.of(
              Reason.NOT_RESOLVABLE,
              "only a call that is unknown or refused can be resolved; this one is "
                  + delivery.state(),
              "state",
              delivery.state())
          .asException();
    }
    if (refused) {
      takeBack(delivery);
    }
    audit.write(
        caller.hint(),
        delivery.applicationCode(),
        Action.DELIVERY_RESOLVED,
        Audit.Target.of("delivery", uuid),
        Map.of("ids", delivery.ids()));
    if (as == Resolution.DELIVERED) {
      Ended ended = answers.delivered(delivery, Optional.empty(), "resolved by an operator");
      return new Resolved(delivery, ended.state());
    }
    database.write("settle-by-hand").with("delivery_uuid", uuid).update();
    counts.addWaiting(delivery.slot(), delivery.request(), 1);
    return new Resolved(delivery, "waiting");
  }

  /** A refused call is open again: its people are no longer rejected. */
  private void takeBack(Delivery delivery) {
    database.write("delete-outcomes-of-delivery").with("delivery_uuid", delivery.uuid()).update();
    for (Share share : answers.shares(delivery)) {
      answers.count(share, 0, -1);
      counts.addUnended(share.request(), 1);
      database.write("reopen-delivering-request").with("request_uuid", share.request()).update();
    }
  }

  /**
   * What was cancelled of a request.
   *
   * @param people ids that will not be delivered
   * @param callsUnderWay calls that go on: those being made, and those whose outcome is unknown
   */
  public record Cancelled(long people, long callsUnderWay) {}

  /**
   * Cancels the calls of a request that were not made yet, in the transaction under way.
   *
   * @see WaitingCalls#cancel
   */
  public Cancelled cancel(UUID request) {
    return waiting.cancel(request);
  }

  @Override
  public Optional<Calls> of(UUID request) {
    if (destinations.all().isEmpty()) {
      return Optional.empty();
    }
    return database
        .ask("find-forecast")
        .with("request_uuid", request)
        .first(
            row -> {
              long waiting = row.number("waiting");
              Duration period =
                  destinations
                      .find(row.text("destination"))
                      .map(Destination::period)
                      .orElse(Duration.ZERO);
              Instant now = row.instant("now");
              Instant free = row.instant("free_at");
              Instant next = free == null || free.isBefore(now) ? now : free;
              return new Calls(
                  row.number("calls"),
                  row.number("unended"),
                  row.number("unknown_calls"),
                  waiting == 0
                      ? Optional.empty()
                      : Optional.of(
                          next.plus(period.multipliedBy(Math.max(0, row.number("ahead") - 1)))),
                  remote(request));
            });
  }

  private List<UUID> remote(UUID request) {
    return database
        .ask("find-remote-requests")
        .with("request_uuid", request)
        .with("limit", 10)
        .list(row -> row.uuid("remote_request_uuid"));
  }

  /** Calls that wait for an entry point of a destination. */
  long waiting(DeliverySlot slot) {
    return slot.in(database.ask("find-waiting-of-slot")).number();
  }
}
