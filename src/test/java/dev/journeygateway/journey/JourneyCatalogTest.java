package dev.journeygateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JourneyCatalogTest {

  private static Journey journey(Journey.State state) {
    return new Journey("j", "AAAAA-00001", false, state, List.of());
  }

  @Test
  void remembersAJourneyAndThatThereIsNone() {
    AtomicInteger reads = new AtomicInteger();
    JourneyCatalog catalog =
        new JourneyCatalog(
            id -> {
              reads.incrementAndGet();
              return id.equals("j")
                  ? Optional.of(journey(Journey.State.RUNNING))
                  : Optional.empty();
            });

    for (int i = 0; i < 3; i++) {
      assertThat(catalog.find("j")).isPresent();
      assertThat(catalog.find("none")).isEmpty();
    }

    assertThat(reads).hasValue(2);
  }

  @Test
  void doesNotRememberWhatWasBeingReadWhileItChanged() {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    AtomicInteger reads = new AtomicInteger();
    JourneyCatalog catalog =
        new JourneyCatalog(
            id -> {
              if (reads.getAndIncrement() > 0) {
                return Optional.of(journey(Journey.State.PAUSED));
              }
              reading.countDown();
              await(changed);
              return Optional.of(journey(Journey.State.RUNNING));
            });
    CompletableFuture<Optional<Journey>> before =
        CompletableFuture.supplyAsync(() -> catalog.find("j"));
    await(reading);
    catalog.forget();
    changed.countDown();

    assertThat(before.join().orElseThrow().state()).isEqualTo(Journey.State.RUNNING);
    assertThat(catalog.find("j").orElseThrow().state()).isEqualTo(Journey.State.PAUSED);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
