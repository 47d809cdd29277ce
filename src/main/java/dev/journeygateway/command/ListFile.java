package dev.journeygateway.command;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A list on this machine's disk and the journey that it is for. */
final class ListFile {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      description = "A list: .csv, .ndjson or .json, or one of these packed as .gz.")
  private Path file;

  @Option(names = "--journey", required = true, description = "The journey's id.")
  private String journey;

  @Mixin private GatewayOptions gateway;

  GatewayOptions gateway() {
    return gateway;
  }

  String journey() {
    return journey;
  }

  Path path() {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(command.commandLine(), "cannot be read: " + file);
    }
    return file;
  }

  /**
   * The call that sends it, without its body.
   *
   * @param parameters of the query, each with a leading ampersand
   */
  HttpRequest.Builder call(String parameters) {
    String name = path().getFileName().toString();
    String lower = name.toLowerCase(Locale.ROOT);
    boolean gzip = lower.endsWith(".gz");
    HttpRequest.Builder call =
        HttpRequest.newBuilder(url(name, parameters))
            .header("Authorization", gateway.authorization())
            .header(
                "Content-Type", contentType(gzip ? lower.substring(0, lower.length() - 3) : lower));
    return gzip ? call.header("Content-Encoding", "gzip") : call;
  }

  private URI url(String name, String parameters) {
    return gateway.url(
        "/api/journey/" + encoded(journey) + "/start/list?name=" + encoded(name) + parameters);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String contentType(String name) {
    if (name.endsWith(".csv")) {
      return "text/csv";
    }
    if (name.endsWith(".ndjson")) {
      return "application/x-ndjson";
    }
    if (name.endsWith(".json")) {
      return "application/json";
    }
    throw new ParameterException(
        command.commandLine(),
        "not a list: " + file + "; its name must end in .csv, .ndjson or .json");
  }
}
