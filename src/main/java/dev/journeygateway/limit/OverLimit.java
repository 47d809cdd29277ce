package dev.journeygateway.limit;

/** What becomes of a request that comes while its entry point's slot is taken. */
public enum OverLimit {
  /** It is refused, and its sender comes back. */
  REFUSE,
  /** It waits in line for a slot of its own. */
  WAIT,
  /**
   * It waits in line; those that wait with the same kind of selector and equal attribute values
   * enter in one slot.
   */
  COALESCE
}
