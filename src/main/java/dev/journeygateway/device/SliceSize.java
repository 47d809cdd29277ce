package dev.journeygateway.device;

/**
 * How much is written in one transaction, so that nobody waits long for the one connection that
 * writes to an embedded database: as much as took {@link #TARGET_NANOS} before.
 *
 * <p>The first slices are small; a slow disk or a busy machine makes them small again. Thread-safe.
 */
final class SliceSize {

  /** Half of the time for which a transaction may hold the connection. */
  static final long TARGET_NANOS = 50_000_000;

  private static final int FIRST = 250;
  private static final int LEAST = 25;
  private static final int MOST = 10_000;

  private final boolean fixed;
  private int values;

  private SliceSize(boolean fixed, int values) {
    this.fixed = fixed;
    this.values = values;
  }

  /** For the only connection that writes. */
  static SliceSize measured() {
    return new SliceSize(false, FIRST);
  }

  /** For a database where others write at the same time. */
  static SliceSize fixed() {
    return new SliceSize(true, MOST);
  }

  /** The most rows and values of tags in the next slice; a single row is never divided. */
  synchronized int values() {
    return values;
  }

  /**
   * Learns from a slice.
   *
   * @param written rows and values that were written; what was there already costs nothing
   * @param nanos for which the connection was held
   */
  synchronized void took(int written, long nanos) {
    if (fixed || written == 0) {
      return;
    }
    double reached = (double) written * TARGET_NANOS / Math.max(1, nanos);
    // A short slice says little about a long one, a long one much about the next.
    int most = Math.min(MOST, Math.max(values, Math.min(2 * values, 2 * written)));
    values = (int) Math.max(LEAST, Math.min(reached, most));
  }
}
