package dev.journeygateway.filter;

import java.time.Duration;
import java.time.Instant;

/**
 * A value that a tag's values are compared with; some are known only once it is known when now is.
 */
public sealed interface Bound {

  long DAY = Duration.ofDays(1).toSeconds();

  /** The value as it is stored, a Long or a String; now counts to its full second. */
  Object at(Instant now);

  record Fixed(Object value) implements Bound {
    @Override
    public Object at(Instant now) {
      return value;
    }
  }

  /** The second so many times 24 hours ago. */
  record DaysBefore(long days) implements Bound {
    @Override
    public Object at(Instant now) {
      return now.getEpochSecond() - days * DAY;
    }
  }

  /** The first second of the UTC day on which it was so many times 24 hours ago. */
  record StartOfDay(long days) implements Bound {
    @Override
    public Object at(Instant now) {
      return (Math.floorDiv(now.getEpochSecond(), DAY) - days) * DAY;
    }
  }

  /** The last second of that day. */
  record EndOfDay(long days) implements Bound {
    @Override
    public Object at(Instant now) {
      return (Math.floorDiv(now.getEpochSecond(), DAY) - days + 1) * DAY - 1;
    }
  }
}
