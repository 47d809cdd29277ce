package dev.journeygateway.deadletter;

import dev.journeygateway.access.Caller;
import dev.journeygateway.deadletter.DeadLetters.Narrowed;
import dev.journeygateway.request.RequestRefusedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Does one thing to all dead letters that match a filter, each in a transaction of its own. */
final class DeadLetterBatch {

  private static final int SLICE = 100;

  /** A caller has an answer within five seconds: what is left then is theirs to ask for again. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final DeadLetters deadLetters;

  DeadLetterBatch(DeadLetters deadLetters) {
    this.deadLetters = deadLetters;
  }

  /** What is done to one. */
  @FunctionalInterface
  interface Action {
    void to(Caller caller, String id);
  }

  /**
   * What it came to.
   *
   * @param done to how many it was done
   * @param refused how many were refused, such as those that were sent back too often
   * @param reason why the first of these was
   * @param left how many match that were not reached in time
   */
  record Came(int done, int refused, Optional<String> reason, long left) {}

  /** Begins with the newest; one that is set aside again meanwhile is newer and not met twice. */
  Came all(Caller caller, Narrowed to, Action action) {
    long begin = System.nanoTime();
    int done = 0;
    int refused = 0;
    Optional<String> reason = Optional.empty();
    Optional<String> after = Optional.empty();
    while (true) {
      List<DeadLetter> slice = deadLetters.list(caller, to, after, SLICE);
      for (DeadLetter letter : slice) {
        if (System.nanoTime() - begin > PATIENCE_NANOS) {
          return new Came(
              done, refused, reason, Math.max(0, deadLetters.count(caller, to) - refused));
        }
        try {
          action.to(caller, letter.id().toString());
          done++;
        } catch (RequestRefusedException e) {
          refused++;
          reason = reason.or(() -> Optional.of(e.refusal().message()));
        }
        after = Optional.of(letter.id().toString());
      }
      if (slice.size() < SLICE) {
        return new Came(done, refused, reason, 0);
      }
    }
  }
}
