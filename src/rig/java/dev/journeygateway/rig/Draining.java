package dev.journeygateway.rig;

import java.time.Duration;

/**
 * Waits until all that was accepted has come to its end, whether or not somebody was told of it.
 */
final class Draining {

  private static final Duration LOOK = Duration.ofMillis(250);

  private Draining() {}

  /**
   * Returns when no request is unfinished and every file is filed away, or the time is over: what
   * is missing then, the checker finds.
   *
   * @return how long it took
   */
  static Duration await(Calls gateway, FileDrops files, Duration atMost) {
    long from = System.nanoTime();
    Pause.until(atMost, LOOK, () -> (files == null || files.outstanding() == 0) && gateway.idle());
    return Duration.ofNanos(System.nanoTime() - from);
  }
}
