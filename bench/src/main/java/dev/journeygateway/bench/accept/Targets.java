package dev.journeygateway.bench.accept;

import java.util.Locale;
import java.util.Map;

/** Whether one subject is as many times another as it should be, a line for each load. */
record Targets(Results results, int[] connections) {

  private static final double REFUSED = 0.9;

  /** Beside a controller as Spring Boot sets it up: how many times its rate, by connections. */
  static final Map<Integer, Double> ACCEPTED = Map.of(1, 0.8, 32, 3.0, 256, 5.0);

  /** The same beside a tuned one. */
  static final Map<Integer, Double> ACCEPTED_BESIDE_TUNED = Map.of(1, 0.8, 32, 1.2, 256, 2.5);

  void accepted(
      StringBuilder text, String subject, String peer, Map<Integer, Double> targets, String whose) {
    for (int load : connections) {
      if (targets.containsKey(load)) {
        line(text, "Accepted", subject, peer, load, targets.get(load), whose);
      }
    }
  }

  void refused(StringBuilder text, String subject, String peer, String whose) {
    for (int load : connections) {
      line(text, "Refused", subject, peer, load, REFUSED, whose);
    }
  }

  /** Whether its p99 is no worse than the other's. */
  void p99(StringBuilder text, String subject, String peer, String whose) {
    for (int load : connections) {
      results
          .p99Ratio(subject, peer, load)
          .ifPresent(
              spread ->
                  text.append(
                      String.format(
                          Locale.ROOT,
                          "- p99 on %s: %.2f times %s; target at most 1, %s.%n",
                          on(load),
                          spread.median(),
                          whose,
                          spread.median() <= 1 ? "reached" : "missed")));
    }
  }

  private void line(
      StringBuilder text,
      String what,
      String subject,
      String peer,
      int load,
      double target,
      String whose) {
    results
        .ratio(subject, peer, load)
        .ifPresent(
            spread ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "- %s on %s: %.2f times %s; target %.1f, %s.%n",
                        what,
                        on(load),
                        spread.median(),
                        whose,
                        target,
                        spread.median() >= target ? "reached" : "missed")));
  }

  private static String on(int load) {
    return load + (load == 1 ? " connection" : " connections");
  }
}
