package dev.journeygateway.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GroupCommitTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> committers = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> unclaimed = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore mayCommit = new Semaphore(0);
  private final CountDownLatch committing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private GroupCommit<Integer, Integer> group;

  private void commitWith(int largest, int longest, Function<List<Integer>, List<Integer>> commit) {
    group =
        new GroupCommit<>(
            "test",
            largest,
            100,
            item -> item,
            longest,
            items -> {
              committing.countDown();
              mayCommit.acquireUninterruptibly();
              committers.add(Thread.currentThread());
              groups.add(List.copyOf(items));
              return commit.apply(items);
            },
            failure -> failure instanceof IllegalArgumentException,
            (item, result) -> unclaimed.add(item),
            threads,
            threads);
  }

  private static List<Integer> doubled(List<Integer> items) {
    return items.stream().map(item -> item * 2).toList();
  }

  private CompletableFuture<Integer> submit(int item) {
    return submit(item, LONG);
  }

  private CompletableFuture<Integer> submit(int item, Duration deadline) {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    group.submit(
        item,
        deadline,
        (result, failure) -> {
          if (failure == null) {
            told.complete(result);
          } else {
            told.completeExceptionally(failure);
          }
        });
    return told;
  }

  /** Lets one item reach its commit, so that what follows has to wait in the line. */
  private CompletableFuture<Integer> occupy(Duration deadline) throws InterruptedException {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    threads.execute(
        () ->
            group.submit(
                0,
                deadline,
                (result, failure) -> {
                  if (failure == null) {
                    told.complete(result);
                  } else {
                    told.completeExceptionally(failure);
                  }
                }));
    assertThat(committing.await(10, TimeUnit.SECONDS)).isTrue();
    return told;
  }

  @AfterEach
  void close() {
    mayCommit.release(1000);
    group.close();
    threads.shutdown();
  }

  @Test
  void commitsALoneItemAtOnceOnTheThreadThatBringsIt() {
    commitWith(10, 10, GroupCommitTest::doubled);
    mayCommit.release();

    assertThat(submit(21)).isCompletedWithValue(42);
    assertThat(groups).containsExactly(List.of(21));
    assertThat(committers).containsExactly(Thread.currentThread());
  }

  @Test
  void commitsTogetherOnAnotherThreadWhatCameDuringACommit() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    CompletableFuture<Integer> first = occupy(LONG);
    CompletableFuture<Integer> second = submit(1);
    CompletableFuture<Integer> third = submit(2);

    mayCommit.release(2);

    assertThat(first.get()).isZero();
    assertThat(second.get()).isEqualTo(2);
    assertThat(third.get()).isEqualTo(4);
    assertThat(groups).containsExactly(List.of(0), List.of(1, 2));
    assertThat(committers.get(1)).isNotIn(committers.get(0), Thread.currentThread());
  }

  @Test
  void tellsOneGroupWhileTheNextIsCommitted() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    CompletableFuture<Integer> first = occupy(LONG);
    CompletableFuture<Integer> second = submit(1);

    mayCommit.release(1);

    assertThat(first.get()).isZero();
    assertThat(second).isNotDone();
  }

  @Test
  void boundsAGroup() throws Exception {
    commitWith(2, 10, GroupCommitTest::doubled);
    occupy(LONG);
    submit(1);
    submit(2);
    CompletableFuture<Integer> last = submit(3);

    mayCommit.release(3);

    last.get();
    assertThat(groups).containsExactly(List.of(0), List.of(1, 2), List.of(3));
  }

  @Test
  void boundsTheWeightOfAGroupAndTakesAHeavyOneAlone() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    occupy(LONG);
    submit(60);
    submit(40);
    submit(1);
    CompletableFuture<Integer> last = submit(1000);

    mayCommit.release(10);

    last.get();
    assertThat(groups).containsExactly(List.of(0), List.of(60, 40), List.of(1), List.of(1000));
  }

  @Test
  void refusesAtOnceWhenTheLineIsFull() throws Exception {
    commitWith(10, 1, GroupCommitTest::doubled);
    occupy(LONG);
    submit(1);

    CompletableFuture<Integer> tooMany = submit(2);

    assertThat(tooMany).isCompletedExceptionally();
    assertThatThrownBy(tooMany::get).cause().isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void triesEachAloneWhenOneItemSpoilsItsGroup() throws Exception {
    commitWith(
        10,
        10,
        items -> {
          if (items.contains(13)) {
            throw new IllegalArgumentException("thirteen");
          }
          return doubled(items);
        });
    occupy(LONG);
    CompletableFuture<Integer> good = submit(1);
    CompletableFuture<Integer> bad = submit(13);
    CompletableFuture<Integer> alsoGood = submit(2);

    mayCommit.release(10);

    assertThat(good.get()).isEqualTo(2);
    assertThat(alsoGood.get()).isEqualTo(4);
    assertThatThrownBy(bad::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("thirteen");
  }

  @Test
  void triesNobodyAloneWhenWhatItCommitsToIsAway() throws Exception {
    commitWith(
        10,
        10,
        items -> {
          throw new IllegalStateException("away");
        });
    occupy(LONG);
    CompletableFuture<Integer> one = submit(1);
    CompletableFuture<Integer> other = submit(2);

    mayCommit.release(10);

    assertThatThrownBy(one::get).hasMessageContaining("away");
    assertThatThrownBy(other::get).hasMessageContaining("away");
    assertThat(groups).containsExactly(List.of(0), List.of(1, 2));
  }

  @Test
  void doesNotCommitWhatWasGivenUpInTheLine() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    occupy(LONG);
    CompletableFuture<Integer> impatient = submit(1, Duration.ofMillis(1));
    assertThatThrownBy(impatient::get).cause().isInstanceOf(TimeoutException.class);
    CompletableFuture<Integer> patient = submit(2);

    mayCommit.release(10);

    patient.get();
    assertThat(groups).containsExactly(List.of(0), List.of(2));
  }

  /** Also whoever's own thread is in the commit is told in time. */
  @Test
  void handsOverWhatWasCommittedForSomebodyWhoGaveUp() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    CompletableFuture<Integer> first = occupy(Duration.ofMillis(1));
    assertThatThrownBy(first::get).cause().isInstanceOf(TimeoutException.class);
    CompletableFuture<Integer> next = submit(1);

    mayCommit.release(10);

    next.get();
    // By a thread that may be slower than the one which told the next.
    Awaitility.await().untilAsserted(() -> assertThat(unclaimed).containsExactly(0));
  }

  @Test
  void goesOnWhenAContinuationFails() {
    commitWith(10, 10, GroupCommitTest::doubled);
    mayCommit.release(10);
    group.submit(
        1,
        LONG,
        (result, failure) -> {
          throw new IllegalStateException("a careless continuation");
        });

    assertThat(submit(2)).isCompletedWithValue(4);
  }

  @Test
  void refusesWhoComesWhenItIsClosed() {
    commitWith(10, 10, GroupCommitTest::doubled);
    mayCommit.release(10);
    CompletableFuture<Integer> before = submit(1);

    group.close();

    assertThat(before).isCompletedWithValue(2);
    assertThatThrownBy(submit(2)::get).cause().isInstanceOf(RejectedExecutionException.class);
  }
}
