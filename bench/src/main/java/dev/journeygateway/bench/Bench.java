package dev.journeygateway.bench;

import dev.journeygateway.bench.accept.AcceptCommand;
import dev.journeygateway.bench.activity.ActivityCommand;
import dev.journeygateway.bench.filter.AudienceCommand;
import dev.journeygateway.bench.filter.DevicesCommand;
import dev.journeygateway.bench.filter.FiltersCommand;
import dev.journeygateway.bench.lists.EntriesCommand;
import dev.journeygateway.bench.lists.ListsCommand;
import dev.journeygateway.bench.relay.RelayCommand;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.scale.ScaleCommand;
import dev.journeygateway.bench.start.StartCommand;
import dev.journeygateway.bench.status.StatusCommand;
import dev.journeygateway.bench.tracing.TracingCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The one entry point of all measurements: {@code bench/run NAME [options]}. */
@Command(
    name = "bench/run",
    description = "Measures the gateway against its peers, side by side in one run.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AcceptCommand.class,
      FiltersCommand.class,
      DevicesCommand.class,
      ListsCommand.class,
      StartCommand.class,
      AudienceCommand.class,
      StatusCommand.class,
      EntriesCommand.class,
      RelayCommand.class,
      ScaleCommand.class,
      TracingCommand.class,
      ActivityCommand.class
    })
final class Bench {

  private Bench() {}

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Bench());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(Bench::explain);
    line.getSubcommands().values().forEach(each -> each.setUsageHelpAutoWidth(true));
    // A bare "bench/run" must not pass for a measurement that went well.
    System.exit(args.length == 0 ? usage(line) : line.execute(args));
  }

  /** A failure that was foreseen needs no stack trace; any other does. */
  private static int explain(Exception failure, CommandLine line, ParseResult result)
      throws Exception {
    if (failure instanceof BenchFailure) {
      System.err.println("no figures: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }

  private static int usage(CommandLine line) {
    line.usage(System.err);
    return CommandLine.ExitCode.USAGE;
  }
}
