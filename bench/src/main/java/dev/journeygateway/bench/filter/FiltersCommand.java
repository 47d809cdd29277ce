package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.run.Printed;
import dev.journeygateway.bench.run.Report;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Twelve questions to PostgreSQL, compiled and by hand: see {@link FilterBench}. */
@Command(
    name = "filters",
    description = "Compiled filters beside statements by hand, on PostgreSQL.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class FiltersCommand implements Callable<Integer> {

  @Option(
      names = "--devices",
      defaultValue = "1000000",
      description = "How many, in the largest database.")
  private int devices;

  @Option(names = "--rounds", defaultValue = "11", description = "How often each is asked.")
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
    String tables = Printed.by(() -> new FilterBench(devices, rounds).run());
    if (write) {
      Report.write(page, "filters", "## Filters: `bench/run filters`\n\n" + tables);
    }
    return 0;
  }
}
