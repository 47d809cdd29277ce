package dev.journeygateway.status;

import java.util.Locale;

/** Where a start request stands; the names are what the status answers, in lower case. */
public enum State {
  ACCEPTED,
  PROCESSING,
  HELD,
  DONE,
  FAILED;

  /** As it is stored and answered. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException when there is no such state
   */
  public static State of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
