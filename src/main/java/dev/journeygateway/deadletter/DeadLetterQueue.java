package dev.journeygateway.deadletter;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The queue of dead letters. Every method throws a {@link RuntimeException} within seconds where
 * the broker is away or does not answer.
 */
public interface DeadLetterQueue {

  /**
   * The newest first.
   *
   * @param mine whom the caller may see
   * @param after the last id of the page before
   * @param limit the most that are answered
   */
  List<DeadLetter> list(Predicate<DeadLetter> mine, Optional<String> after, int limit);

  Optional<DeadLetter> find(String id);

  /** How many dead letters a request has. */
  int count(UUID request);

  /**
   * Moves one back to the queue it came from, in one transaction of the broker; its count of
   * sending back grows by one.
   *
   * @param beforeCommit runs when all but the commit is done; when it throws, nothing was moved
   * @return whether it was there to be moved; of several at once one moves it
   */
  boolean sendBack(String id, Consumer<DeadLetter> beforeCommit);
}
