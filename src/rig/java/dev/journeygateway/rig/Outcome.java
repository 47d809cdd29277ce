package dev.journeygateway.rig;

import java.util.ArrayList;
import java.util.List;

/**
 * What one row of the proof came to.
 *
 * @param rounds how often the fault was made
 * @param measures what the row asks for beside the counts
 */
record Outcome(int rounds, Verdict verdict, List<Measure> measures) {

  /** One measured thing in words, and whether it is as promised. */
  record Measure(String text, boolean kept) {}

  /**
   * Several runs as one: the sums, what was not kept in any of them, and the last one's measures.
   */
  static Outcome of(List<Outcome> runs) {
    Outcome last = runs.get(runs.size() - 1);
    if (runs.size() == 1) {
      return last;
    }
    List<Measure> measures = new ArrayList<>();
    for (int i = 0; i < runs.size() - 1; i++) {
      int number = i + 1;
      runs.get(i).measures().stream()
          .filter(measure -> !measure.kept())
          .forEach(
              measure -> measures.add(new Measure("run " + number + ": " + measure.text(), false)));
    }
    measures.add(new Measure("%d runs, of the last".formatted(runs.size()), true));
    measures.addAll(last.measures());
    return new Outcome(
        runs.stream().mapToInt(Outcome::rounds).sum(),
        runs.stream().map(Outcome::verdict).reduce(Verdict::plus).orElseThrow(),
        measures);
  }

  boolean holds() {
    return verdict.clean() && measures.stream().allMatch(Measure::kept);
  }

  /** Gathers measures. */
  static final class Measures {
    private final List<Measure> measures = new ArrayList<>();

    /** One that is only told. */
    Measures told(String text, Object... values) {
      measures.add(new Measure(text.formatted(values), true));
      return this;
    }

    /** One with a promise. */
    Measures promised(boolean kept, String text, Object... values) {
      measures.add(new Measure(text.formatted(values), kept));
      return this;
    }

    List<Measure> list() {
      return List.copyOf(measures);
    }
  }
}
