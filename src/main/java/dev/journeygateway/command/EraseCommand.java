package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code erase <id> --application XXXXX-XXXXX}: removes one person and prints the receipt. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description =
        "Removes one person of an application everywhere and prints the receipt (exit 0), or what"
            + " there is of it (exit 2).")
final class EraseCommand implements Callable<Integer> {

  private static final int LOOKS = 120;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "id", description = "A user's or a device's.")
  private String id;

  @Option(
      names = "--application",
      required = true,
      description = "The application's code, XXXXX-XXXXX.")
  private String application;

  @Mixin private GatewayOptions gateway;

  @Override
  public Integer call() throws InterruptedException {
    GatewayCall call = new GatewayCall(gateway);
    try {
      JsonNode receipt =
          call.ask(
              "POST",
              "/api/people/erase?id="
                  + GatewayCall.encoded(id)
                  + "&application="
                  + GatewayCall.encoded(application));
      for (int look = 0; look < LOOKS && !isDone(receipt); look++) {
        pause();
        receipt = call.ask("GET", "/api/erasures/" + receipt.path("erasure_id").asText());
      }
      spec.commandLine().getOut().println(receipt.toPrettyString());
      spec.commandLine().getOut().flush();
      return isDone(receipt) ? 0 : 2;
    } catch (GatewayCall.Refused e) {
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
      return 1;
    }
  }

  private static boolean isDone(JsonNode receipt) {
    return receipt.path("state").asText().equals("done");
  }

  private static void pause() throws InterruptedException {
    // A latch that nobody counts down: the shutdown of the process ends the wait.
    boolean never = new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
    assert !never;
  }
}
