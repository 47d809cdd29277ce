package dev.journeygateway.rig;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The rig's one entry point: {@code bench/rig}. */
@Command(
    name = "bench/rig",
    description =
        "Breaks the gateway in every way that it promises to bear, and counts what was lost.",
    mixinStandardHelpOptions = true)
final class Rig {

  @Option(
      names = "--jar",
      defaultValue = "target/journey-gateway.jar",
      scope = CommandLine.ScopeType.INHERIT,
      description = "The packaged gateway; default: ${DEFAULT-VALUE}.")
  private Path jar;

  @Option(
      names = "--plain-start",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Start with java -jar, not unpacked and with an archive of classes.")
  private boolean plainStart;

  @Option(
      names = "--folder",
      defaultValue = "/tmp",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Where trials have their folders; default: ${DEFAULT-VALUE}.")
  private Path folder;

  @Option(
      names = "--keep",
      scope = CommandLine.ScopeType.INHERIT,
      description =
          "Leave the folder of a trial, with its logs; that of one that does not hold stays anyway.")
  private boolean keep;

  @Option(
      names = "--page",
      defaultValue = "docs/reliability.md",
      scope = CommandLine.ScopeType.INHERIT,
      description = "What --write writes; default: ${DEFAULT-VALUE}.")
  private Path page;

  @Option(
      names = "--long-file-rows",
      defaultValue = "10000000",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Rows of the rows ten-million...; default: ${DEFAULT-VALUE}.")
  private int longFileRows;

  public static void main(String[] args) {
    // What PostgreSQL, Flyway and the clients tell of their own belongs to nobody's report.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    CommandLine line = new CommandLine(new Rig());
    line.setExecutionExceptionHandler(
        (failure, commandLine, result) -> {
          if (!(failure instanceof RigFailure)) {
            throw failure;
          }
          System.err.println("nothing is proven: " + failure.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(args.length == 0 ? line.execute("--help") : line.execute(args));
  }

  @Command(description = "Lists the rows.", mixinStandardHelpOptions = true)
  int list() {
    rows()
        .values()
        .forEach(row -> System.out.printf("%-22s %s; %s%n", row.name(), row.fault(), row.load()));
    Planted.names()
        .forEach(name -> System.out.printf("%-22s planted: %s%n", name, Planted.says(name)));
    return 0;
  }

  @Command(description = "Runs one row.", mixinStandardHelpOptions = true)
  int run(
      @Parameters(paramLabel = "ROW") String name,
      @Option(names = "--rounds", description = "How often; default: as the promise asks.")
          Integer rounds,
      @Option(names = "--write", description = "Write the line of the page.") boolean write,
      @Option(
              names = "--continue",
              description = "Write the sums with earlier runs of the same code.")
          boolean more) {
    Row row = rows().get(name);
    if (row == null) {
      throw new RigFailure("no row is called " + name + ": see bench/rig list");
    }
    return one(row, rounds == null ? row.promised() : rounds, write || more, more) ? 0 : 1;
  }

  @Command(description = "Plants faults and looks for them.", mixinStandardHelpOptions = true)
  int planted(
      @Parameters(paramLabel = "FAULT", arity = "0..*", description = "All without one.")
          List<String> names,
      @Option(names = "--rounds", defaultValue = "10", description = "At most so many each.")
          int rounds,
      @Option(names = "--write", description = "Write the lines of the page.") boolean write) {
    boolean all = true;
    for (String name : names == null || names.isEmpty() ? Planted.names() : names) {
      Planted.Found found =
          within(name, place -> new Planted(launch(place), name).look(place, rounds), any -> true);
      System.out.println("planted " + name + ": " + found);
      if (write) {
        new ReliabilityPage(page)
            .writePlanted(name, Planted.says(name), found.round(), rounds, found.how());
      }
      all &= found.round() > 0;
    }
    return all ? 0 : 1;
  }

  @Command(description = "Runs every row and every planted fault.", mixinStandardHelpOptions = true)
  int all(
      @Option(names = "--rounds", description = "How often each; default: as the promise asks.")
          Integer rounds,
      @Option(
              names = "--hours",
              description =
                  "Add rounds for so long, to the rows that lack most; with --write, on committed"
                      + " code.")
          Double hours,
      @Option(names = "--write", description = "Write the page.") boolean write) {
    if (hours != null) {
      return forHours(hours, write) ? 0 : 1;
    }
    boolean all = true;
    for (Row row : rows().values()) {
      try {
        all &= one(row, rounds == null ? row.promised() : rounds, write, false);
      } catch (RigFailure e) {
        System.err.println(row.name() + ": nothing is proven: " + e.getMessage());
        all = false;
      }
    }
    return planted(List.of(), 10, write) == 0 && all ? 0 : 1;
  }

  private boolean forHours(double hours, boolean write) {
    Code code = Code.here();
    if (!write || code.name().isEmpty()) {
      throw new RigFailure("--hours adds to the page: give --write, and commit the code first");
    }
    Runs runs = new Runs(page);
    return new Hours(Duration.ofMillis((long) (hours * 3_600_000)), System::nanoTime)
        .run(
            rows().values(),
            new Hours.Work() {
              @Override
              public int rounds(Row row) {
                return runs.rounds(row.name(), code.name());
              }

              @Override
              public boolean add(Row row, int rounds) {
                return one(row, rounds, true, true);
              }
            });
  }

  private Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Row row : Rows.all(longFileRows)) {
      rows.put(row.name(), row);
    }
    return rows;
  }

  private boolean one(Row row, int rounds, boolean write, boolean more) {
    Code code = Code.here();
    Outcome outcome =
        within(
            row.name(),
            place -> row.run(new Row.Trial(launch(place), place, rounds)),
            Outcome::holds);
    System.out.println(row.name() + ", " + rounds + " rounds: " + outcome.verdict().counts());
    outcome
        .measures()
        .forEach(m -> System.out.println((m.kept() ? "  " : "  NOT REACHED: ") + m.text()));
    outcome.verdict().examples().forEach(example -> System.out.println("  " + example));
    if (write) {
      List<Runs.Run> runs =
          new Runs(page)
              .keep(
                  new Runs.Run(row.name(), code.name(), code.commit(), outcome),
                  more && !code.name().isEmpty());
      new ReliabilityPage(page)
          .write(row, Outcome.of(runs.stream().map(Runs.Run::outcome).toList()), code.commit());
    }
    return outcome.holds();
  }

  private Launch launch(Path place) {
    return plainStart ? Launch.plain(jar) : Launch.quick(jar, place);
  }

  private interface Work<T> {
    T in(Path place);
  }

  private <T> T within(String name, Work<T> work, Predicate<T> sound) {
    Path place;
    try {
      place = Files.createTempDirectory(Files.createDirectories(folder), "rig-" + name + "-");
    } catch (IOException e) {
      throw new RigFailure("cannot work in " + folder, e);
    }
    boolean look = true;
    try {
      T result = work.in(place);
      look = !sound.test(result);
      return result;
    } finally {
      if (keep || look) {
        System.out.println("kept: " + place);
      } else {
        delete(place);
      }
    }
  }

  static void delete(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + place + " (" + e.getMessage() + ")");
    }
  }
}
