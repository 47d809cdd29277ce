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

  /** A slot that was taken at some moment of these, in milliseconds since the epoch. */
  private record Held(long from, long to) {}

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

  /**
   * By the client's log: answers that cannot be a period apart, whenever and in whichever order
   * they were decided; an answer may be late, and overtaken by that of the period behind it.
   */
  private void judgeClientsView() {
    Map<String, List<Attempt>> accepted = new HashMap<>();
    for (Request request : history.requests()) {
      // One that was tried again may be told an acceptance of long ago, and one that waits is told
      // before it has its slot.
      if (request.attempts.size() == 1 && !Catalogue.waits(request.journey)) {
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
            Attempt one = attempts.get(i - 1);
            Attempt other = attempts.get(i);
            long longest = Math.max(other.answeredAt - one.sentAt, one.answeredAt - other.sentAt);
            judgeGap(journey, longest, "the client's log");
          }
        });
  }

  private void judgeRefusals(Map<String, List<Long>> acceptances) {
    Map<String, List<Held>> held = new HashMap<>();
    acceptances.forEach(
        (journey, at) ->
            held.put(journey, new ArrayList<>(at.stream().map(t -> new Held(t, t)).toList())));
    for (Request request : history.requests()) {
      for (Attempt attempt : request.attempts.values()) {
        // What may have been granted and taken back, or to nobody's knowledge, held its slot.
        if (attempt.kind == Kind.UNKNOWN || attempt.kind == Kind.UNAVAILABLE) {
          held.computeIfAbsent(request.journey, j -> new ArrayList<>())
              .add(new Held(attempt.sentAt, Math.max(attempt.sentAt, attempt.answeredAt)));
        }
      }
    }
    for (Request request : history.requests()) {
      for (Attempt attempt : request.attempts.values()) {
        if (attempt.kind == Kind.REFUSED
            && attempt.detail.equals("RATE_LIMITED")
            && held.getOrDefault(request.journey, List.of()).stream()
                .noneMatch(slot -> explains(slot, attempt))) {
          stuck++;
          examples.add(
              "stuck: request %d for %s was refused, and nothing was accepted there",
              request.number, request.journey);
        }
      }
    }
  }

  private boolean explains(Held slot, Attempt refused) {
    return slot.to >= refused.sentAt - periodMillis - REFUSAL_SLACK_MILLIS
        && slot.from <= refused.answeredAt + REFUSAL_SLACK_MILLIS;
  }
}
