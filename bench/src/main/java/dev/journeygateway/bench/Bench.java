package dev.journeygateway.bench;

import dev.journeygateway.bench.accept.AcceptCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one entry point of all measurements: {@code bench/run NAME [options]}. */
@Command(
    name = "bench/run",
    description = "Measures the gateway against its peers, side by side in one run.",
    mixinStandardHelpOptions = true,
    subcommands = {AcceptCommand.class})
final class Bench {

  private Bench() {}

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Bench());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.getSubcommands().values().forEach(each -> each.setUsageHelpAutoWidth(true));
    // A bare "bench/run" must not pass for a measurement that went well.
    System.exit(args.length == 0 ? usage(line) : line.execute(args));
  }

  private static int usage(CommandLine line) {
    line.usage(System.err);
    return CommandLine.ExitCode.USAGE;
  }
}
