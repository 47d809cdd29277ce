package dev.journeygateway.door.file;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which files of this process somebody works on right now, and which are left alone for a moment
 * after a failure.
 */
final class FilesAtWork {

  private static final long LEFT_ALONE_NANOS = Duration.ofSeconds(2).toNanos();

  private record Work(String place, boolean running, int failures, long notBeforeNanos) {}

  private final Map<UUID, Work> work = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public FilesAtWork(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Begins to work on a file; false when somebody does already, or when it failed a moment ago.
   *
   * @param place the inbox it came from
   */
  public boolean begin(UUID file, String place) {
    boolean[] mine = {false};
    work.compute(
        file,
        (id, before) -> {
          if (before == null) {
            mine[0] = true;
            return new Work(place, true, 0, 0);
          }
          if (before.running() || nanoTime.getAsLong() - before.notBeforeNanos() < 0) {
            return before;
          }
          mine[0] = true;
          return new Work(place, true, before.failures(), 0);
        });
    return mine[0];
  }

  /** Ends the work on a file; what failed before is forgotten. */
  public void end(UUID file) {
    work.remove(file);
  }

  /** As {@link #end}, but leaves alone for a moment what was told as failed. */
  public void endUnlessFailed(UUID file) {
    work.computeIfPresent(file, (id, before) -> before.running() ? null : before);
  }

  /** Ends the work on a file that failed; returns how often it has failed in a row. */
  public int failed(UUID file) {
    return work.compute(
            file,
            (id, before) ->
                new Work(
                    before == null ? "" : before.place(),
                    false,
                    before == null ? 1 : before.failures() + 1,
                    nanoTime.getAsLong() + LEFT_ALONE_NANOS))
        .failures();
  }

  /** How many of an inbox are worked on. */
  public int running(String place) {
    return (int)
        work.values().stream().filter(one -> one.running() && one.place().equals(place)).count();
  }
}
