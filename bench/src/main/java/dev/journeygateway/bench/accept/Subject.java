package dev.journeygateway.bench.accept;

import java.io.IOException;
import java.time.Duration;

/** One thing that is measured: a running process and the way to load it. */
interface Subject {

  String name();

  /** The loads of one round: connections or threads. */
  int[] loads();

  /**
   * Loads it for {@code runIn} unmeasured and then for {@code window}.
   *
   * @param load one of {@link #loads()}
   */
  Sample measure(int load, int round, Duration runIn, Duration window) throws IOException;
}
