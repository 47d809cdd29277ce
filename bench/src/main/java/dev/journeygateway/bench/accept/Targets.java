package dev.journeygateway.bench.accept;

import java.util.Locale;

/** Whether one subject is as many times another as it should be, a line for each load. */
record Targets(Results results, int[] connections) {

  private static final double ALONE = 0.7;
  private static final double ACCEPTED = 3;
  private static final double REFUSED = 0.9;

  void accepted(StringBuilder text, String subject, String peer, String whose) {
    for (int load : connections) {
      line(text, "Accepted", subject, peer, load, load == 1 ? ALONE : ACCEPTED, whose);
    }
  }

  void refused(StringBuilder text, String subject, String peer, String whose) {
    for (int load : connections) {
      line(text, "Refused", subject, peer, load, REFUSED, whose);
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
                        "- %s on %d connection%s: %.2f times %s; target %.1f, %s.%n",
                        what,
                        load,
                        load == 1 ? "" : "s",
                        spread.median(),
                        whose,
                        target,
                        spread.median() >= target ? "reached" : "missed")));
  }
}
