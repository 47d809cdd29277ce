package dev.journeygateway.bench.accept;

import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the CPU time of one request goes: which threads of its server spend it. */
final class CpuByThread {

  /** By the names that the system knows them by, fifteen characters with # for digits. */
  private static final Map<String, String> WORDS =
      Map.of(
          "qtp#-#", "HTTP: reading, checks, answers; the commit of who comes alone",
          "accept-commit-#", "database: commits of groups",
          "accept-continue", "answers after a group's commit",
          "outbox-send", "sender: messages of a group, the broker's own work included",
          "outbox-delete", "sender: deleting what is sent",
          "ActiveMQ Data F", "broker: journal",
          "C# CompilerThre", "JIT compiler",
          "GC Thread##", "collector");

  private CpuByThread() {}

  /**
   * Microseconds of each kind of thread, the median of the rounds, in a column for each load; the
   * order is that under the last one. Who has less than a hundredth there is left to the last row.
   */
  static Table table(Results results, String subject, int[] loads) {
    List<Map<String, Double>> columns =
        Arrays.stream(loads).mapToObj(load -> medians(results.of(subject, load))).toList();
    Map<String, Double> last = columns.get(columns.size() - 1);
    double least = sum(last.values()) / 100;
    List<String> shown =
        last.entrySet().stream()
            .filter(each -> each.getValue() >= least)
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    List<String> heads = new ArrayList<>(List.of("threads"));
    Arrays.stream(loads).forEach(load -> heads.add("us on " + load));
    Table table = new Table(heads.toArray(String[]::new));
    for (String name : shown) {
      row(
          table,
          WORDS.getOrDefault(name, "`" + name + "`"),
          columns.stream().map(column -> column.getOrDefault(name, 0.0)).toList());
    }
    if (!shown.isEmpty()) {
      columns.forEach(column -> column.keySet().removeAll(shown));
      row(table, "all others", columns.stream().map(column -> sum(column.values())).toList());
    }
    return table;
  }

  private static void row(Table table, String name, List<Double> micros) {
    List<String> cells = new ArrayList<>(List.of(name));
    micros.forEach(each -> cells.add(Spread.of(List.of(each)).brief()));
    table.row(cells.toArray(String[]::new));
  }

  private static double sum(Collection<Double> micros) {
    return micros.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Map<String, Double> medians(List<Sample> rounds) {
    Map<String, List<Double>> byThread = new TreeMap<>();
    for (Sample round : rounds) {
      round
          .threadMicros()
          .forEach(
              (name, each) -> byThread.computeIfAbsent(name, key -> new ArrayList<>()).add(each));
    }
    Map<String, Double> medians = new TreeMap<>();
    byThread.forEach((name, each) -> medians.put(name, Spread.of(each).median()));
    return medians;
  }
}
