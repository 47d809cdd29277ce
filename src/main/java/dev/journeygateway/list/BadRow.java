package dev.journeygateway.list;

/**
 * A row that does not enter, and why.
 *
 * @param line where it starts in its file, counted from 1
 * @param reason for people, one line
 */
public record BadRow(long line, String reason) {}
