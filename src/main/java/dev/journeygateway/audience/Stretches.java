package dev.journeygateway.audience;

import dev.journeygateway.filter.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Spans of one tag's values as they lie in its index at one instant: single values, and ranges that
 * do not overlap.
 */
record Stretches(List<Object> values, List<Range> ranges) {

  /**
   * From one value to another, a Long or a String.
   *
   * @param low null where it has no lower end
   * @param high null where it has no upper end
   */
  record Range(Object low, boolean lowIncluded, Object high, boolean highIncluded) {

    private static final Comparator<Range> FROM_BELOW =
        (one, other) ->
            one.low == null || other.low == null
                ? Boolean.compare(one.low != null, other.low != null)
                : compare(one.low, other.low) != 0
                    ? compare(one.low, other.low)
                    : Boolean.compare(other.lowIncluded, one.lowIncluded);

    private static Range of(Span span, Instant now) {
      return new Range(
          span.low().map(bound -> bound.at(now)).orElse(null),
          span.lowIncluded(),
          span.high().map(bound -> bound.at(now)).orElse(null),
          span.highIncluded());
    }

    private boolean isEmpty() {
      return low != null
          && high != null
          && (compare(low, high) > 0 || low.equals(high) && !(lowIncluded && highIncluded));
    }

    private boolean isOneValue() {
      return low != null && low.equals(high) && lowIncluded && highIncluded;
    }

    private boolean contains(Object value) {
      return (low == null || compare(low, value) < (lowIncluded ? 1 : 0))
          && (high == null || compare(value, high) < (highIncluded ? 1 : 0));
    }

    /** Whether this one, which does not begin above the other, reaches it. */
    private boolean meets(Range next) {
      if (high == null || next.low == null) {
        return true;
      }
      int order = compare(next.low, high);
      return order < 0 || order == 0 && (next.lowIncluded || highIncluded);
    }

    private Range and(Range next) {
      boolean ours =
          high == null
              || next.high != null
                  && (compare(high, next.high) > 0 || high.equals(next.high) && highIncluded);
      return new Range(
          low, lowIncluded, ours ? high : next.high, ours ? highIncluded : next.highIncluded);
    }

    boolean isEverything() {
      return low == null && high == null;
    }

    /** Texts that have an order are versions, whose stored form is ASCII: every order is alike. */
    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
      return ((Comparable<Object>) one).compareTo(other);
    }
  }

  static Stretches of(List<Span> spans, Instant now) {
    Set<Object> values = new LinkedHashSet<>();
    List<Range> ranges = new ArrayList<>();
    for (Span span : spans) {
      Range range = Range.of(span, now);
      if (range.isOneValue()) {
        values.add(range.low());
      } else if (!range.isEmpty()) {
        ranges.add(range);
      }
    }
    List<Range> apart = apart(ranges);
    values.removeIf(value -> apart.stream().anyMatch(range -> range.contains(value)));
    return new Stretches(List.copyOf(values), apart);
  }

  private static List<Range> apart(List<Range> ranges) {
    List<Range> apart = new ArrayList<>();
    ranges.stream()
        .sorted(Range.FROM_BELOW)
        .forEach(
            range -> {
              int last = apart.size() - 1;
              if (last >= 0 && apart.get(last).meets(range)) {
                apart.set(last, apart.get(last).and(range));
              } else {
                apart.add(range);
              }
            });
    return apart;
  }

  boolean isEverything() {
    return ranges.size() == 1 && ranges.get(0).isEverything();
  }

  boolean isNothing() {
    return values.isEmpty() && ranges.isEmpty();
  }
}
