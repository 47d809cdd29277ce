package dev.journeygateway.audience;

/**
 * How many a filter selects.
 *
 * @param devices the devices, which is what was requested
 * @param users the people they fold to; the difference counts as duplicate
 */
public record Audience(long devices, long users) {

  /**
   * How many chunks of that many users it takes to record them all; none where nobody was selected.
   */
  public int chunks(int chunkSize) {
    return Math.toIntExact((users + chunkSize - 1) / chunkSize);
  }
}
