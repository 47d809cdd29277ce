package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How many answers of which kind came in each second, and how long each took. */
final class Timeline {

  private record Answered(long atMillis, long tookMillis) {}

  private final TreeMap<Long, Map<Kind, Integer>> seconds = new TreeMap<>();
  private final List<Answered> all = new ArrayList<>();

  synchronized void add(Kind kind, long tookMillis) {
    long now = RigClock.millis();
    seconds
        .computeIfAbsent(now / 1000, s -> new EnumMap<>(Kind.class))
        .merge(kind, 1, Integer::sum);
    all.add(new Answered(now, tookMillis));
  }

  /** What so many percent of the answers between two moments did not exceed; 0 without any. */
  synchronized long percentileMillis(int percent, long fromMillis, long toMillis) {
    List<Long> sorted =
        all.stream()
            .filter(one -> one.atMillis() >= fromMillis && one.atMillis() < toMillis)
            .map(Answered::tookMillis)
            .sorted()
            .toList();
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() * percent + 99) / 100 - 1);
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
