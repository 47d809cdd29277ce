package dev.journeygateway.http;

/**
 * The threads of the HTTP server; the application says how many.
 *
 * @param threads calls that may hold one at a time; a call that waits longer than 1.5 seconds for
 *     one is answered 503
 */
public record HttpThreads(int threads) {}
