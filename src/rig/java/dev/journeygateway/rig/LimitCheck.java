package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import dev.journeygateway.rig.History.Attempt;
import dev.journeygateway.rig.History.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** At most one acceptance of an entry point in a period, and no refusal by rate without one. */
final class LimitCheck {

  /** Takes an example of what was found: a text as {@link String#format} has it, and its values. */
  interface Examples {
    void add(String text, Object... values);
  }

  private static final long CLOCK_GRAIN_MILLIS = 1;

  /** A refusal may have been decided so much before its answer is on the client's log. */
  private static final long REFUSAL_SLACK_MILLIS = 1500;

  private final History history;
  private final long periodMillis;
  private final Examples examples;
  private long broken;
  private long stuck;

  LimitCheck(History history, long periodMillis, Examples examples) {
    this.history = history;
    this.periodMillis = periodMillis;
    this.examples = examples;
  }

  /** Pairs of acceptances of one entry point that are closer than the period. */
  long broken() {
    return broken;
  }

  /** Refusals by rate that nothing within the period explains. */
  long stuck() {
    return stuck;
  }

  /**
   * Looks at everything.
   *
   * @param acceptances of each entry point by the database's times, in their order
   */
  void judge(Map<String, List<Long>> acceptances) {
    acceptances.forEach(
        (journey, at) -> {
          for (int i = 1; i < at.size(); i++) {
            judgeGap(journey, at.get(i) - at.get(i - 1), "the database's times");
          }
        });
    judgeClientsView();
    judgeRefusals(acceptances);
  }

  private void judgeGap(String journey, long millis, String by) {
    if (millis < periodMillis - CLOCK_GRAIN_MILLIS) {
      broken++;
      examples.add("limit: %s accepted twice within %d ms by %s", journey, millis, by);
    }
  }

  /** By the client's log: answers that cannot be a period apart, whenever they were decided. */
  private void judgeClientsView() {
    Map<String, List<Attempt>> accepted = new HashMap<>();
    for (Request request : history.requests()) {
      // One that was tried again may be told an acceptance of long ago.
      if (request.attempts.size() == 1) {
        request.attempts.values().stream()
            .filter(attempt -> attempt.kind == Kind.ACCEPTED)
            .forEach(
                attempt ->
                    accepted.computeIfAbsent(request.journey, j -> new ArrayList<>()).add(attempt));
      }
    }
    accepted.forEach(
        (journey, attempts) -> {
          attempts.sort((a, b) -> Long.compare(a.answeredAt, b.answeredAt));
          for (int i = 1; i < attempts.size(); i++) {
            long longest = attempts.get(i).answeredAt - attempts.get(i - 1).sentAt;
            judgeGap(journey, longest, "the client's log");
          }
        });
  }

  private void judgeRefusals(Map<String, List<Long>> acceptances) {
    Map<String, List<Long>> held = new HashMap<>();
    acceptances.forEach((journey, at) -> held.put(journey, new ArrayList<>(at)));
    for (Request request : history.requests()) {
      for (Attempt attempt : request.attempts.values()) {
        // What may have been granted and taken back, or to nobody's knowledge, held its slot.
        if (attempt.kind == Kind.UNKNOWN || attempt.kind == Kind.UNAVAILABLE) {
          held.computeIfAbsent(request.journey, j -> new ArrayList<>())
              .add(Math.max(attempt.sentAt, attempt.answeredAt));
        }
      }
    }
    for (Request request : history.requests()) {
      for (Attempt attempt : request.attempts.values()) {
        if (attempt.kind == Kind.REFUSED
            && attempt.detail.equals("RATE_LIMITED")
            && !explained(held.getOrDefault(request.journey, List.of()), attempt)) {
          stuck++;
          examples.add(
              "stuck: request %d for %s was refused, and nothing was accepted there",
              request.number, request.journey);
        }
      }
    }
  }

  private boolean explained(List<Long> held, Attempt refused) {
    return held.stream()
        .anyMatch(
            at ->
                at >= refused.sentAt - periodMillis - REFUSAL_SLACK_MILLIS
                    && at <= refused.answeredAt + REFUSAL_SLACK_MILLIS);
  }
}
