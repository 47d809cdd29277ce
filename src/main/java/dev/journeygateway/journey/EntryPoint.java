package dev.journeygateway.journey;

import java.util.Set;

/**
 * A "start by API" point of a journey.
 *
 * @param deactivated a deactivated point still counts as one
 * @param reEntryOnce whether a person who is recorded in the journey is not entered again
 * @param attributes the names that a request may give values for
 */
public record EntryPoint(
    String id, boolean deactivated, boolean reEntryOnce, Set<String> attributes) {}
