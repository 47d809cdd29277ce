package dev.journeygateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * What this replica knows of slots that are taken, so that a flood of refusals costs the database
 * nothing.
 *
 * <p>Times left are the database's; in between they run on this process's monotonic clock, so a
 * wall clock that is set wrong changes nothing. Only a slot whose request is safe on the queue
 * belongs here: one that is given back must not be remembered anywhere. An idle entry point costs
 * no memory.
 */
public final class RateLimitCache {

  private static final int MOST_REMEMBERED = 1_000_000;

  private final Ticker ticker;
  private final Cache<Slot, Long> freeAt;

  public RateLimitCache(Ticker ticker) {
    this.ticker = ticker;
    this.freeAt =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .scheduler(Scheduler.systemScheduler())
            .maximumSize(MOST_REMEMBERED)
            .expireAfter(
                Expiry.<Slot, Long>writing(
                    (slot, at) -> Duration.ofNanos(Math.max(0, at - ticker.read()))))
            .build();
  }

  /** Remembers that a slot is taken for as long as {@code left}, counted from now. */
  public void remember(Slot slot, Duration left) {
    freeAt.put(slot, ticker.read() + left.toNanos());
  }

  /**
   * How long the slot is known to stay taken; empty when nothing is known, which does not mean that
   * it is free.
   */
  public Optional<Duration> left(Slot slot) {
    Long at = freeAt.getIfPresent(slot);
    if (at == null) {
      return Optional.empty();
    }
    long nanos = at - ticker.read();
    return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
  }

  /** Forgets everything, so that the next question of each slot goes to the database. */
  public void forget() {
    freeAt.invalidateAll();
  }
}
