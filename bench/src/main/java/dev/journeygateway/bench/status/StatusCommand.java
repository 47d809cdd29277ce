package dev.journeygateway.bench.status;

import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Printed;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Answers about requests with ten million entries recorded, and what removing them costs those who
 * call: see {@link StatusBench} and {@link RetentionLoad}.
 */
@Command(
    name = "status",
    description = "Status, list and outcomes with ten million entries recorded.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class StatusCommand implements Callable<Integer> {

  @Option(names = "--entries", defaultValue = "10000000", description = "Ten to a request.")
  private int entries;

  @Option(names = "--embedded", description = "In a SQLite file instead of on PostgreSQL.")
  private boolean embedded;

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

  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() throws Exception {
    Path place = folder.resolve("status-" + ProcessHandle.current().pid());
    StatusBench bench = new StatusBench(entries, place, jar);
    String tables = Printed.by(embedded ? bench::onSqlite : bench::onPostgresql);
    page.put(
        embedded ? "status-embedded" : "status",
        "## Asking what became of it: `bench/run status%s`\n\n"
                .formatted(embedded ? " --embedded" : "")
            + tables);
    return 0;
  }
}
