package dev.journeygateway.bench.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** The median of several rounds and how far they lie apart. */
public record Spread(double median, double min, double max, int rounds) {

  /**
   * @throws BenchFailure when there is no value
   */
  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new BenchFailure("no round was measured");
    }
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow(), sorted.length);
  }

  /** As {@code 1,234 (1,100-1,300)}. */
  public String whole() {
    return String.format(Locale.ROOT, "%,.0f (%,.0f-%,.0f)", median, min, max);
  }

  /** As {@code 0.93 (0.88-1.01)}. */
  public String ratio() {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, min, max);
  }

  /** As {@code 1.25}, with as many digits as the size deserves. */
  public String brief() {
    return String.format(
        Locale.ROOT, median < 10 ? "%.2f" : median < 100 ? "%.1f" : "%,.0f", median);
  }
}
