package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import dev.journeygateway.device.DeviceLoader;
import dev.journeygateway.device.DevicesLoaded;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * How many devices with five tags each go from a file into a PostgreSQL that syncs its log: new
 * ones, the same again, and some of them changed. Each round has a database of its own.
 */
final class DeviceLoadBench {

  private static final int TARGET = 20_000;
  private static final int WARM_UP = 50_000;

  private final int devices;
  private final int rounds;
  private final Map<String, List<Double>> speeds = new LinkedHashMap<>();
  private final Map<String, DevicesLoaded> counts = new LinkedHashMap<>();

  DeviceLoadBench(int devices, int rounds) {
    this.devices = devices;
    this.rounds = rounds;
  }

  void run() throws Exception {
    Path folder = Files.createTempDirectory("device-load-");
    Path file = folder.resolve("devices.csv");
    Path changed = folder.resolve("changed.csv");
    try (BenchDatabase database = new BenchDatabase(true)) {
      write(file, new DeviceFile(devices));
      write(changed, new DeviceFile(devices, 10));
      DataSource warm = database.create("warm");
      load(warm, new DeviceFile(WARM_UP));
      load(warm, new DeviceFile(WARM_UP, 10));
      String machine = Machine.describe(folder);
      for (int round = 1; round <= rounds; round++) {
        DataSource dataSource = database.create("devices" + round);
        measure("new", dataSource, file);
        // As the server would by itself, some time after so many rows came.
        new JdbcTemplate(dataSource).execute("vacuum analyze");
        measure("the same again", dataSource, file);
        measure("with every tenth changed", dataSource, changed);
      }
      report(machine);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(changed);
      Files.delete(folder);
    }
  }

  private void measure(String what, DataSource dataSource, Path file) throws Exception {
    long start = System.nanoTime();
    DevicesLoaded loaded;
    try (Reader text = Files.newBufferedReader(file)) {
      loaded = load(dataSource, text);
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    if (loaded.read() != devices || loaded.rejected() > 0) {
      throw new IllegalStateException(loaded.toString());
    }
    counts.put(what, loaded);
    speeds.computeIfAbsent(what, key -> new ArrayList<>()).add(devices / (time.toNanos() / 1e9));
  }

  private void report(String machine) {
    Table table = new Table("load", "added", "changed", "unchanged", "devices a second");
    speeds.forEach(
        (what, speed) -> {
          DevicesLoaded loaded = counts.get(what);
          table.row(
              what,
              String.format(Locale.ROOT, "%,d", loaded.added()),
              String.format(Locale.ROOT, "%,d", loaded.changed()),
              String.format(Locale.ROOT, "%,d", loaded.unchanged()),
              Spread.of(speed).whole());
        });
    String misses =
        speeds.entrySet().stream()
            .filter(entry -> Spread.of(entry.getValue()).median() < TARGET)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    System.out.printf(
        Locale.ROOT,
        "%s. A CSV file of %,d devices with five tags each, PostgreSQL with fsync on the same cores. Median of"
            + " %d rounds (lowest-highest), each into a database of its own.%n%n%s%n"
            + "- Target: %,d devices a second; %s.%n",
        machine,
        devices,
        rounds,
        table,
        TARGET,
        misses.isEmpty() ? "met by each" : "missed by: " + misses);
  }

  private static void write(Path to, DeviceFile devices) throws Exception {
    try (Writer out = Files.newBufferedWriter(to)) {
      devices.transferTo(out);
    }
  }

  static DevicesLoaded load(DataSource dataSource, Reader file) throws Exception {
    DeviceLoader loader =
        new DeviceLoader(
            new JdbcTemplate(dataSource), new DataSourceTransactionManager(dataSource));
    return loader.loadCsv(BenchDatabase.APPLICATION, file, StringWriter::new);
  }
}
