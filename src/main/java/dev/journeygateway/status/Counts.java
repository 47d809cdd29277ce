package dev.journeygateway.status;

/**
 * What became of a request's ids. They balance: requested is the sum of the others once the request
 * is done.
 */
public record Counts(
    long requested,
    long entered,
    long duplicate,
    long unknown,
    long alreadyEntered,
    long rejected,
    long cancelled) {

  public Counts plus(Counts other) {
    return new Counts(
        requested + other.requested,
        entered + other.entered,
        duplicate + other.duplicate,
        unknown + other.unknown,
        alreadyEntered + other.alreadyEntered,
        rejected + other.rejected,
        cancelled + other.cancelled);
  }
}
