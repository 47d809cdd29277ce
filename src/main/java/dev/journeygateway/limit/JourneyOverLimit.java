package dev.journeygateway.limit;

import java.util.Map;

/**
 * What a door does over the limit for one journey, and so for its entry point: a journey that can
 * be started has one.
 */
public record JourneyOverLimit(OverLimit overLimit) {

  public JourneyOverLimit {
    if (overLimit == null) {
      throw new IllegalArgumentException("a journey under .journeys needs over-limit");
    }
  }

  /** The journey's own where it has one, else the door's. */
  public static OverLimit of(
      Map<String, JourneyOverLimit> journeys, String journeyId, OverLimit common) {
    JourneyOverLimit own = journeys.get(journeyId);
    return own == null ? common : own.overLimit();
  }
}
