package dev.journeygateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GroupCommitTest {

  private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> unclaimed = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore mayCommit = new Semaphore(0);
  private final CountDownLatch committing = new CountDownLatch(1);
  private GroupCommit<Integer, Integer> group;

  private void commitWith(int largest, int longest, Function<List<Integer>, List<Integer>> commit) {
    group =
        new GroupCommit<>(
            "test",
            largest,
            longest,
            items -> {
              committing.countDown();
              mayCommit.acquireUninterruptibly();
              groups.add(List.copyOf(items));
              return commit.apply(items);
            },
            failure -> failure instanceof IllegalArgumentException,
            (item, result) -> unclaimed.add(item));
  }

  private static List<Integer> doubled(List<Integer> items) {
    return items.stream().map(item -> item * 2).toList();
  }

  /** Lets one item reach its commit, so that what follows has to wait in the line. */
  private CompletableFuture<Integer> occupy() throws InterruptedException {
    CompletableFuture<Integer> first = group.submit(0);
    assertThat(committing.await(10, TimeUnit.SECONDS)).isTrue();
    return first;
  }

  @AfterEach
  void close() {
    mayCommit.release(1000);
    group.close();
  }

  @Test
  void commitsALoneItemAtOnce() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    mayCommit.release();

    assertThat(group.submit(21).get()).isEqualTo(42);
    assertThat(groups).containsExactly(List.of(21));
  }

  @Test
  void commitsTogetherWhatCameWhileTheLastCommitWasUnderWay() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    occupy();
    CompletableFuture<Integer> second = group.submit(1);
    CompletableFuture<Integer> third = group.submit(2);

    mayCommit.release(2);

    assertThat(second.get()).isEqualTo(2);
    assertThat(third.get()).isEqualTo(4);
    assertThat(groups).containsExactly(List.of(0), List.of(1, 2));
  }

  @Test
  void boundsAGroup() throws Exception {
    commitWith(2, 10, GroupCommitTest::doubled);
    occupy();
    group.submit(1);
    group.submit(2);
    CompletableFuture<Integer> last = group.submit(3);

    mayCommit.release(3);

    last.get();
    assertThat(groups).containsExactly(List.of(0), List.of(1, 2), List.of(3));
  }

  @Test
  void refusesAtOnceWhenTheLineIsFull() throws Exception {
    commitWith(10, 1, GroupCommitTest::doubled);
    occupy();
    group.submit(1);

    CompletableFuture<Integer> tooMany = group.submit(2);

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
    occupy();
    CompletableFuture<Integer> good = group.submit(1);
    CompletableFuture<Integer> bad = group.submit(13);
    CompletableFuture<Integer> alsoGood = group.submit(2);

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
    occupy();
    CompletableFuture<Integer> one = group.submit(1);
    CompletableFuture<Integer> other = group.submit(2);

    mayCommit.release(10);

    assertThatThrownBy(one::get).hasMessageContaining("away");
    assertThatThrownBy(other::get).hasMessageContaining("away");
    assertThat(groups).containsExactly(List.of(0), List.of(1, 2));
  }

  @Test
  void doesNotCommitWhatWasGivenUpInTheLine() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    occupy();
    group.submit(1).cancel(false);
    CompletableFuture<Integer> patient = group.submit(2);

    mayCommit.release(10);

    patient.get();
    assertThat(groups).containsExactly(List.of(0), List.of(2));
  }

  @Test
  void handsOverWhatWasCommittedForSomebodyWhoGaveUp() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    CompletableFuture<Integer> first = occupy();
    first.cancel(false);
    CompletableFuture<Integer> next = group.submit(1);

    mayCommit.release(10);

    next.get();
    assertThat(unclaimed).containsExactly(0);
  }

  @Test
  void goesOnWhenAContinuationFails() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    mayCommit.release(10);
    group
        .submit(1)
        .thenAccept(
            result -> {
              throw new IllegalStateException("a careless continuation");
            });

    assertThat(group.submit(2).get()).isEqualTo(4);
  }

  @Test
  void commitsWhatStandsInTheLineWhenClosedAndRefusesTheRest() throws Exception {
    commitWith(10, 10, GroupCommitTest::doubled);
    mayCommit.release(10);
    CompletableFuture<Integer> before = group.submit(1);

    group.close();

    assertThat(before.get()).isEqualTo(2);
    assertThatThrownBy(() -> group.submit(2).get())
        .cause()
        .isInstanceOf(RejectedExecutionException.class);
  }
}
