package dev.journeygateway.door;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.activity.ActivityCounts;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.request.Reason;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what the doors answered, by door, verdict and reason: for the metrics of this process, and
 * for the activity that all processes share.
 */
public final class StartRequestMeter {

  private static final String REQUESTS = "journey_gateway_requests";

  private final MeterRegistry meters;
  private final ActivityCounts activity;

  StartRequestMeter(MeterRegistry meters, ActivityCounts activity) {
    this.meters = meters;
    this.activity = activity;
  }

  public void accepted(StartExchange start) {
    accepted(start, start.door(), start.replayed());
  }

  /**
   * @param replayed whether it is the answer that its key got before
   */
  public void accepted(StartExchange start, String door, boolean replayed) {
    count(door, replayed ? "replayed" : "accepted", "");
    if (replayed) {
      activity.replayed(application(start), door);
    } else {
      activity.accepted(application(start), door);
    }
  }

  /** A call that asked for something else than a start, and has no door, is no activity. */
  public void refused(StartExchange start, Reason reason) {
    if (start.door() == null) {
      refused("http", reason);
    } else {
      refused(start, start.door(), reason);
    }
  }

  public void refused(StartExchange start, String door, Reason reason) {
    refused(door, reason);
    Journey journey = start.journey();
    activity.refused(application(start), door, reason.name(), journey == null ? "" : journey.id());
  }

  /** Of a call that got to no door. */
  public void refused(String door, Reason reason) {
    count(door, "refused", reason.name());
  }

  /** Whose the request is: its journey's or, where none is known, its caller's if they have one. */
  private static String application(StartExchange start) {
    if (start.journey() != null) {
      return start.journey().applicationCode();
    }
    return start.caller() != null && start.caller().applications().size() == 1
        ? start.caller().applications().iterator().next()
        : "";
  }

  private void count(String door, String verdict, String reason) {
    meters.counter(REQUESTS, "door", door, "verdict", verdict, "reason", reason).increment();
  }
}
