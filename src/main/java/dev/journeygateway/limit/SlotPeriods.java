package dev.journeygateway.limit;

import java.time.Duration;

/** How often each entry point may be started; zero where it has no limit. */
@FunctionalInterface
public interface SlotPeriods {

  /** The time in which one request of that entry point is accepted. */
  Duration of(Slot slot);

  /** Whether the entry point has a limit. */
  default boolean on(Slot slot) {
    return !of(slot).isZero();
  }
}
