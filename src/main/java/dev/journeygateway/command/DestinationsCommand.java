package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code destinations [stop | resume NAME]}: how the destinations are, and whether they are called.
 */
@Command(
    name = "destinations",
    mixinStandardHelpOptions = true,
    description =
        "Prints a line each: name, type, state, calls that wait, unknown ones, next call, last"
            + " error.")
final class DestinationsCommand implements Callable<Integer> {

  private static final String DESTINATIONS = "/api/destinations";

  @Spec private CommandSpec spec;

  @Mixin private GatewayOptions gateway;

  @Override
  public Integer call() throws InterruptedException {
    try {
      for (JsonNode one : new GatewayApi(gateway).get(DESTINATIONS).path("destinations")) {
        print(one);
      }
      return 0;
    } catch (GatewayApi.Refused e) {
      return refused(e.getMessage());
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Makes no further calls to it until it is resumed.")
  int stop(@Mixin GatewayOptions options, @Parameters(paramLabel = "name") String name)
      throws InterruptedException {
    return decide(options, name, "stop");
  }

  @Command(mixinStandardHelpOptions = true, description = "Calls a stopped destination again.")
  int resume(@Mixin GatewayOptions options, @Parameters(paramLabel = "name") String name)
      throws InterruptedException {
    return decide(options, name, "resume");
  }

  private int decide(GatewayOptions options, String name, String what) throws InterruptedException {
    try {
      print(
          new GatewayApi(options)
              .ask("POST", DESTINATIONS + "/" + GatewayApi.encoded(name) + "/" + what, null));
      return 0;
    } catch (GatewayApi.Refused e) {
      return refused(e.getMessage());
    }
  }

  private void print(JsonNode one) {
    String error =
        one.path("stopped_because")
            .asText(one.path("last_error").asText("-"))
            .replaceAll("\\s+", " ");
    spec.commandLine()
        .getOut()
        .println(
            String.join(
                "  ",
                one.path("name").asText(),
                one.path("type").asText(),
                one.path("state").asText(),
                one.path("waiting").asText() + " waiting",
                one.path("unknown").asText() + " unknown",
                "next " + one.path("next_call_at").asText("-"),
                error));
    spec.commandLine().getOut().flush();
  }

  private int refused(String reason) {
    spec.commandLine().getErr().println(reason);
    spec.commandLine().getErr().flush();
    return 1;
  }
}
