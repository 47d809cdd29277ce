package dev.journeygateway.cancel;

import dev.journeygateway.access.Caller;
import dev.journeygateway.api.Batch;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.State;
import dev.journeygateway.status.TrackedRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All requests that match a filter, the newest first: counted, or cancelled. */
final class CancelledBatch {

  private final StartRequests requests;
  private final Cancellation cancellation;

  CancelledBatch(StartRequests requests, Cancellation cancellation) {
    this.requests = requests;
    this.cancellation = cancellation;
  }

  /** How many match and can be cancelled. */
  long count(RequestFilter filter) {
    long matched = 0;
    for (State state : filter.states()) {
      Optional<UUID> after = Optional.empty();
      List<UUID> slice;
      do {
        slice = slice(filter, state, after);
        matched += slice.size();
        after = slice.stream().reduce((first, second) -> second);
      } while (slice.size() == Batch.SLICE);
    }
    return matched;
  }

  Batch.Came all(RequestFilter filter, Caller caller) {
    Batch batch = new Batch();
    for (State state : filter.states()) {
      batch.<UUID>each(
          after -> slice(filter, state, after), request -> cancellation.cancel(request, caller));
    }
    return batch.came(() -> count(filter));
  }

  private List<UUID> slice(RequestFilter filter, State state, Optional<UUID> after) {
    return requests.list(filter.applications(), filter.narrowed(state, after), Batch.SLICE).stream()
        .map(TrackedRequest::requestUuid)
        .toList();
  }
}
