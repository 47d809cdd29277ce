package dev.journeygateway.request;

/**
 * How many people one request may name.
 *
 * @param maxIds the most ids in one request
 */
public record IdBounds(int maxIds) {}
