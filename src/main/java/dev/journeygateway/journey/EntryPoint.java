package dev.journeygateway.journey;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A "start by API" point of a journey.
 *
 * @param deactivated a deactivated point still counts as one
 * @param reEntryOnce whether a person who is recorded in the journey is not entered again
 * @param attributes the names that a request may give values for
 * @param anyAttributes whether a request may give values for other names, too: the destination
 *     judges them
 * @param limit one accepted request in that time; empty where the gateway's own limit applies
 */
public record EntryPoint(
    String id,
    boolean deactivated,
    boolean reEntryOnce,
    Set<String> attributes,
    boolean anyAttributes,
    Optional<Duration> limit) {

  /** A point with the gateway's own limit. */
  public EntryPoint(String id, boolean deactivated, boolean reEntryOnce, Set<String> attributes) {
    this(id, deactivated, reEntryOnce, attributes, false, Optional.empty());
  }
}
