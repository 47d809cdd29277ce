package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Printed;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Devices loaded a second on both databases: see {@link DeviceLoadBench}. */
@Command(
    name = "devices",
    description = "Devices with five tags loaded a second, on PostgreSQL and SQLite.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class DevicesCommand implements Callable<Integer> {

  @Option(names = "--devices", defaultValue = "300000", description = "How many stand in the file.")
  private int devices;

  @Option(names = "--rounds", defaultValue = "3", description = "How often all of it is done.")
  private int rounds;

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "postgresql,sqlite",
      description = "Which databases.")
  private List<String> only;

  @Option(
      names = "--folder",
      defaultValue = "bench/target/run",
      description = "Where the files go; no tmpfs.")
  private Path folder;

  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() throws Exception {
    Path place = folder.resolve("devices-" + ProcessHandle.current().pid());
    String tables = Printed.by(() -> measure(place));
    page.put("devices", "## Loading devices: `bench/run devices`\n\n" + tables);
    return 0;
  }

  private void measure(Path place) throws Exception {
    Files.createDirectories(place);
    Path file = place.resolve("devices.csv");
    Path changed = place.resolve("changed.csv");
    try (Writer all = Files.newBufferedWriter(file);
        Writer some = Files.newBufferedWriter(changed)) {
      new DeviceFile(devices).transferTo(all);
      new DeviceFile(devices, 10).transferTo(some);
    }
    System.out.printf(
        Locale.ROOT,
        "%s. A CSV file of %,d devices with five tags each; every commit is synced, PostgreSQL is a process of its own on"
            + " the same cores. Median of %d rounds (lowest-highest), each into a database of its own. Meanwhile"
            + " another thread commits a row every 20 ms.%n",
        Machine.describe(place),
        devices,
        rounds);
    if (only.contains("postgresql")) {
      try (BenchServer server = BenchServer.Postgresql.start(place)) {
        new DeviceLoadBench(server, devices, rounds, file, changed).run();
      }
    }
    if (only.contains("sqlite")) {
      try (BenchServer server = new BenchServer.Sqlite(place)) {
        new DeviceLoadBench(server, devices, rounds, file, changed).run();
      }
    }
  }
}
