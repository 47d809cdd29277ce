package dev.journeygateway.bench.run;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command's tables go, beside being printed. */
public final class PageOptions {

  @Option(names = "--write", description = "Put the tables into the page.")
  private boolean write;

  @Option(names = "--page", description = "The page that --write writes.")
  private Path page;

  public PageOptions() {
    this(Path.of("docs/benchmarks.md"));
  }

  /**
   * @param page unless one is named
   */
  public PageOptions(Path page) {
    this.page = page;
  }

  /** Puts a command's tables into its section of the page, where that was asked for. */
  public void put(String section, String tables) {
    if (write) {
      Report.write(page, section, tables);
    }
  }
}
