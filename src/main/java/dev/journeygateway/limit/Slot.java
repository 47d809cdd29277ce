package dev.journeygateway.limit;

/** The place that the limit counts by: one entry point of one journey. */
public record Slot(String journeyId, String entryPointId) implements Comparable<Slot> {

  @Override
  public int compareTo(Slot other) {
    int byJourney = journeyId.compareTo(other.journeyId);
    return byJourney != 0 ? byJourney : entryPointId.compareTo(other.entryPointId);
  }
}
