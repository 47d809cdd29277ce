package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code dead-letters list | show | send-back}: what a gateway's administrator does with messages
 * that could not be processed. Exits with 1 when anything that was asked for was refused.
 */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Lists messages that could not be processed, shows them, and sends them back.")
final class DeadLettersCommand {

  private static final String LETTERS = "/api/dead-letters";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec spec;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** A gateway said no, or nothing. */
  private static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Prints a line each, the newest first: id, request, journey, how often sent back, cause.")
  int list(@Mixin GatewayOptions gateway) throws InterruptedException {
    try {
      for (JsonNode letter : all(gateway)) {
        print(
            String.join(
                "  ",
                letter.path("id").asText(),
                letter.path("request_uuid").asText("-"),
                letter.path("journey_id").asText("-"),
                letter.path("sent_back").asText(),
                letter.path("cause").asText().replaceAll("\\s+", " ")));
      }
      return 0;
    } catch (Refused e) {
      return refused(e.getMessage());
    }
  }

  @Command(mixinStandardHelpOptions = true, description = "Prints one with its body, as JSON.")
  int show(@Mixin GatewayOptions gateway, @Parameters(paramLabel = "id") String id)
      throws InterruptedException {
    try {
      print(ask(gateway, "GET", path(id)).toPrettyString());
      return 0;
    } catch (Refused e) {
      return refused(e.getMessage());
    }
  }

  @Command(
      name = "send-back",
      mixinStandardHelpOptions = true,
      description = "Sends them back to be processed.")
  int sendBack(
      @Mixin GatewayOptions gateway,
      @Option(names = "--all", description = "All that there are now.") boolean all,
      @Parameters(paramLabel = "id", arity = "0..*") List<String> ids)
      throws InterruptedException {
    if (all == (ids != null && !ids.isEmpty())) {
      throw new ParameterException(spec.commandLine(), "give ids, or --all");
    }
    int status = 0;
    try {
      List<String> letters =
          all ? all(gateway).stream().map(one -> one.path("id").asText()).toList() : ids;
      for (String id : letters) {
        try {
          JsonNode back = ask(gateway, "POST", path(id) + "/send-back");
          print(
              "%s  %s  sent back for the %s. time"
                  .formatted(
                      id, back.path("request_uuid").asText("-"), back.path("sent_back").asText()));
        } catch (Refused e) {
          status = refused(id + "  " + e.getMessage());
        }
      }
      return status;
    } catch (Refused e) {
      return refused(e.getMessage());
    }
  }

  private List<JsonNode> all(GatewayOptions gateway) throws Refused, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    for (String after = ""; after != null; ) {
      JsonNode page = ask(gateway, "GET", LETTERS + "?limit=1000" + after);
      page.path("dead_letters").forEach(all::add);
      after = page.has("after") ? "&after=" + encoded(page.get("after").asText()) : null;
    }
    return all;
  }

  private JsonNode ask(GatewayOptions gateway, String method, String path)
      throws Refused, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url(path))
            .header("Authorization", gateway.authorization())
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode body = JSON.readTree(answer.body());
      if (answer.statusCode() != 200) {
        throw new Refused(answer.statusCode() + " " + body.path("message").asText(answer.body()));
      }
      return body;
    } catch (IOException e) {
      throw new Refused("no answer from " + gateway.url("/") + ": " + e);
    }
  }

  private static String path(String id) {
    return LETTERS + "/" + encoded(id);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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
