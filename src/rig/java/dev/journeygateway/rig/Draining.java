package dev.journeygateway.rig;

import java.time.Duration;
import java.util.Set;

/** Waits until all that was accepted has come to its end. */
final class Draining {

  private static final Duration LOOK = Duration.ofMillis(250);

  private Draining() {}

  /**
   * Returns when no accepted request is unfinished and every file is filed away, or the time is
   * over: what is missing then, the checker finds.
   *
   * @return how long it took
   */
  static Duration await(Calls gateway, LoadClient load, FileDrops files, Duration atMost) {
    long from = System.nanoTime();
    Pause.until(
        atMost,
        LOOK,
        () -> {
          if (files != null && files.outstanding() > 0) {
            return false;
          }
          Set<String> unfinished = gateway.unfinished();
          return unfinished != null && load.accepted().stream().noneMatch(unfinished::contains);
        });
    return Duration.ofNanos(System.nanoTime() - from);
  }
}
