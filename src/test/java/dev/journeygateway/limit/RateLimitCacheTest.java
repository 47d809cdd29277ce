package dev.journeygateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitCacheTest {

  private final AtomicLong nanos = new AtomicLong();
  private final RateLimitCache slots = new RateLimitCache(nanos::get);
  private final Slot slot = new Slot("journey", "point");

  @Test
  void knowsNothingOfASlotThatNobodyRemembered() {
    assertThat(slots.left(slot)).isEmpty();
  }

  @Test
  void countsDownUntilTheSlotMayBeFree() {
    slots.remember(slot, Duration.ofSeconds(60));

    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(slots.left(slot)).hasValue(Duration.ofSeconds(1));

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(slots.left(slot)).isEmpty();
  }

  @Test
  void takesALaterTimeOverAnEarlierOne() {
    slots.remember(slot, Duration.ofSeconds(1));
    slots.remember(slot, Duration.ofSeconds(60));

    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(slots.left(slot)).hasValue(Duration.ofSeconds(30));
  }

  @Test
  void tellsTheSlotsOfOneJourneyApart() {
    slots.remember(slot, Duration.ofSeconds(60));

    assertThat(slots.left(new Slot("journey", "another"))).isEmpty();
  }
}
