package dev.journeygateway.audience;

/**
 * What became of one chunk of an audience; the counts of all chunks add up to those of the request.
 *
 * @param requested the devices of the chunk's people: entered + duplicate + alreadyEntered
 * @param entered people who were recorded now
 * @param duplicate devices beyond the first of each person
 * @param alreadyEntered people that the journey had already and does not take twice
 */
public record AudiencePart(long requested, long entered, long duplicate, long alreadyEntered) {

  public AudiencePart plus(AudiencePart other) {
    return new AudiencePart(
        requested + other.requested,
        entered + other.entered,
        duplicate + other.duplicate,
        alreadyEntered + other.alreadyEntered);
  }
}
