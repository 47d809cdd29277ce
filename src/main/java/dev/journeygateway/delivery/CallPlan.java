package dev.journeygateway.delivery;

import dev.journeygateway.journey.Destination;
import dev.journeygateway.list.CheckedList;
import dev.journeygateway.list.RowChunks;
import dev.journeygateway.outbox.AcceptedMessages.Listed;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the calls that a list would need, row by row; keeps a few numbers for each attribute set.
 */
public final class CallPlan {

  /** The last call of an attribute set as far as it is filled. */
  private static final class Filling {
    private final long empty;
    private long bytes;
    private int ids;

    Filling(long empty) {
      this.empty = empty;
    }
  }

  private final String selector;
  private final Destination destination;
  private final Map<String, Filling> sets = new HashMap<>();
  private long calls;

  /**
   * @param selector users or hwids
   */
  public CallPlan(String selector, Destination destination) {
    this.selector = selector;
    this.destination = destination;
  }

  /** Reads a checked list once more and adds each of its people. */
  public static CallPlan of(CheckedList list, Destination destination) throws IOException {
    CallPlan plan = new CallPlan(list.idColumn().selector(), destination);
    try (RowChunks chunks = list.chunks(1)) {
      while (chunks.hasNext()) {
        for (Listed row : chunks.next().rows()) {
          Map<String, String> values = new LinkedHashMap<>(list.attributesForAll());
          values.putAll(row.attributes());
          plan.add(row.id(), values);
        }
      }
    }
    return plan;
  }

  /** Adds one person with all values that they go with. */
  public void add(String id, Map<String, String> values) {
    String attributes = CallBody.attributes(values);
    Filling filling =
        sets.computeIfAbsent(
            CallBody.key(selector, attributes),
            any -> new Filling(CallBody.emptyBytes(selector, attributes)));
    long more = CallBody.bytes(id);
    if (filling.ids == 0
        || filling.ids >= destination.idsPerCall()
        || filling.bytes + more > destination.maxBody()) {
      calls++;
      filling.ids = 0;
      filling.bytes = filling.empty;
    }
    filling.ids++;
    filling.bytes += more;
  }

  public long calls() {
    return calls;
  }

  /** How many different sets of attribute values there are. */
  public int attributeSets() {
    return sets.size();
  }

  /** From the first call to the last, where nothing else waits; zero for one call, or no pace. */
  public Duration time() {
    return destination.period().multipliedBy(Math.max(0, calls - 1));
  }

  /** {@link #time} in words, as {@code 33 days}. */
  public String timeInWords() {
    return time().isZero() ? "at once" : CallLimit.span(time());
  }

  /** The refusal that the list would get; empty where it gets none. */
  public java.util.Optional<String> refusal() {
    return calls > destination.maxCalls()
        ? java.util.Optional.of(CallLimit.words(calls, destination))
        : java.util.Optional.empty();
  }
}
