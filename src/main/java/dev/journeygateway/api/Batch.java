package dev.journeygateway.api;

import dev.journeygateway.request.RequestRefusedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One call that does a thing to all that match a filter, each in a transaction of its own, until
 * three seconds are over.
 */
public final class Batch {

  /** How many a slice has, but for the last one. */
  public static final int SLICE = 100;

  /** A caller has an answer within five seconds: what is left then is theirs to ask for again. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final long begin = System.nanoTime();
  private int done;
  private int refused;
  private Optional<String> reason = Optional.empty();
  private boolean over;

  /** The answer to a call that only counts. */
  public record Matched(boolean dryRun, long matched) {}

  /**
   * What it came to.
   *
   * @param done to how many it was done
   * @param refused how many were refused, such as those that ended meanwhile
   * @param reason why the first of these was
   * @param left how many match that were not reached in time
   */
  public record Came(int done, int refused, Optional<String> reason, long left) {}

  /**
   * Goes through slices.
   *
   * @param slices the items after one, or the first ones; fewer than {@link #SLICE} are the last
   * @param action what is done to an item; a refusal is counted, any other failure ends the call
   */
  public <T> void each(Function<Optional<T>, List<T>> slices, Consumer<T> action) {
    Optional<T> after = Optional.empty();
    List<T> slice;
    do {
      slice = over ? List.of() : slices.apply(after);
      for (T item : slice) {
        if (System.nanoTime() - begin > PATIENCE_NANOS) {
          over = true;
          return;
        }
        try {
          action.accept(item);
          done++;
        } catch (RequestRefusedException e) {
          refused++;
          reason = reason.or(() -> Optional.of(e.refusal().message()));
        }
        after = Optional.of(item);
      }
    } while (slice.size() == SLICE);
  }

  /** How many were refused. */
  public int refused() {
    return refused;
  }

  /**
   * The answer.
   *
   * @param left how many match that were not reached; asked only where the time was over
   */
  public Came came(LongSupplier left) {
    return new Came(done, refused, reason, over ? left.getAsLong() : 0);
  }
}
