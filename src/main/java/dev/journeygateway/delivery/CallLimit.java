package dev.journeygateway.delivery;

import dev.journeygateway.journey.Destination;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** How many calls a request may need, and the words for one that needs more. */
final class CallLimit {

  private CallLimit() {}

  /** The calls that these people need when all have the same attribute values. */
  static long calls(
      String selector, String attributes, Collection<String> ids, Destination destination) {
    long empty = CallBody.emptyBytes(selector, attributes);
    long calls = 0;
    long room = 0;
    long bytes = 0;
    for (String id : ids) {
      long more = CallBody.bytes(id);
      if (room == 0 || bytes + more > destination.maxBody()) {
        calls++;
        room = destination.idsPerCall();
        bytes = empty;
      }
      room--;
      bytes += more;
    }
    return calls;
  }

  /** As in {@code this list needs 48213 calls, one per 60 s: 33 days; at most 10000 calls}. */
  static String words(long calls, Destination destination) {
    return "this list needs %d calls%s; at most %d calls (destinations.%s.max-calls)"
        .formatted(calls, pace(calls, destination), destination.maxCalls(), destination.name());
  }

  private static String pace(long calls, Destination destination) {
    if (!destination.paced()) {
      return "";
    }
    Duration period = destination.period();
    String one =
        period.toMillis() % 1000 == 0 ? period.toSeconds() + " s" : period.toMillis() + " ms";
    return ", one per " + one + ": " + span(period.multipliedBy(calls));
  }

  /** A time in words, rounded down to the largest unit that says something. */
  static String span(Duration time) {
    if (time.toDays() >= 2) {
      return time.toDays() + " days";
    }
    if (time.toHours() >= 2) {
      return time.toHours() + " hours";
    }
    return time.toMinutes() >= 2
        ? time.toMinutes() + " minutes"
        : Math.max(1, time.toSeconds()) + " seconds";
  }

  static Refusal refusal(long calls, Destination destination) {
    return new Refusal(
        Reason.TOO_MANY_CALLS,
        words(calls, destination),
        Map.of("calls", Long.toString(calls), "max_calls", "" + destination.maxCalls()),
        java.util.Optional.empty());
  }
}
