package dev.journeygateway.access;

/** What a token may be used for. */
public enum Scope {
  START,
  READ,
  ADMIN
}
