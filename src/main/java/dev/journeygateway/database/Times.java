package dev.journeygateway.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times as the databases and messages hold them: UTC, to the microsecond. */
public final class Times {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /**
   * RFC 3339 with six digits of the second: texts of one length, which sort as the times do.
   *
   * @see <a href="https://www.sqlite.org/lang_datefunc.html">SQLite's time strings</a>
   */
  public static String text(Instant instant) {
    return MICROSECONDS.format(instant);
  }

  /** The time as finely as a database holds it. */
  public static Instant rounded(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
