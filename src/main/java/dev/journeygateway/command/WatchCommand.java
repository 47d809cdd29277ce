package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code watch <request_uuid>}: draws how far a request has come until it is done (exit 0), or
 * failed or cancelled (exit 1).
 */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description =
        "Draws a progress bar until the request is done (exit 0), or failed or cancelled (exit 1).")
final class WatchCommand implements Callable<Integer> {

  /** A gateway that restarts is waited for; one that stays away is told of. */
  private static final int ANSWERS_MISSED = 60;

  private static final Set<String> ENDS = Set.of("done", "failed", "cancelled");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "request_uuid", description = "As the accepted answer named it.")
  private String requestUuid;

  @Mixin private GatewayOptions gateway;

  @Option(
      names = "--every",
      defaultValue = "500",
      description = "Milliseconds between two looks; ${DEFAULT-VALUE}.")
  private long everyMillis;

  @Override
  public Integer call() throws InterruptedException {
    if (!requestUuid.matches("[0-9a-fA-F-]{36}")) {
      throw new ParameterException(spec.commandLine(), "not a request_uuid: " + requestUuid);
    }
    return watch(requestUuid, gateway, everyMillis, spec.commandLine().getErr());
  }

  /** Draws until the request has ended; the exit status. */
  static int watch(String requestUuid, GatewayOptions gateway, long everyMillis, PrintWriter err)
      throws InterruptedException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url("/api/start-requests/" + requestUuid))
            .header("Authorization", gateway.authorization())
            .timeout(Duration.ofSeconds(10))
            .build();
    int missed = 0;
    try (ProgressBar bar = bar(requestUuid)) {
      while (true) {
        try {
          HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
          if (answer.statusCode() == 200) {
            missed = 0;
            JsonNode status = JsonMapper.builder().build().readTree(answer.body());
            draw(bar, status);
            String state = status.path("state").asText();
            if (ENDS.contains(state)) {
              return state.equals("done") ? 0 : 1;
            }
          } else if (answer.statusCode() < 500) {
            return refused(answer.body(), err);
          } else {
            missed++;
          }
        } catch (IOException e) {
          missed++;
        }
        if (missed > ANSWERS_MISSED) {
          return refused("no answer from " + gateway.url("/"), err);
        }
        pause(everyMillis);
      }
    }
  }

  private static int refused(String reason, PrintWriter err) {
    err.println(reason);
    return 1;
  }

  private static ProgressBar bar(String requestUuid) {
    return new ProgressBarBuilder()
        .setTaskName(requestUuid.substring(Math.max(0, requestUuid.length() - 12)))
        .setStyle(ProgressBarStyle.ASCII)
        .setInitialMax(0)
        .showSpeed()
        .setUnit(" rows", 1)
        .build();
  }

  private static void draw(ProgressBar bar, JsonNode status) {
    JsonNode counts = status.path("counts");
    long requested = counts.path("requested").asLong();
    long read = 0;
    for (String name :
        new String[] {
          "entered", "duplicate", "unknown", "already_entered", "rejected", "cancelled"
        }) {
      read += counts.path(name).asLong();
    }
    bar.maxHint(requested);
    bar.stepTo(Math.min(read, Math.max(requested, read)));
    String expected = status.path("expected_at").asText();
    bar.setExtraMessage(
        " " + status.path("state").asText() + (expected.isEmpty() ? "" : ", its slot " + expected));
    bar.refresh();
  }

  private static void pause(long everyMillis) throws InterruptedException {
    // A latch that nobody counts down: the shutdown of the process ends the wait.
    boolean never = new CountDownLatch(1).await(Math.max(50, everyMillis), TimeUnit.MILLISECONDS);
    assert !never;
  }
}
