package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Printed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A million selected devices, with the gateway killed on the way: see {@link AudienceBench}. */
@Command(
    name = "audience",
    description = "A million devices of one filter through the worker, killed and started again.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class AudienceCommand implements Callable<Integer> {

  @Option(names = "--devices", defaultValue = "1000000", description = "How many are selected.")
  private int devices;

  @Option(
      names = "--kills",
      defaultValue = "3",
      description = "How often the gateway is killed, first while it selects.")
  private int kills;

  @Option(names = "--seed", defaultValue = "42", description = "Decides when it is killed.")
  private long seed;

  @Option(
      names = "--folder",
      defaultValue = "bench/target/run",
      description = "Where the gateway keeps its files.")
  private Path folder;

  @Option(
      names = "--jar",
      defaultValue = "target/journey-gateway.jar",
      description = "The gateway.")
  private Path jar;

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "postgresql,sqlite",
      description = "Which databases.")
  private List<String> only;

  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() throws Exception {
    Path place = folder.resolve("audience-" + ProcessHandle.current().pid());
    String tables = Printed.by(() -> measure(place));
    page.put("audience", "## A million selected: `bench/run audience`\n\n" + tables);
    return 0;
  }

  private void measure(Path place) throws Exception {
    Files.createDirectories(place);
    System.out.printf(
        Locale.ROOT,
        "%s. A filter over %,d devices, a gateway with a heap of 256 MiB, every commit synced. Another caller starts a journey"
            + " for three people every 50 ms.%n",
        Machine.describe(place),
        devices);
    if (only.contains("postgresql")) {
      try (BenchServer server = BenchServer.Postgresql.start(place)) {
        new AudienceBench(server, devices, kills, seed, place.resolve("postgresql"), jar).run();
      }
    }
    if (only.contains("sqlite")) {
      try (BenchServer server = new BenchServer.Sqlite(place)) {
        new AudienceBench(server, devices, kills, seed, place.resolve("sqlite"), jar).run();
      }
    }
  }
}
