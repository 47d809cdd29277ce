package dev.journeygateway.journey;

import java.util.List;

/**
 * A journey as far as starting it is concerned.
 *
 * @param skipUnknownIds its application's answer to ids that no device has: skip them, or let them
 *     enter as they stand
 */
public record Journey(
    String id,
    String applicationCode,
    boolean skipUnknownIds,
    State state,
    List<EntryPoint> entryPoints) {

  /** Where a journey stands in its life; only a running one is entered. */
  public enum State {
    DRAFT,
    RUNNING,
    PAUSED,
    /** An operator holds it; no catalogue file says so. */
    HELD,
    FINISHED,
    ARCHIVED
  }

  public boolean running() {
    return state == State.RUNNING;
  }

  /** Whether a person who is recorded in the journey is not entered again through that point. */
  public boolean reEntryOnce(String entryPointId) {
    return entryPoints.stream()
        .anyMatch(point -> point.id().equals(entryPointId) && point.reEntryOnce());
  }
}
