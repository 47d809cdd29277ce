package dev.journeygateway.filter;

import java.util.Optional;

/**
 * A stretch of values: from one to another, open where there is none, or exactly one.
 *
 * @param lowIncluded whether the low end itself belongs to it
 * @param highIncluded whether the high end itself belongs to it
 */
public record Span(
    Optional<Bound> low, boolean lowIncluded, Optional<Bound> high, boolean highIncluded) {

  static Span exactly(Bound value) {
    return new Span(Optional.of(value), true, Optional.of(value), true);
  }

  static Span between(Bound low, Bound high) {
    return new Span(Optional.of(low), true, Optional.of(high), true);
  }

  static Span above(Bound low, boolean included) {
    return new Span(Optional.of(low), included, Optional.empty(), false);
  }

  static Span below(Bound high, boolean included) {
    return new Span(Optional.empty(), false, Optional.of(high), included);
  }

  public boolean isExact() {
    return lowIncluded && highIncluded && low.isPresent() && low.equals(high);
  }
}
