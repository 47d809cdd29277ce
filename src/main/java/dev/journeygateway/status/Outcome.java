package dev.journeygateway.status;

import java.util.Optional;

/**
 * One id that did not enter.
 *
 * @param position orders the outcomes of a request and is their cursor
 * @param outcome duplicate, unknown, already_entered, rejected or cancelled
 */
public record Outcome(long position, String id, String outcome, Optional<String> reason) {}
