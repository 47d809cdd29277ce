package dev.journeygateway.cancel;

import dev.journeygateway.access.Caller;
import dev.journeygateway.request.RequestRefusedException;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.State;
import dev.journeygateway.status.TrackedRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Cancels all requests that match a filter, each in a transaction of its own, the newest first. */
final class CancelledBatch {

  private static final int SLICE = 100;

  /** A caller has an answer within five seconds: what is left then is theirs to ask for again. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final StartRequests requests;
  private final Cancellation cancellation;

  CancelledBatch(StartRequests requests, Cancellation cancellation) {
    this.requests = requests;
    this.cancellation = cancellation;
  }

  /**
   * What it came to.
   *
   * @param done how many were cancelled
   * @param refused how many ended while the others were cancelled
   * @param left how many match that were not reached in time
   */
  record Came(long done, long refused, long left) {}

  /** How many match and can be cancelled. */
  long count(RequestFilter filter) {
    long[] matched = {0};
    each(
        filter,
        request -> {
          matched[0]++;
          return true;
        });
    return matched[0];
  }

  Came all(RequestFilter filter, Caller caller) {
    long begin = System.nanoTime();
    long[] done = {0};
    long[] refused = {0};
    boolean reached =
        each(
            filter,
            request -> {
              if (System.nanoTime() - begin > PATIENCE_NANOS) {
                return false;
              }
              try {
                cancellation.cancel(request.requestUuid(), caller);
                done[0]++;
              } catch (RequestRefusedException e) {
                refused[0]++;
              }
              return true;
            });
    return new Came(done[0], refused[0], reached ? 0 : count(filter));
  }

  /** False where the taker wanted no more. */
  private boolean each(RequestFilter filter, Predicate<TrackedRequest> taker) {
    for (State state : filter.states()) {
      Optional<UUID> after = Optional.empty();
      List<TrackedRequest> slice;
      do {
        slice = requests.list(filter.applications(), filter.narrowed(state, after), SLICE);
        for (TrackedRequest request : slice) {
          if (!taker.test(request)) {
            return false;
          }
          after = Optional.of(request.requestUuid());
        }
      } while (slice.size() == SLICE);
    }
    return true;
  }
}
