package dev.journeygateway.cancel;

import dev.journeygateway.access.Caller;
import dev.journeygateway.api.ApiCall;
import dev.journeygateway.status.StartRequests.Narrowed;
import dev.journeygateway.status.State;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which requests are meant, in the words of their list; of these, those that can be cancelled.
 *
 * @param states of requests that have not ended
 * @param file how the file's name begins
 * @param person an id that entered with it, or that did not and is one of its outcomes
 */
record RequestFilter(
    Set<String> applications,
    List<State> states,
    Optional<String> journey,
    Optional<String> door,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> file,
    Optional<String> person) {

  static final Set<String> NAMES =
      Set.of("journey", "state", "door", "application", "from", "to", "file", "person");

  /**
   * @throws dev.journeygateway.request.RequestRefusedException with INVALID_PARAMETER
   */
  static RequestFilter of(Map<String, String> texts, Caller caller) {
    Optional<String> application = Optional.ofNullable(texts.get("application"));
    return new RequestFilter(
        application
            .map(one -> caller.sees(one) ? Set.of(one) : Set.<String>of())
            .orElse(caller.applications()),
        states(Optional.ofNullable(texts.get("state"))),
        Optional.ofNullable(texts.get("journey")),
        Optional.ofNullable(texts.get("door")),
        time("from", texts),
        time("to", texts),
        Optional.ofNullable(texts.get("file")),
        Optional.ofNullable(texts.get("person")));
  }

  private static List<State> states(Optional<String> asked) {
    if (asked.isEmpty()) {
      return Arrays.stream(State.values()).filter(Cancellation::possible).toList();
    }
    return Arrays.stream(State.values())
        .filter(state -> state.text().equals(asked.get()))
        .findFirst()
        .map(state -> Cancellation.possible(state) ? List.of(state) : List.<State>of())
        .orElseThrow(
            () ->
                ApiCall.invalid(
                    "state",
                    "state must be one of "
                        + Arrays.stream(State.values())
                            .map(State::text)
                            .collect(Collectors.joining(", "))));
  }

  private static Optional<Instant> time(String name, Map<String, String> texts) {
    try {
      return Optional.ofNullable(texts.get(name))
          .map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw ApiCall.invalid(name, name + " must be a time such as 2026-01-31T09:00:00Z");
    }
  }

  /** The list of those in one state, after the last one of the page before. */
  Narrowed narrowed(State state, Optional<UUID> after) {
    return new Narrowed(journey, Optional.of(state), door, after, from, to, file, person);
  }
}
