package dev.journeygateway.rig;

/** The rig could not do its work, so nothing is said about the gateway. */
final class RigFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RigFailure(String message) {
    super(message);
  }

  RigFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
