package dev.journeygateway.audience;

/**
 * How many devices one condition of a filter selects by itself, for a dry run.
 *
 * @param text the condition as canonical text
 * @param character where it starts in the filter as it was sent, from 1
 */
public record ClauseCount(String text, int character, long devices) {}
