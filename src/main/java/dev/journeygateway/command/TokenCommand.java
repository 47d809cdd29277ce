package dev.journeygateway.command;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Scope;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code token create}: prints a new token once, and the line for the catalogue that lets it in.
 */
@Command(name = "token", description = "Makes API tokens.", subcommands = TokenCommand.Create.class)
class TokenCommand {

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Prints a new token once, and the line for config/journeys.yaml.")
  static final class Create implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
        names = "--application",
        required = true,
        description = "The application's code, XXXXX-XXXXX.")
    private String application;

    @Option(
        names = "--scope",
        required = true,
        split = ",",
        description = "What the token may do: start, read, operate or admin; several with a comma.")
    private List<Scope> scopes;

    @Override
    public Integer call() {
      if (!application.matches("[A-Za-z0-9]{5}-[A-Za-z0-9]{5}")) {
        throw new ParameterException(
            spec.commandLine(), "an application code looks like XXXXX-XXXXX, not " + application);
      }
      String token = ApiTokens.create();
      var out = spec.commandLine().getOut();
      out.println("Token, shown this once: " + token);
      out.println(
          "Line for the tokens of application " + application + " in config/journeys.yaml:");
      out.printf(
          "      - {sha256: %s, scopes: [%s], hint: \"...%s\"}%n",
          ApiTokens.sha256Hex(token),
          String.join(
              ", ", scopes.stream().map(scope -> scope.name().toLowerCase(Locale.ROOT)).toList()),
          token.substring(token.length() - 4));
      out.flush();
      return 0;
    }
  }
}
