package dev.journeygateway.command;

import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What the jar does beside running the gateway: {@code java -jar journey-gateway.jar token create
 * ...}.
 */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    subcommands = {
      TokenCommand.class,
      UploadCommand.class,
      WatchCommand.class,
      DeadLettersCommand.class,
      CatalogCommand.class,
      DestinationsCommand.class,
      DeliveriesCommand.class,
      PlanCommand.class,
      WhyCommand.class,
      EraseCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      MoveCommand.class,
      ExtensionsCommand.class
    })
public final class GatewayCommand {

  private static final Set<String> HELP = Set.of("help", "--help", "-h");

  private GatewayCommand() {}

  /** Whether the arguments ask for a command and not for the gateway itself. */
  public static boolean isAskedBy(String[] args) {
    return args.length > 0
        && !args[0].contains("=")
        && (HELP.contains(args[0]) || commandLine().getSubcommands().containsKey(args[0]));
  }

  /** Runs the command; the answer is the process's exit status, 0 when it did what was asked. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  /** As {@link #run(String...)}, with what is printed going elsewhere. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  private static CommandLine commandLine() {
    return new CommandLine(new GatewayCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
