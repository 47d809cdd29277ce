package dev.journeygateway.command;

import java.net.URI;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which gateway a command asks, and with which token. */
final class GatewayOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--url",
      defaultValue = "http://localhost:8080",
      description = "The gateway; ${DEFAULT-VALUE}.")
  private URI url;

  @Option(
      names = "--token",
      defaultValue = "${env:GATEWAY_TOKEN}",
      description = "An API token; from GATEWAY_TOKEN unless given.")
  private String token;

  URI url(String path) {
    return url.resolve(path);
  }

  /** The value of the header Authorization. */
  String authorization() {
    if (token == null || token.isBlank()) {
      throw new ParameterException(
          command.commandLine(), "a token is needed: --token or GATEWAY_TOKEN");
    }
    return "Api " + token;
  }
}
