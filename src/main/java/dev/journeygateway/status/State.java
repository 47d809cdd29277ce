package dev.journeygateway.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a start request; the names are what the status answers, in lower case. */
public enum State {
  /** Accepted, to be entered at a later time. */
  SCHEDULED,
  ACCEPTED,
  PROCESSING,
  /** Its journey stopped running after it was accepted. */
  HELD,
  /** Its people are calls to a destination that have not all ended. */
  DELIVERING,
  DONE,
  FAILED,
  CANCELLED;

  /** As it is stored and answered. */
  @JsonValue
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
