package dev.journeygateway.rig;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting of a process that stands outside of what it watches: looks, and short rests between. */
final class Pause {

  private static final Duration LOOK = Duration.ofMillis(50);

  private Pause() {}

  static void of(Duration time) {
    if (time.isNegative()) {
      return;
    }
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigFailure("interrupted", e);
    }
  }

  /** Looks twenty times a second; false when the time is over first. */
  static boolean until(Duration atMost, BooleanSupplier condition) {
    return until(atMost, LOOK, condition);
  }

  /** Looks every so often; false when the time is over first. */
  static boolean until(Duration atMost, Duration look, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      of(look);
    }
    return true;
  }
}
