package dev.journeygateway.cancel;

import dev.journeygateway.access.Caller;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.audit.Audit.Target;
import dev.journeygateway.database.Database;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.Counts;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.State;
import dev.journeygateway.status.TrackedRequest;
import dev.journeygateway.trace.TraceLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Cancels a request: what has not entered does not enter, what has stays, and what is left of its
 * ids is counted as cancelled.
 *
 * <p>It is decided in one transaction under the lock of the request's row. A worker adds its counts
 * under the same lock, at the end of its own transaction and only while the request is not
 * cancelled; so each chunk is either recorded and counted before, or it is rolled back and is part
 * of the rest. What is still on its way to the worker is dropped there.
 */
public final class Cancellation {
  private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);

  /** What the status and the result of a file tell. */
  public static final String REASON = "cancelled over the API";

  /** Each that fails means that another transaction got through. */
  private static final int ATTEMPTS = 5;

  private final Database database;
  private final StartRequests requests;
  private final OutboxSender sender;
  private final AudienceSelection audiences;
  private final CancelledPeople people;
  private final List<CancelledPart> parts;
  private final Audit audit;

  public Cancellation(
      Database database,
      StartRequests requests,
      OutboxSender sender,
      AudienceSelection audiences,
      CancelledPeople people,
      List<CancelledPart> parts,
      Audit audit) {
    this.database = database;
    this.requests = requests;
    this.sender = sender;
    this.audiences = audiences;
    this.people = people;
    this.parts = List.copyOf(parts);
    this.audit = audit;
  }

  /** Whether a request in this state can be cancelled. */
  static boolean possible(State state) {
    return switch (state) {
      case SCHEDULED, ACCEPTED, PROCESSING, HELD, DELIVERING -> true;
      case DONE, FAILED, CANCELLED -> false;
    };
  }

  /**
   * Cancels one request of the caller's applications.
   *
   * @return the request as it is now
   * @throws dev.journeygateway.request.RequestRefusedException with REQUEST_NOT_FOUND, for another
   *     application's as for none, or REQUEST_ENDED
   */
  public TrackedRequest cancel(UUID request, Caller caller) {
    TrackedRequest asked =
        requests.find(request, caller.applications()).orElseThrow(Cancellation::notFound);
    TrackedRequest cancelled = inTransaction(asked, caller);
    sender.drop(request);
    try (var log = TraceLog.of(request, asked.traceparent())) {
      Counts counts = cancelled.counts();
      LOG.info(
          "Cancelled: {} of {} ids, {} have entered",
          counts.cancelled(),
          counts.requested(),
          counts.entered());
      audiences.discard(request);
    } catch (RuntimeException e) {
      LOG.debug("Members of an audience that nobody needs stay for now", e);
    }
    return cancelled;
  }

  private TrackedRequest inTransaction(TrackedRequest asked, Caller caller) {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.finish(status -> decide(asked, caller));
      } catch (PessimisticLockingFailureException e) {
        // It met another transaction that locks the same rows in another order.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private TrackedRequest decide(TrackedRequest asked, Caller caller) {
    UUID request = asked.requestUuid();
    long ids = asked.counts().requested();
    // Others lock these rows in the same order: their place first, the request's row last.
    // A list that is not checked yet has no row; accepting it later finds this one.
    run("adopt-upload", request);
    run("delete-scheduled-request", request);
    run("leave-line", request);
    Map<Integer, String> messages = people.messages(request, ids);
    run("delete-held-chunks", request);
    TrackedRequest before = requests.lock(request).orElseThrow(Cancellation::notFound);
    if (!possible(before.state())) {
      throw ended(before.state()).asException();
    }
    messages.putAll(people.messages(request, ids));
    run("delete-held-chunks", request);
    run("delete-waiting-messages", request);
    run("delete-outbox-of-request", request);
    people.write(messages);
    long takenBack = parts.stream().mapToLong(part -> part.cancel(request)).sum();
    Counts counts = before.counts();
    long requested = requested(before);
    long entered = counts.entered() - takenBack;
    database
        .write("cancel-start-request")
        .with("request_uuid", request)
        .with("reason", REASON)
        .with("requested", requested)
        .with("entered", entered)
        .with(
            "cancelled",
            requested
                - entered
                - counts.duplicate()
                - counts.unknown()
                - counts.alreadyEntered()
                - counts.rejected())
        .update();
    TrackedRequest cancelled = requests.lock(request).orElseThrow();
    audit.write(
        caller.hint(),
        cancelled.applicationCode(),
        Action.REQUEST_CANCELLED,
        Target.of("start_request", request),
        Map.of("cancelled", cancelled.counts().cancelled()));
    return cancelled;
  }

  /** A filter's devices are counted as its people are recorded; once resolved all are known. */
  private long requested(TrackedRequest request) {
    Optional<Long> devices =
        request.selector().equals("filter")
            ? database
                .write("find-audience")
                .with("request_uuid", request.requestUuid())
                .first(row -> row.number("devices"))
            : Optional.empty();
    return Math.max(request.counts().requested(), devices.orElse(0L));
  }

  private static RuntimeException notFound() {
    return Refusal.of(Reason.REQUEST_NOT_FOUND, "start request not found").asException();
  }

  private void run(String statement, UUID request) {
    database.write(statement).with("request_uuid", request).update();
  }

  private static Refusal ended(State state) {
    return Refusal.of(
        Reason.REQUEST_ENDED,
        "the request is %s and cannot be cancelled".formatted(state.text()),
        "state",
        state.text());
  }
}
