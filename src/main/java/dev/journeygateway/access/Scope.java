package dev.journeygateway.access;

/** What a token may be used for. */
public enum Scope {
  /** Starts journeys, and cancels what was started. */
  START,
  /** Sees requests, dead letters and the catalogue. */
  READ,
  /** Decides about what waits for somebody: sends back, resumes, resolves, holds. */
  OPERATE,
  /** Does all of these, erases people and reads the audit. */
  ADMIN
}
