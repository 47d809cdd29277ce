package dev.journeygateway.command;

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
    subcommands = {TokenCommand.class, WatchCommand.class})
public final class GatewayCommand {

  private static final Set<String> NAMES = Set.of("token", "watch", "help", "--help", "-h");

  private GatewayCommand() {}

  /** Whether the arguments ask for a command and not for the gateway itself. */
  public static boolean isAskedBy(String[] args) {
    return args.length > 0 && NAMES.contains(args[0]);
  }

  /** Runs the command; the answer is the process's exit status, 0 when it did what was asked. */
  public static int run(String... args) {
    return new CommandLine(new GatewayCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args);
  }
}
