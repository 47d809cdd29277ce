package dev.journeygateway.retention;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;

/**
 * How long something is kept.
 *
 * @param time empty for ever
 */
record Keep(Optional<Duration> time) {

  private static final Duration SHORTEST = Duration.ofHours(1);

  /**
   * Reads {@code forever}, or a duration with its unit.
   *
   * @throws IllegalArgumentException for another text, and for less than an hour
   */
  public static Keep of(String text) {
    if (text.strip().equals("forever")) {
      return new Keep(Optional.empty());
    }
    Duration time;
    try {
      if (!text.strip().matches("(?i)[0-9]+[a-z]+|P.*")) {
        throw new IllegalArgumentException("no unit");
      }
      time = DurationStyle.detectAndParse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a time to keep is forever or a duration with its unit such as 90d, not '" + text + "'",
          e);
    }
    if (time.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("what is kept is kept for 1h or longer, not " + text);
    }
    return new Keep(Optional.of(time));
  }

  boolean longerThan(Keep other) {
    return other.time().isPresent()
        && time.map(own -> own.compareTo(other.time().get()) > 0).orElse(true);
  }
}
