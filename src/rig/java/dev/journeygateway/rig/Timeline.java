package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How many answers of which kind came in each second. */
final class Timeline {

  private final TreeMap<Long, Map<Kind, Integer>> seconds = new TreeMap<>();

  synchronized void add(Kind kind) {
    seconds
        .computeIfAbsent(RigClock.millis() / 1000, s -> new EnumMap<>(Kind.class))
        .merge(kind, 1, Integer::sum);
  }

  /**
   * From a moment on, the seconds until in one second so many percent of the answers were
   * acceptances; empty when that did not come about.
   */
  synchronized OptionalLong secondsUntilAccepted(long fromMillis, int percent) {
    for (Map.Entry<Long, Map<Kind, Integer>> second :
        seconds.tailMap(fromMillis / 1000, false).entrySet()) {
      int all = second.getValue().values().stream().mapToInt(Integer::intValue).sum();
      if (second.getValue().getOrDefault(Kind.ACCEPTED, 0) * 100 >= all * percent) {
        return OptionalLong.of(second.getKey() - fromMillis / 1000);
      }
    }
    return OptionalLong.empty();
  }

  /** How many answers of a kind came between two moments. */
  synchronized int count(Kind kind, long fromMillis, long toMillis) {
    return seconds.subMap(fromMillis / 1000, true, toMillis / 1000, false).values().stream()
        .mapToInt(second -> second.getOrDefault(kind, 0))
        .sum();
  }
}
