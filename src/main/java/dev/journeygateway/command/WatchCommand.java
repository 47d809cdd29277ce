package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
 * {@code watch <request_uuid>}: draws how far a request has come until it is done (exit 0) or
 * failed (exit 1).
 */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = "Draws a progress bar until the request is done (exit 0) or failed (exit 1).")
final class WatchCommand implements Callable<Integer> {

  /** A gateway that restarts is waited for; one that stays away is told of. */
  private static final int ANSWERS_MISSED = 60;

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
    String authorization = gateway.authorization();
    if (!requestUuid.matches("[0-9a-fA-F-]{36}")) {
      throw new ParameterException(spec.commandLine(), "not a request_uuid: " + requestUuid);
    }
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url("/api/start-requests/" + requestUuid))
            .header("Authorization", authorization)
            .timeout(Duration.ofSeconds(10))
            .build();
    int missed = 0;
    try (ProgressBar bar = bar()) {
      while (true) {
        try {
          HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
          if (answer.statusCode() == 200) {
            missed = 0;
            JsonNode status = JsonMapper.builder().build().readTree(answer.body());
            draw(bar, status);
            String state = status.path("state").asText();
            if (state.equals("done") || state.equals("failed")) {
              return state.equals("done") ? 0 : 1;
            }
          } else if (answer.statusCode() < 500) {
            return refused(answer.body());
          } else {
            missed++;
          }
        } catch (IOException e) {
          missed++;
        }
        if (missed > ANSWERS_MISSED) {
          return refused("no answer from " + gateway.url("/"));
        }
        pause();
      }
    }
  }

  private int refused(String reason) {
    spec.commandLine().getErr().println(reason);
    return 1;
  }

  private ProgressBar bar() {
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
        new String[] {"entered", "duplicate", "unknown", "already_entered", "rejected"}) {
      read += counts.path(name).asLong();
    }
    bar.maxHint(requested);
    bar.stepTo(Math.min(read, Math.max(requested, read)));
    String expected = status.path("expected_at").asText();
    bar.setExtraMessage(
        " " + status.path("state").asText() + (expected.isEmpty() ? "" : ", its slot " + expected));
    bar.refresh();
  }

  private void pause() throws InterruptedException {
    // A latch that nobody counts down: the shutdown of the process ends the wait.
    boolean never = new CountDownLatch(1).await(Math.max(50, everyMillis), TimeUnit.MILLISECONDS);
    assert !never;
  }
}
