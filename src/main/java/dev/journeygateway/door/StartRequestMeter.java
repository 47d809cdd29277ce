package dev.journeygateway.door;

import dev.journeygateway.request.Reason;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the doors answered, by door, verdict and reason. */
public final class StartRequestMeter {

  private static final String REQUESTS = "journey_gateway_requests";

  private final MeterRegistry meters;

  public StartRequestMeter(MeterRegistry meters) {
    this.meters = meters;
  }

  public void accepted(String door, boolean replayed) {
    count(door, replayed ? "replayed" : "accepted", "");
  }

  public void refused(String door, Reason reason) {
    count(door, "refused", reason.name());
  }

  private void count(String door, String verdict, String reason) {
    meters
        .counter(
            REQUESTS, "door", door == null ? "http" : door, "verdict", verdict, "reason", reason)
        .increment();
  }
}
