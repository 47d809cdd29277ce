package dev.journeygateway.door.file;

import java.io.IOException;

/** The place as a whole is out of reach, or has no session free; another look may succeed. */
final class PlaceAwayException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean busy;

  PlaceAwayException(String message, Throwable cause) {
    super(message, cause);
    this.busy = false;
  }

  private PlaceAwayException(String message) {
    super(message);
    this.busy = true;
  }

  /** Nothing is wrong: we use every session that we may have. */
  static PlaceAwayException busy(String message) {
    return new PlaceAwayException(message);
  }

  boolean isBusy() {
    return busy;
  }
}
