package dev.journeygateway.notify;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one attempt.
 *
 * @param status of the answer; empty where there was none
 * @param error empty where it was delivered
 * @param retryAfter what the receiver asked for
 */
record AttemptResult(
    Optional<Integer> status, Optional<String> error, Optional<Duration> retryAfter) {

  private static final int GONE = 410;
  private static final int LONGEST_ERROR = 255;

  AttemptResult {
    error =
        error.map(text -> text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text);
  }

  static AttemptResult failed(String error) {
    return new AttemptResult(Optional.empty(), Optional.of(error), Optional.empty());
  }

  boolean delivered() {
    return error.isEmpty();
  }

  /** Whether the receiver wants nothing more. */
  boolean gone() {
    return status.filter(code -> code == GONE).isPresent();
  }
}
