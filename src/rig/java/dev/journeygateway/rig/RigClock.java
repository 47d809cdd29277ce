package dev.journeygateway.rig;

/**
 * Milliseconds since the epoch that never jump: read once from the machine and counted on from
 * there by its monotonic clock.
 */
final class RigClock {

  private static final long BASE_MILLIS = System.currentTimeMillis();
  private static final long BASE_NANOS = System.nanoTime();

  private RigClock() {}

  static long millis() {
    return BASE_MILLIS + (System.nanoTime() - BASE_NANOS) / 1_000_000;
  }
}
