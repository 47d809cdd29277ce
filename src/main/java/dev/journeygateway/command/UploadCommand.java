package dev.journeygateway.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code upload FILE --journey ID}: sends a list and watches it until its end. */
@Command(
    name = "upload",
    mixinStandardHelpOptions = true,
    description =
        "Sends a list to start a journey, then watches it until it is done (exit 0) or failed (exit"
            + " 1).")
final class UploadCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ListFile list;

  @Option(
      names = "--start-at",
      description =
          "Start later: an RFC 3339 time with its zone, for example 2026-12-01T09:00:00Z.")
  private String startAt;

  @Option(names = "--key", description = "An Idempotency-Key, which makes sending it again safe.")
  private String key;

  @Option(names = "--no-watch", description = "Ends when the list is safe.")
  private boolean noWatch;

  @Option(
      names = "--dry-run",
      description = "Checks and counts only, in the running gateway; nothing is kept.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    String parameters =
        startAt == null ? "" : "&start_at=" + URLEncoder.encode(startAt, StandardCharsets.UTF_8);
    HttpResponse<String> answer;
    String request;
    try {
      if (dryRun) {
        return ListDryRun.of(list, spec.commandLine());
      }
      answer = ListTransfer.send(list, parameters, key);
      if (answer.statusCode() != 202) {
        spec.commandLine().getErr().println(answer.body());
        return 1;
      }
      request = JsonMapper.builder().build().readTree(answer.body()).path("request_uuid").asText();
    } catch (IOException e) {
      spec.commandLine().getErr().println("not sent: " + e);
      return 1;
    }
    spec.commandLine().getOut().println(request);
    spec.commandLine().getOut().flush();
    return noWatch || startAt != null
        ? 0
        : WatchCommand.watch(request, list.gateway(), 500, spec.commandLine().getErr());
  }
}
