package dev.journeygateway.bench.run;

import java.time.Duration;

/** A short wait between two looks at something. */
public final class Pause {

  private Pause() {}

  public static void of(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", e);
    }
  }
}
