package dev.journeygateway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPlanTest {

  @Test
  void keepsToThePublishedPausesWithinATenth() {
    RetryPlan plan = new RetryPlan(RandomGenerator.getDefault());
    for (int attempt = 1; attempt <= RetryPlan.PAUSES.size(); attempt++) {
      Duration published = RetryPlan.PAUSES.get(attempt - 1);
      Set<Duration> seen = new HashSet<>();
      for (int i = 0; i < 1000; i++) {
        Duration pause = plan.after(attempt).orElseThrow();
        assertThat(pause)
            .isBetween(
                published.multipliedBy(9).dividedBy(10), published.multipliedBy(11).dividedBy(10));
        seen.add(pause);
      }
      assertThat(seen).hasSizeGreaterThan(10);
    }
  }

  @Test
  void endsAfterTheLastPause() {
    assertThat(new RetryPlan(RandomGenerator.getDefault()).after(10)).isEmpty();
  }
}
