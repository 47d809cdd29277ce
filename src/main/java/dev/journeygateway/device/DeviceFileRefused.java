package dev.journeygateway.device;

/**
 * The refusal of a whole device file; what its rows before had changed stays changed, and loading
 * it again is harmless.
 */
final class DeviceFileRefused extends RuntimeException {

  public DeviceFileRefused(String message) {
    super(message, null, false, false);
  }
}
