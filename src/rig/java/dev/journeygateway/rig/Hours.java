package dev.journeygateway.rig;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Runs rows for a given time, a slice of rounds at a time: always the row that lacks most of what
 * its promise asks for, and none that would not end in time.
 */
final class Hours {

  private static final Duration LONGEST_SLICE = Duration.ofMinutes(10);

  /** For the first slice of a row, whose rounds nobody has measured yet. */
  private static final int FIRST_ROUNDS = 3;

  private static final Duration FIRST_SLICE = Duration.ofMinutes(3);

  private final LongSupplier nanoTime;
  private final long end;
  private final Map<String, Double> nanosARound = new HashMap<>();
  private final Set<String> given = new HashSet<>();

  /**
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  Hours(Duration time, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + time.toNanos();
  }

  /** How far a row is, and how it goes on. */
  interface Work {
    /** How many rounds it has by now. */
    int rounds(Row row);

    /**
     * Adds rounds.
     *
     * @return whether the row holds
     * @throws RigFailure when it could not be run
     */
    boolean add(Row row, int rounds);
  }

  /** Whether every row that was run holds. */
  boolean run(Collection<Row> rows, Work work) {
    boolean all = true;
    for (Optional<Row> next = next(rows, work); next.isPresent(); next = next(rows, work)) {
      Row row = next.get();
      int rounds = slice(row, work);
      long from = nanoTime.getAsLong();
      try {
        if (!work.add(row, rounds)) {
          all = false;
          given.add(row.name());
        }
      } catch (RigFailure e) {
        System.err.println(row.name() + ": nothing is proven: " + e.getMessage());
        all = false;
        given.add(row.name());
      }
      nanosARound.put(row.name(), (nanoTime.getAsLong() - from) / (double) rounds);
    }
    return all;
  }

  private Optional<Row> next(Collection<Row> rows, Work work) {
    return rows.stream()
        .filter(row -> !given.contains(row.name()) && share(row, work) < 1 && fits(row))
        .min(Comparator.comparingDouble(row -> share(row, work)));
  }

  private static double share(Row row, Work work) {
    return work.rounds(row) / (double) row.promised();
  }

  private boolean fits(Row row) {
    Double each = nanosARound.get(row.name());
    return left() >= (each == null ? FIRST_SLICE.toNanos() : each);
  }

  private long left() {
    return end - nanoTime.getAsLong();
  }

  private int slice(Row row, Work work) {
    int lacking = row.promised() - work.rounds(row);
    Double each = nanosARound.get(row.name());
    int some =
        each == null ? FIRST_ROUNDS : (int) (Math.min(left(), LONGEST_SLICE.toNanos()) / each);
    return Math.max(1, Math.min(lacking, some));
  }
}
