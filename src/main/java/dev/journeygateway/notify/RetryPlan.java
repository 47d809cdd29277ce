package dev.journeygateway.notify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a message that failed is sent again: the published pauses, each longer or shorter by up to a
 * tenth, so that messages that failed together do not come back together.
 */
final class RetryPlan {

  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  private final RandomGenerator chance;

  RetryPlan(RandomGenerator chance) {
    this.chance = chance;
  }

  /**
   * The pause after an attempt that failed.
   *
   * @param attempt from 1
   * @return empty after the last one
   */
  Optional<Duration> after(int attempt) {
    if (attempt > PAUSES.size()) {
      return Optional.empty();
    }
    long millis = PAUSES.get(attempt - 1).toMillis();
    return Optional.of(Duration.ofMillis(chance.nextLong(millis * 9 / 10, millis * 11 / 10 + 1)));
  }
}
