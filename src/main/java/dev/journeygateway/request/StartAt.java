package dev.journeygateway.request;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** The time at which a request is to start, as {@code start_at} tells it. */
public final class StartAt {

  private static final Duration FURTHEST = Duration.ofDays(90);

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

  private StartAt() {}

  /**
   * Reads an RFC 3339 time with its zone, and holds it against the time now.
   *
   * @throws RequestRefusedException with INVALID_PARAMETER when it is no such time, or more than 90
   *     days ahead
   */
  public static Instant require(String text, Instant now) {
    Instant at = read(text);
    if (at.isAfter(now.plus(FURTHEST))) {
      throw invalid("start_at is more than 90 days ahead: " + at);
    }
    return at;
  }

  private static Instant read(String text) {
    if (RFC_3339.matcher(text).matches()) {
      try {
        return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
            .toInstant()
            .truncatedTo(ChronoUnit.MICROS);
      } catch (DateTimeException e) {
        // No such day or hour: told below, as any other text.
      }
    }
    String blank = text.matches(".*:\\d\\d \\d\\d:\\d\\d") ? "; write the plus sign as %2B" : "";
    throw invalid(
        "start_at must be an RFC 3339 time with its zone, for example 2026-12-01T09:00:00Z"
            + blank);
  }

  /**
   * Refuses a time that is over.
   *
   * @throws RequestRefusedException with INVALID_PARAMETER
   */
  public static void requireAhead(Instant at, Instant now) {
    if (!at.isAfter(now)) {
      throw invalid("start_at is in the past: " + at);
    }
  }

  private static RequestRefusedException invalid(String message) {
    return Refusal.of(Reason.INVALID_PARAMETER, message, "parameter", "start_at").asException();
  }
}
