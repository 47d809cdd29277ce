package dev.journeygateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FloodGuardTest {

  private final AtomicLong nanos = new AtomicLong();
  private final FloodGuard guard = new FloodGuard(2, nanos::get);
  private final Slot slot = new Slot("journey", "point");

  @Test
  void admitsSoManyASecond() {
    assertThat(guard.admits(slot)).isTrue();
    assertThat(guard.admits(slot)).isTrue();
    assertThat(guard.admits(slot)).isFalse();

    nanos.addAndGet(Duration.ofMillis(999).toNanos());
    assertThat(guard.admits(slot)).isFalse();

    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(guard.admits(slot)).isTrue();
  }

  @Test
  void countsEachEntryPointByItself() {
    guard.admits(slot);
    guard.admits(slot);

    assertThat(guard.admits(new Slot("journey", "another"))).isTrue();
  }
}
