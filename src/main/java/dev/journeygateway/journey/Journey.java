package dev.journeygateway.journey;

import java.util.List;

/**
 * A journey as far as starting it is concerned.
 *
 * @param skipUnknownIds its application's answer to ids that no device has: skip them, or let them
 *     enter as they are
 * @param destination where its people go: {@link Destination#ENTRIES}, or the name of a destination
 */
public record Journey(
    String id,
    String applicationCode,
    boolean skipUnknownIds,
    State state,
    String destination,
    List<EntryPoint> entryPoints) {

  /** A journey whose people are entries. */
  public Journey(
      String id,
      String applicationCode,
      boolean skipUnknownIds,
      State state,
      List<EntryPoint> entryPoints) {
    this(id, applicationCode, skipUnknownIds, state, Destination.ENTRIES, entryPoints);
  }

  /** Whether its people go to a destination that is called. */
  public boolean remote() {
    return !destination.equals(Destination.ENTRIES);
  }

  /** The state of a journey; only a running one is entered. */
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
