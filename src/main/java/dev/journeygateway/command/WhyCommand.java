package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code why <id>}: which requests named a person, what came of each, and what keeps the person
 * out.
 */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description =
        "Tells why a person is in a journey, or not: a line for each request that named the id, the"
            + " newest first.")
final class WhyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "id", description = "A user's or a device's.")
  private String id;

  @Option(
      names = "--journey",
      paramLabel = "ID",
      description = "One journey only, and what keeps the person out of it now.")
  private String journey;

  @Option(
      names = "--limit",
      defaultValue = "100",
      description = "The most requests; ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private GatewayOptions gateway;

  @Override
  public Integer call() throws InterruptedException {
    String path = "/api/people?id=" + GatewayCall.encoded(id) + "&limit=" + limit;
    try {
      print(
          new GatewayCall(gateway)
              .ask(
                  "GET",
                  journey == null ? path : path + "&journey=" + GatewayCall.encoded(journey)));
      return 0;
    } catch (GatewayCall.Refused e) {
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
      return 1;
    }
  }

  private void print(JsonNode answer) {
    if (answer.path("requests").isEmpty()) {
      line("no request that is kept named " + id);
    }
    answer.path("requests").forEach(this::printRequest);
    answer.path("still_open").forEach(this::printOpen);
    if (answer.has("now")) {
      printNow(answer.get("now"));
    }
  }

  private void printRequest(JsonNode request) {
    StringJoiner line = new StringJoiner("  ");
    line.add(request.path("accepted_at").asText());
    line.add(request.path("journey_id").asText());
    line.add(request.path("outcome").asText());
    add(line, "", request.path("reason"));
    add(line, "at ", request.path("at"));
    add(line, "expected at ", request.path("expected_at"));
    add(line, "counted: line ", request.path("counted_line"));
    add(line, "earlier: ", request.path("earlier_request"));
    add(line, "", request.path("file"));
    add(line, "line ", request.path("line"));
    add(line, "as ", request.path("submitted_id"));
    add(line, "user ", request.path("user_id"));
    add(line, "dead letter ", request.path("dead_letter_id"));
    line.add(request.path("request_uuid").asText());
    line(line.toString());
  }

  private static void add(StringJoiner line, String before, JsonNode value) {
    if (!value.isMissingNode()) {
      line.add(before + value.asText().replaceAll("\\s+", " "));
    }
  }

  private void printOpen(JsonNode open) {
    line(
        "still open: %s  %s  %s  %s"
            .formatted(
                open.path("accepted_at").asText(),
                open.path("journey_id").asText(),
                open.path("state").asText(),
                open.path("request_uuid").asText()));
  }

  private void printNow(JsonNode now) {
    line(
        "now: the journey %s is %s"
            .formatted(now.path("journey_id").asText(), now.path("state").asText()));
    now.path("against").forEach(one -> line("against: " + one.asText()));
    for (JsonNode filter : now.path("filters")) {
      line(
          "filter of %s (%s): %s"
              .formatted(
                  filter.path("request_uuid").asText(),
                  filter.path("state").asText(),
                  filter.path("chooses").asBoolean() ? "chooses the person" : "does not"));
      filter
          .path("conditions")
          .forEach(
              one ->
                  line(
                      (one.path("meets").asBoolean() ? "  yes  " : "  no   ")
                          + one.path("text").asText()));
    }
  }

  private void line(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
