package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import dev.journeygateway.device.DevicesLoaded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many devices with five tags each go from a file into a database that syncs its log: new ones,
 * the same again, and some of them changed; and how long somebody else who writes a row waits
 * meanwhile. Each round has a database of its own.
 */
final class DeviceLoadBench {

  private static final int TARGET = 20_000;
  private static final int TARGET_MILLIS = 1_000;
  private static final int WARM_UP = 50_000;

  private final BenchServer server;
  private final int devices;
  private final int rounds;
  private final Path file;
  private final Path changed;
  private final Map<String, List<Double>> speeds = new LinkedHashMap<>();
  private final Map<String, DevicesLoaded> counts = new LinkedHashMap<>();
  private final Map<String, List<Double>> waits = new LinkedHashMap<>();

  /**
   * @param file so many devices
   * @param changed the same with every tenth changed
   */
  DeviceLoadBench(BenchServer server, int devices, int rounds, Path file, Path changed) {
    this.server = server;
    this.devices = devices;
    this.rounds = rounds;
    this.file = file;
    this.changed = changed;
  }

  void run() throws Exception {
    try (BenchDatabase warm = server.create("warm", BenchDatabase.TAGS)) {
      warm.load(new DeviceFile(WARM_UP));
      warm.load(new DeviceFile(WARM_UP, 10));
    }
    for (int round = 1; round <= rounds; round++) {
      try (BenchDatabase database = server.create("devices" + round, BenchDatabase.TAGS)) {
        measure("new", database, file);
        database.settle();
        measure("the same again", database, file);
        measure("with every tenth changed", database, changed);
      }
    }
    report();
  }

  private void measure(String what, BenchDatabase database, Path file) throws Exception {
    DevicesLoaded loaded;
    double seconds;
    try (OtherWriter other = new OtherWriter(database.database())) {
      long start = System.nanoTime();
      loaded = database.load(file);
      seconds = (System.nanoTime() - start) / 1e9;
      waits.computeIfAbsent(what, key -> new ArrayList<>()).addAll(other.stop());
    }
    if (loaded.read() != devices || loaded.rejected() > 0) {
      throw new BenchFailure(loaded.toString());
    }
    counts.put(what, loaded);
    speeds.computeIfAbsent(what, key -> new ArrayList<>()).add(devices / seconds);
  }

  private void report() {
    Table table =
        new Table(
            "load",
            "added",
            "changed",
            "unchanged",
            "devices a second",
            "another's row, p50 ms",
            "p99 ms",
            "longest ms");
    speeds.forEach(
        (what, speed) -> {
          DevicesLoaded loaded = counts.get(what);
          List<Double> waited = waits.get(what).stream().sorted().toList();
          table.row(
              what,
              String.format(Locale.ROOT, "%,d", loaded.added()),
              String.format(Locale.ROOT, "%,d", loaded.changed()),
              String.format(Locale.ROOT, "%,d", loaded.unchanged()),
              Spread.of(speed).whole(),
              String.format(Locale.ROOT, "%.1f", waited.get(waited.size() / 2)),
              String.format(Locale.ROOT, "%.1f", waited.get(waited.size() * 99 / 100)),
              String.format(Locale.ROOT, "%.0f", waited.get(waited.size() - 1)));
        });
    String misses =
        speeds.entrySet().stream()
            .filter(entry -> Spread.of(entry.getValue()).median() < TARGET)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    double longest =
        waits.values().stream().flatMap(List::stream).mapToDouble(wait -> wait).max().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "%n### %s%n%n%s%n"
            + "- Target: %,d devices a second; %s.%n"
            + "- Target: another's row within %,d ms; %s.%n",
        server.name(),
        table,
        TARGET,
        misses.isEmpty() ? "met by each" : "missed by: " + misses,
        TARGET_MILLIS,
        longest < TARGET_MILLIS ? "met by each" : "missed");
  }
}
