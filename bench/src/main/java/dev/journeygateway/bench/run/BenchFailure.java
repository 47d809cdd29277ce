package dev.journeygateway.bench.run;

/**
 * Says why no figure can be given: a child that does not start, an answer that is not the expected
 * one.
 */
public final class BenchFailure extends RuntimeException {

  public BenchFailure(String message) {
    super(message);
  }

  public BenchFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
