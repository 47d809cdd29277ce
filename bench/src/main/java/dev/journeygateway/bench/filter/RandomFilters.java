package dev.journeygateway.bench.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Filters over the tags of {@link DeviceFile}, each a tree of up to six levels. */
final class RandomFilters {

  private static final int LEVELS = 6;

  private final Random random;

  RandomFilters(long seed) {
    this.random = new Random(seed);
  }

  /** A filter as text, and its conditions as filters of their own. */
  record RandomFilter(String text, List<String> conditions) {}

  RandomFilter next() {
    List<String> conditions = new ArrayList<>();
    return new RandomFilter(tree(LEVELS, conditions), conditions);
  }

  private String tree(int levels, List<String> conditions) {
    if (levels == 0 || levels < LEVELS && random.nextBoolean()) {
      String condition = condition();
      conditions.add(condition);
      return condition;
    }
    String operator = List.of(" + ", " * ", " \\ ").get(random.nextInt(3));
    return IntStream.range(0, 2 + random.nextInt(2))
        .mapToObj(part -> tree(levels - 1, conditions))
        .collect(Collectors.joining(operator, "(", ")"));
  }

  /** From one device in thousands to all of them. */
  private String condition() {
    return switch (random.nextInt(10)) {
      case 0 -> "T(\"City\", eq, \"City %d\")".formatted(random.nextInt(200));
      case 1 ->
          "T(\"City\", in, [\"City %d\", \"City %d\", \"City %d\"])"
              .formatted(random.nextInt(200), random.nextInt(200), random.nextInt(20));
      case 2 -> "T(\"City\", noteq, \"City %d\")".formatted(random.nextInt(20));
      case 3 -> "T(\"Age\", gte, %d)".formatted(random.nextInt(100));
      case 4 -> {
        int from = random.nextInt(95);
        yield "T(\"Age\", between, [%d, %d])".formatted(from, from + random.nextInt(20));
      }
      case 5 -> "T(\"Vip\", eq, %d)".formatted(random.nextInt(2));
      case 6 -> "T(\"Seen\", notset)";
      case 7 -> "T(\"Seen\", gt, \"%d days ago\")".formatted(1 + random.nextInt(400));
      case 8 ->
          "T(\"Languages\", %s, [\"l%d\", \"l%d\"])"
              .formatted(
                  random.nextBoolean() ? "in" : "notin", random.nextInt(20), random.nextInt(20));
      default ->
          "A(\"%s\", [%s]%s)"
              .formatted(
                  BenchDatabase.APPLICATION,
                  random.nextBoolean() ? "ios" : "android",
                  random.nextBoolean() ? ", [with_tokens]" : "");
    };
  }
}
