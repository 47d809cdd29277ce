package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code catalog load | check}: has a running gateway load its catalogue file, and asks it what a
 * file would change. Exits with 1 when the file is refused.
 */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description = "Loads the catalogue, and tells what a file would change.")
final class CatalogCommand {

  /** A file of 100,000 journeys takes some seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;

  @Command(
      mixinStandardHelpOptions = true,
      description = "Has the gateway load its catalogue file now.")
  int load(
      @Mixin GatewayOptions gateway,
      @Option(
              names = "--force",
              description =
                  "Also one that would revoke every token or archive more than half of the"
                      + " journeys.")
          boolean force)
      throws InterruptedException {
    HttpResponse<String> answer =
        post(gateway, "/api/catalog/load" + (force ? "?force=true" : ""), BodyPublishers.noBody());
    if (answer == null || answer.statusCode() != 200) {
      return refused(gateway, answer);
    }
    JsonNode made = json(answer);
    print(
        made.path("changed").asBoolean()
            ? "loaded: " + words(made)
            : "nothing to do: it was loaded before");
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Prints what a file would change, and changes nothing.")
  int check(@Mixin GatewayOptions gateway, @Parameters(paramLabel = "FILE") Path file)
      throws InterruptedException {
    byte[] text;
    try {
      text = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), file + " cannot be read: " + e.getClass().getSimpleName());
    }
    HttpResponse<String> answer =
        post(gateway, "/api/catalog/check", BodyPublishers.ofByteArray(text));
    if (answer == null || answer.statusCode() != 200) {
      return refused(gateway, answer);
    }
    JsonNode would = json(answer);
    print(words(would));
    if (would.has("needs_force")) {
      print(
          "it "
              + would.get("needs_force").asText()
              + ": a running gateway takes it by ./gateway catalog load --force");
    }
    return 0;
  }

  private static String words(JsonNode changes) {
    return "tokens: %d new, %d revoked; journeys: %d new, %d changed, %d archived"
        .formatted(
            changes.at("/tokens/new").asInt(),
            changes.at("/tokens/revoked").asInt(),
            changes.at("/journeys/new").asInt(),
            changes.at("/journeys/changed").asInt(),
            changes.at("/journeys/archived").asInt());
  }

  /** The answer, or null where none came. */
  private HttpResponse<String> post(GatewayOptions gateway, String path, BodyPublisher body)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url(path))
            .header("Authorization", gateway.authorization())
            .timeout(PATIENCE)
            .POST(body)
            .build();
    try {
      return HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .build()
          .send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JsonMapper.builder().build().readTree(answer.body());
    } catch (IOException e) {
      return JsonMapper.builder().build().missingNode();
    }
  }

  private int refused(GatewayOptions gateway, HttpResponse<String> answer) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        answer == null
            ? "no answer from " + gateway.url("/")
            : answer.statusCode() + " " + json(answer).path("message").asText(answer.body()));
    err.flush();
    return 1;
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
