package dev.journeygateway.door.file;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Since when each file has not changed, as far as the looks at it tell. */
final class Settling {

  private record Seen(Found as, long sinceNanos) {}

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Duration settle;
  private final LongSupplier nanoTime;

  /**
   * @param settle how long a file must stay unchanged
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public Settling(Duration settle, LongSupplier nanoTime) {
    this.settle = settle;
    this.nanoTime = nanoTime;
  }

  /** Looks at a file, and says whether it has been as it is for long enough. */
  public boolean settled(String path, Found now) {
    return unchangedFor(path, now) >= settle.toNanos();
  }

  /** Looks at a file, and says for how many nanoseconds it has been as it is. */
  public long unchangedFor(String path, Found now) {
    long nanos = nanoTime.getAsLong();
    Seen kept =
        seen.compute(
            path,
            (key, before) ->
                before != null && before.as().same(now) ? before : new Seen(now, nanos));
    return nanos - kept.sinceNanos();
  }

  public boolean knows(String path) {
    return seen.containsKey(path);
  }

  public void forget(String path) {
    seen.remove(path);
  }

  public void keep(Predicate<String> there) {
    seen.keySet().removeIf(there.negate());
  }
}
