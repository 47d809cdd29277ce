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
