package dev.journeygateway.bench.filter;

import dev.journeygateway.audience.Audience;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Printed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Twelve questions, compiled and by hand, on both databases: see {@link FilterBench}. */
@Command(
    name = "filters",
    description = "Compiled filters beside statements by hand, on PostgreSQL and SQLite.",
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

  @Option(
      names = "--random",
      defaultValue = "300",
      description = "How many random filters are asked.")
  private int randoms;

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "postgresql,sqlite",
      description = "Which databases.")
  private List<String> only;

  @Option(
      names = "--folder",
      defaultValue = "bench/target/run",
      description = "Where SQLite's files go; no tmpfs.")
  private Path folder;

  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() throws Exception {
    Path place = folder.resolve("filters-" + ProcessHandle.current().pid());
    String tables = Printed.by(() -> measure(place));
    page.put("filters", "## Filters: `bench/run filters`\n\n" + tables);
    return 0;
  }

  private void measure(Path place) throws Exception {
    Files.createDirectories(place);
    System.out.printf(
        Locale.ROOT,
        "%s. Median of %d alternating rounds (lowest-highest); of the statements by hand for a question (`Question`) the"
            + " one with the lowest median counts. Every row goes into a sum that must be the same. PostgreSQL is a process"
            + " of its own on the same cores.%n%n",
        Machine.describe(place),
        rounds);
    List<Question> questions = Question.all();
    for (int i = 0; i < questions.size(); i++) {
      System.out.printf("%d. `%s`%n", i + 1, questions.get(i).filter());
    }
    List<List<Audience>> answers = new ArrayList<>();
    if (only.contains("postgresql")) {
      try (BenchServer server = BenchServer.Postgresql.start(place)) {
        answers.add(
            run(new FilterBench(server, 1.1, Duration.ofSeconds(1), devices, rounds, randoms)));
      }
    }
    if (only.contains("sqlite")) {
      try (BenchServer server = new BenchServer.Sqlite(place)) {
        answers.add(
            run(new FilterBench(server, 1.3, Duration.ofSeconds(3), devices, rounds, randoms)));
      }
    }
    if (answers.stream().distinct().count() > 1) {
      throw new BenchFailure("the databases do not agree about the random filters");
    }
  }

  private static List<Audience> run(FilterBench bench) throws Exception {
    bench.run();
    return bench.randomAnswers();
  }
}
