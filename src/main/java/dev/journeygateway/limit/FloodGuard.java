package dev.journeygateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a caller who hammers one entry point off the database: of the requests for a slot that come
 * within one second only the first so many ask for the permit.
 *
 * <p>It grants nothing; {@link Permits} does. Seconds are those of this process's monotonic clock,
 * the same for all slots, so that all of one second is forgotten together. Camel's throttle keeps
 * an object for every request that it would let through, each of which the collector has to copy.
 */
public final class FloodGuard {

  private record Second(long began, Map<Slot, Integer> asked) {}

  private final int most;
  private final Ticker ticker;
  private volatile Second second;

  /**
   * @param most how many requests a second and slot
   */
  public FloodGuard(int most, Ticker ticker) {
    this.most = most;
    this.ticker = ticker;
    this.second = new Second(ticker.read(), new ConcurrentHashMap<>());
  }

  /** Whether one more request for the slot may ask for the permit. */
  public boolean admits(Slot slot) {
    Second current = second;
    long now = ticker.read();
    if (now - current.began() >= TimeUnit.SECONDS.toNanos(1)) {
      // Several who come at once may each begin it; what one of them counts is then forgotten.
      current = new Second(now, new ConcurrentHashMap<>());
      second = current;
    }
    return current.asked().merge(slot, 1, Integer::sum) <= most;
  }
}
