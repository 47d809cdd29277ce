package dev.journeygateway.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What came of a call.
 *
 * @param message for people, at most 255 characters
 * @param retryAfter for {@link Kind#WAITING}: not before that time, and not counted as an attempt
 * @param remoteUuid the name that the destination gave the request
 */
record CallAnswer(
    Kind kind, String message, Optional<Duration> retryAfter, Optional<UUID> remoteUuid) {

  private static final int LONGEST_MESSAGE = 255;

  CallAnswer {
    message =
        message == null || message.length() <= LONGEST_MESSAGE
            ? message
            : message.substring(0, LONGEST_MESSAGE);
  }

  /** The kinds of answers; each has its own consequence. */
  enum Kind {
    /** Its people are entries. */
    DELIVERED,
    /** Too early: again when the destination says, or after the period. */
    WAITING,
    /** The destination does not run the journey now. */
    HELD,
    /** It will never be taken as it is. */
    REFUSED,
    /** The token or the address is wrong: the destination stops. */
    STOPPED,
    /** It was never sent: there was no connection. */
    NOT_SENT,
    /** It failed there: again, with a longer and longer pause, but not for ever. */
    FAILED,
    /** It was sent and its answer never came. */
    UNKNOWN
  }

  static CallAnswer of(Kind kind, String message) {
    return new CallAnswer(kind, message, Optional.empty(), Optional.empty());
  }
}
