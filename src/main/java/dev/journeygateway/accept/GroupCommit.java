package dev.journeygateway.accept;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those who wait share one commit: items that arrive while a commit is under way form the next
 * group.
 *
 * <p>There is no timer and no added wait. Who finds nobody committing commits, on the thread that
 * brought the item, for itself and for all that came in the same moment; when more have come
 * meanwhile, another thread goes on. When a group fails for the sake of one of its items, each is
 * tried alone, so that one item's bad luck never touches its neighbours; when what it commits to is
 * away, trying again would only keep them all waiting.
 *
 * @param <T> what is committed
 * @param <R> what became of one item
 */
final class GroupCommit<T, R> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final String name;
  private final int largestGroup;
  private final long heaviestGroup;
  private final ToLongFunction<T> weight;
  private final BlockingQueue<Waiting<T, R>> line;
  private final Function<List<T>, List<R>> commit;
  private final Predicate<Throwable> causedByOneItem;
  private final BiConsumer<T, R> unclaimed;
  private final Executor committers;
  private final Executor tellers;
  private final AtomicBoolean committing = new AtomicBoolean();
  private volatile boolean closed;

  private record Waiting<T, R>(T item, Thread bringer, CompletableFuture<R> result) {}

  /**
   * @param name for the log
   * @param largestGroup the most items in one commit
   * @param heaviestGroup the weight past which no more items join a commit
   * @param weight of an item
   * @param longestLine how many items may wait; past it {@link #submit} refuses
   * @param commit commits a group and answers for each item in order; when it throws, nothing of
   *     the group is committed
   * @param causedByOneItem tells the failures of single items from those that would befall every
   *     item
   * @param unclaimed takes a result whose waiter had given up by the time it came; items given up
   *     before are not committed
   * @param committers run the commits of those who came during another
   * @param tellers run what hangs on the results
   */
  public GroupCommit(
      String name,
      int largestGroup,
      long heaviestGroup,
      ToLongFunction<T> weight,
      int longestLine,
      Function<List<T>, List<R>> commit,
      Predicate<Throwable> causedByOneItem,
      BiConsumer<T, R> unclaimed,
      Executor committers,
      Executor tellers) {
    this.name = name;
    this.largestGroup = largestGroup;
    this.heaviestGroup = heaviestGroup;
    this.weight = weight;
    this.line = new ArrayBlockingQueue<>(longestLine);
    this.commit = commit;
    this.causedByOneItem = causedByOneItem;
    this.unclaimed = unclaimed;
    this.committers = committers;
    this.tellers = tellers;
  }

  /**
   * Puts an item in the line, and commits it when nobody else is committing.
   *
   * @param deadline after which the item is given up, although its commit may still come
   * @param done is called once: on the caller's own thread before this returns, or on one of the
   *     group's. It gets a result, or what {@code commit} threw for this item, {@link
   *     java.util.concurrent.TimeoutException}, or {@link RejectedExecutionException} when the line
   *     is full or closed
   */
  public void submit(T item, Duration deadline, BiConsumer<R, Throwable> done) {
    Thread bringer = Thread.currentThread();
    var waiting = new Waiting<T, R>(item, bringer, new CompletableFuture<>());
    waiting
        .result()
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (result, failure) -> {
              if (Thread.currentThread() == bringer) {
                done.accept(result, failure);
              } else {
                tellers.execute(() -> done.accept(result, failure));
              }
            });
    if (closed || !line.offer(waiting)) {
      waiting
          .result()
          .completeExceptionally(
              new RejectedExecutionException(name + ": the line is full or closed"));
    } else if (committing.compareAndSet(false, true)) {
      Runnable own = commitNext(bringer);
      release();
      own.run();
    }
  }

  /** How many items wait. */
  public int waiting() {
    return line.size();
  }

  /** Ends this thread's turn; another thread's begins when somebody has come meanwhile. */
  private void release() {
    if (!line.isEmpty()) {
      committers.execute(this::commitTheRest);
      return;
    }
    committing.set(false);
    if (!line.isEmpty() && committing.compareAndSet(false, true)) {
      committers.execute(this::commitTheRest);
    }
  }

  private void commitTheRest() {
    do {
      while (!line.isEmpty()) {
        commitNext(null).run();
      }
      committing.set(false);
    } while (!line.isEmpty() && committing.compareAndSet(false, true));
  }

  /**
   * Commits the next group and tells its items.
   *
   * @param bringer whose own item is told by what is returned; null for nobody's
   */
  private Runnable commitNext(Thread bringer) {
    List<Waiting<T, R>> group = next();
    List<Runnable> own = new ArrayList<>(1);
    commitTogether(group, bringer, own);
    return () -> own.forEach(this::tell);
  }

  private List<Waiting<T, R>> next() {
    List<Waiting<T, R>> group = new ArrayList<>();
    long total = 0;
    while (group.size() < largestGroup) {
      Waiting<T, R> first = line.peek();
      if (first == null
          || !group.isEmpty() && total + weight.applyAsLong(first.item()) > heaviestGroup) {
        break;
      }
      line.remove();
      if (!first.result().isDone()) {
        group.add(first);
        total += weight.applyAsLong(first.item());
      }
    }
    return group;
  }

  private void commitTogether(List<Waiting<T, R>> group, Thread bringer, List<Runnable> own) {
    if (group.isEmpty()) {
      return;
    }
    List<R> results;
    // An interrupt stays with its thread, and would fail each group that this one commits from now
    // on: it is meant for none of them.
    if (Thread.interrupted()) {
      LOG.warn("{}: a thread that commits was interrupted; it goes on", name);
    }
    try {
      results = commit.apply(group.stream().map(Waiting::item).toList());
    } catch (RuntimeException | Error e) {
      if (group.size() > 1 && causedByOneItem.test(e)) {
        LOG.debug("{}: a group of {} failed, each is tried alone", name, group.size(), e);
        group.forEach(one -> commitTogether(List.of(one), bringer, own));
      } else {
        group.forEach(
            one -> settle(one, bringer, own, () -> one.result().completeExceptionally(e)));
      }
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      Waiting<T, R> one = group.get(i);
      R result = results.get(i);
      settle(
          one,
          bringer,
          own,
          () -> {
            if (!one.result().complete(result)) {
              unclaimed.accept(one.item(), result);
            }
          });
    }
  }

  /** The bringer's own item is told last, when its thread keeps nobody waiting any more. */
  private void settle(Waiting<T, R> one, Thread bringer, List<Runnable> own, Runnable completion) {
    if (one.bringer() == bringer) {
      own.add(completion);
    } else {
      tell(completion);
    }
  }

  /** One result's trouble must not keep the others from theirs. */
  private void tell(Runnable completion) {
    try {
      completion.run();
    } catch (RuntimeException e) {
      LOG.error("{}: the continuation of a committed item failed", name, e);
    }
  }

  /** Commits no more; items in the line are refused. */
  @Override
  public void close() {
    closed = true;
    for (Waiting<T, R> one = line.poll(); one != null; one = line.poll()) {
      one.result().completeExceptionally(new RejectedExecutionException(name + " is closed"));
    }
  }
}
