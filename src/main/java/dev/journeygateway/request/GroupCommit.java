package dev.journeygateway.request;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what waits share one commit: items that arrive while a commit is under way form the next
 * group.
 *
 * <p>There is no timer and no added wait. A lone item goes at once; a group is whatever came while
 * the last one was committing, up to a bound. When a group fails for the sake of one of its items,
 * each is tried alone, so that one item's bad luck never touches its neighbours; when what it
 * commits to is away, trying again would only keep them all waiting.
 *
 * @param <T> what is committed
 * @param <R> what became of one item
 */
public final class GroupCommit<T, R> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private record Waiting<T, R>(T item, CompletableFuture<R> result) {}

  private final String name;
  private final int largestGroup;
  private final BlockingQueue<Waiting<T, R>> line;
  private final Function<List<T>, List<R>> commit;
  private final Predicate<Throwable> causedByOneItem;
  private final BiConsumer<T, R> unclaimed;
  private final Thread committer;
  private volatile boolean closed;

  /**
   * @param name of the thread that commits
   * @param largestGroup the most items in one commit
   * @param longestLine how many items may wait; past it {@link #submit} refuses
   * @param commit commits a group and answers for each item in order; when it throws, nothing of
   *     the group is committed
   * @param causedByOneItem tells the failures of single items from those that would befall every
   *     item
   * @param unclaimed takes a result whose waiter had given up by the time it came; items given up
   *     before are not committed
   */
  public GroupCommit(
      String name,
      int largestGroup,
      int longestLine,
      Function<List<T>, List<R>> commit,
      Predicate<Throwable> causedByOneItem,
      BiConsumer<T, R> unclaimed) {
    this.name = name;
    this.largestGroup = largestGroup;
    this.line = new ArrayBlockingQueue<>(longestLine);
    this.commit = commit;
    this.causedByOneItem = causedByOneItem;
    this.unclaimed = unclaimed;
    this.committer = new Thread(this::run, name);
    this.committer.setDaemon(true);
    this.committer.start();
  }

  /**
   * Puts an item in the line.
   *
   * @return completes on the committing thread, so what hangs on it must be short; fails with what
   *     {@code commit} threw for this item, or with {@link RejectedExecutionException} when the
   *     line is full or closed
   */
  public CompletableFuture<R> submit(T item) {
    var waiting = new Waiting<T, R>(item, new CompletableFuture<>());
    if (closed || !line.offer(waiting)) {
      waiting
          .result()
          .completeExceptionally(
              new RejectedExecutionException(name + ": the line is full or closed"));
    } else if (closed && line.remove(waiting)) {
      waiting.result().completeExceptionally(new RejectedExecutionException(name + " is closed"));
    }
    return waiting.result();
  }

  /** How many items wait. */
  public int waiting() {
    return line.size();
  }

  private void run() {
    List<Waiting<T, R>> group = new ArrayList<>(largestGroup);
    while (!closed || !line.isEmpty()) {
      try {
        // Woken now and then to see that it is closed: an interrupt could hit a commit and, with
        // it, H2's open file.
        Waiting<T, R> first = line.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          line.drainTo(group, largestGroup - 1);
          group.removeIf(waiting -> waiting.result().isDone());
          commitTogether(group);
          group.clear();
        }
      } catch (InterruptedException e) {
        LOG.warn("{} was interrupted, which nobody should do; it goes on", name);
      }
    }
  }

  private void commitTogether(List<Waiting<T, R>> group) {
    if (group.isEmpty()) {
      return;
    }
    List<R> results;
    try {
      results = commit.apply(group.stream().map(Waiting::item).toList());
    } catch (RuntimeException | Error e) {
      if (group.size() > 1 && causedByOneItem.test(e)) {
        LOG.debug("{}: a group of {} failed, each is tried alone", name, group.size(), e);
        group.forEach(one -> commitTogether(List.of(one)));
      } else {
        group.forEach(one -> answer(() -> one.result().completeExceptionally(e)));
      }
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      Waiting<T, R> one = group.get(i);
      R result = results.get(i);
      answer(
          () -> {
            if (!one.result().complete(result)) {
              unclaimed.accept(one.item(), result);
            }
          });
    }
  }

  /** What hangs on one result must not keep the others from theirs. */
  private void answer(Runnable completion) {
    try {
      completion.run();
    } catch (RuntimeException e) {
      LOG.error("{}: the continuation of a committed item failed", name, e);
    }
  }

  /** Commits what stands in the line and ends; what comes later is refused. */
  @Override
  public void close() {
    closed = true;
    try {
      committer.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
