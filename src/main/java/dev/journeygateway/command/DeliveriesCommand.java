package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code deliveries list | resolve}: the calls of a request, and the decision about those whose
 * outcome is unknown or that were refused.
 */
@Command(
    name = "deliveries",
    mixinStandardHelpOptions = true,
    description =
        "Lists the calls of a request to its destination, and decides about unknown ones.")
final class DeliveriesCommand {

  /** What became of a call, in the words of the API. */
  enum As {
    DELIVERED,
    AGAIN
  }

  @Spec private CommandSpec spec;

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Prints a line each: number, uuid, state, ids, attempts, remote request, message.")
  int list(
      @Mixin GatewayOptions gateway,
      @Option(names = "--state", description = "Only those in this state, such as unknown.")
          String state,
      @Parameters(paramLabel = "request_uuid") String request)
      throws InterruptedException {
    GatewayApi api = new GatewayApi(gateway);
    String path = "/api/start-requests/" + GatewayApi.encoded(request) + "/deliveries?limit=1000";
    try {
      for (String after = ""; after != null; ) {
        JsonNode page = api.get(path + after);
        for (JsonNode one : page.path("deliveries")) {
          if (state == null || state.equals(one.path("state").asText())) {
            print(
                String.join(
                    "  ",
                    one.path("number").asText(),
                    one.path("delivery_uuid").asText(),
                    one.path("state").asText(),
                    one.path("ids").asText() + " ids",
                    one.path("attempts").asText() + " attempts",
                    one.path("remote_request_uuid").asText("-"),
                    one.path("message").asText("").replaceAll("\\s+", " ")));
          }
        }
        after = page.has("after") ? "&after=" + page.get("after").asText() : null;
      }
      return 0;
    } catch (GatewayApi.Refused e) {
      return refused(e.getMessage());
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Says of calls that they were delivered, or has them made again.")
  int resolve(
      @Mixin GatewayOptions gateway,
      @Option(names = "--as", required = true, description = "delivered or again.") As as,
      @Parameters(paramLabel = "delivery_uuid", arity = "1..*") List<String> deliveries)
      throws InterruptedException {
    GatewayApi api = new GatewayApi(gateway);
    int status = 0;
    for (String delivery : deliveries) {
      try {
        JsonNode now =
            api.ask(
                "POST",
                "/api/deliveries/" + GatewayApi.encoded(delivery) + "/resolve",
                "{\"as\": \"" + as.name().toLowerCase(java.util.Locale.ROOT) + "\"}");
        print(delivery + "  " + now.path("state").asText());
      } catch (GatewayApi.Refused e) {
        status = refused(delivery + "  " + e.getMessage());
      }
    }
    return status;
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private int refused(String reason) {
    spec.commandLine().getErr().println(reason);
    spec.commandLine().getErr().flush();
    return 1;
  }
}
