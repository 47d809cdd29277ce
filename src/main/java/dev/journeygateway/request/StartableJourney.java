package dev.journeygateway.request;

import dev.journeygateway.access.Caller;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import java.util.List;
import java.util.Optional;

/** What a journey must be so that an outside call may start it. */
public final class StartableJourney {

  private StartableJourney() {}

  /**
   * The journey, when the caller's token owns it; a stranger's looks the same as none.
   *
   * @throws RequestRefusedException with JOURNEY_NOT_FOUND
   */
  public static Journey requireOwned(Optional<Journey> journey, Caller caller) {
    return journey
        .filter(found -> caller.sees(found.applicationCode()))
        .orElseThrow(() -> Refusal.of(Reason.JOURNEY_NOT_FOUND, "journey not found").asException());
  }

  /**
   * @throws RequestRefusedException with JOURNEY_NOT_RUNNING
   */
  public static void requireRunning(Journey journey) {
    if (!journey.running()) {
      throw Refusal.of(Reason.JOURNEY_NOT_RUNNING, "Journey is not running").asException();
    }
  }

  /**
   * The journey's one "start by API" point; one that is switched off still counts.
   *
   * @throws RequestRefusedException with NO_API_ENTRY_POINT or MANY_API_ENTRY_POINTS
   */
  public static EntryPoint requireOneEntryPoint(Journey journey) {
    List<EntryPoint> points = journey.entryPoints();
    if (points.isEmpty()) {
      throw Refusal.of(Reason.NO_API_ENTRY_POINT, "zero api start points").asException();
    }
    if (points.size() > 1) {
      // The published spelling.
      throw Refusal.of(Reason.MANY_API_ENTRY_POINTS, "there is more then one api start point")
          .asException();
    }
    return points.get(0);
  }

  /**
   * @throws RequestRefusedException with ENTRY_POINT_DEACTIVATED
   */
  public static void requireActive(EntryPoint entryPoint) {
    if (entryPoint.deactivated()) {
      throw Refusal.of(Reason.ENTRY_POINT_DEACTIVATED, "point is deactivated").asException();
    }
  }
}
