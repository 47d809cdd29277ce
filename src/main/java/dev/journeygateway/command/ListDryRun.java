package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import picocli.CommandLine;

/** What an uploaded list would come to, as the running gateway counts it. */
final class ListDryRun {

  private ListDryRun() {}

  /** The exit status: 1 for a list that would be refused. */
  static int of(ListFile list, CommandLine line) throws IOException, InterruptedException {
    HttpResponse<String> answer = ListTransfer.send(list, "&dry_run=true", null);
    if (answer.statusCode() != 200) {
      line.getErr().println(answer.body());
      return 1;
    }
    return tell(JsonMapper.builder().build().readTree(answer.body()), line.getOut());
  }

  private static int tell(JsonNode plan, PrintWriter out) {
    out.printf("rows      %,d%n", plan.path("requested").asLong());
    out.printf("may enter %,d %s%n", plan.path("rows").asLong(), plan.path("selector").asText());
    out.printf("bad       %,d%n", plan.path("bad_rows").asLong());
    for (JsonNode bad : plan.path("first_bad_rows")) {
      out.printf("  line %d: %s%n", bad.path("line").asLong(), bad.path("reason").asText());
    }
    if (plan.has("calls")) {
      out.printf(
          "calls     %,d, in about %,d s%n",
          plan.path("calls").asLong(), plan.path("seconds").asLong());
    }
    if (plan.has("refusal")) {
      out.println("refused   " + plan.path("refusal").asText());
    }
    out.flush();
    return plan.has("refusal") ? 1 : 0;
  }
}
