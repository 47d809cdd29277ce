package dev.journeygateway.bench.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one closed loop saw.
 *
 * @param window the time that was measured, behind the run-in
 * @param answers expected answers that came within the window
 * @param latencies of those, in nanoseconds from the write of the request to the last byte of its
 *     answer
 * @param statuses how often each status came, expected or not, run-in included
 * @param broken requests without a whole answer: closed, garbled or still open at the end; run-in
 *     included
 * @param unexpected answers of another status than the expected, run-in included
 * @param allAnswers answers of any status, run-in included
 * @param clientCpu what this loop's own thread used, run-in included
 */
public record LoadResult(
    Duration window,
    long answers,
    Histogram latencies,
    Map<Integer, Long> statuses,
    long broken,
    long unexpected,
    long allAnswers,
    Duration clientCpu) {

  public double perSecond() {
    return answers * 1e9 / window.toNanos();
  }

  public double percentileMillis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }

  /**
   * Requests that did not end as they should have: the figures of a run with any are no figures.
   */
  public long errors() {
    return broken + unexpected;
  }
}
