package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.run.Printed;
import dev.journeygateway.bench.run.Report;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Devices loaded into PostgreSQL a second: see {@link DeviceLoadBench}. */
@Command(
    name = "devices",
    description = "Devices with five tags loaded into PostgreSQL a second.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class DevicesCommand implements Callable<Integer> {

  @Option(names = "--devices", defaultValue = "300000", description = "How many stand in the file.")
  private int devices;

  @Option(names = "--rounds", defaultValue = "3", description = "How often all of it is done.")
  private int rounds;

  @Option(names = "--write", description = "Put the tables into docs/benchmarks.md.")
  private boolean write;

  @Option(
      names = "--page",
      defaultValue = "docs/benchmarks.md",
      description = "The page that --write writes.")
  private Path page;

  @Override
  public Integer call() throws Exception {
    String tables = Printed.by(() -> new DeviceLoadBench(devices, rounds).run());
    if (write) {
      Report.write(page, "devices", "## Loading devices: `bench/run devices`\n\n" + tables);
    }
    return 0;
  }
}
