package dev.journeygateway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Description;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The board and the alerts ask for what a running gateway exposes. */
class BoardIT {

  private static final Path ALERTS = Path.of("docker/prometheus/alerts.yml");
  private static final Path BOARD = Path.of("docker/grafana/journey-gateway.json");
  private static final Path COMPOSE = Path.of("docker/compose.yaml");

  /** A metric, with its labels where it has some. */
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:journey_gateway|jvm|http|process)_[a-z_]+)(?:\\{([^}]*)})?");

  private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? [^ ]+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+) *(?:=~|!~|!=|=) *\"");

  private static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>();
    for (JsonNode rule : rules()) {
      all.add(rule.get("expr").asText());
    }
    RunningGateway.JSON
        .readTree(BOARD.toFile())
        .findValues("expr")
        .forEach(expression -> all.add(expression.asText()));
    return all;
  }

  private static JsonNode rules() throws IOException {
    return Description.YAML.readTree(ALERTS.toFile()).at("/groups/0/rules");
  }

  private static Set<String> labels(String text) {
    Set<String> names = new HashSet<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      names.add(label.group(1));
    }
    return names;
  }

  /** Names of metrics with those of their labels, as the gateway exposes them. */
  private static Map<String, Set<String>> exposed(String prometheus) {
    Map<String, Set<String>> exposed = new HashMap<>();
    prometheus
        .lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample ->
                exposed
                    .computeIfAbsent(sample.group(1), any -> new HashSet<>())
                    .addAll(labels(sample.group(2))));
    return exposed;
  }

  @Test
  void askForWhatTheGatewayExposes() throws IOException {
    try (Receiver receiver = Receiver.plain();
        RunningGateway gateway =
            RunningGateway.startWith(
                WebhooksIT.CATALOG.formatted(receiver.port()),
                "gateway.webhooks.allow-internal=localhost",
                "gateway.webhooks.poll-interval=50ms",
                "HOOK_NEW=whsec_" + "A".repeat(32),
                "HOOK_OLD=whsec_" + "A".repeat(32))) {
      gateway.post("running", "{\"users\": [\"ann\"]}");
      gateway.post("running", "{\"users\": [\"ann\"]}");
      gateway.post("hosted", "{\"users\": [\"ann\"]}");
      Set<String> missing = new HashSet<>();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                missing.clear();
                Map<String, Set<String>> exposed =
                    exposed(gateway.get("/actuator/prometheus").body());
                for (String expression : expressions()) {
                  Matcher metric = METRIC.matcher(expression);
                  while (metric.find()) {
                    Set<String> labels = exposed.get(metric.group(1));
                    if (labels == null || !labels.containsAll(labels(metric.group(2)))) {
                      missing.add(metric.group());
                    }
                  }
                }
                assertThat(missing).isEmpty();
              });
    }
  }

  @Test
  void tellForEachAlertWhatToDo() throws IOException {
    String operating = Files.readString(Path.of("docs/operating.md"));
    assertThat(rules()).hasSizeGreaterThan(9);
    for (JsonNode rule : rules()) {
      assertThat(operating).contains("| `" + rule.get("alert").asText() + "` | ");
      assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
    }
  }

  @Test
  void areMountedByCompose() throws IOException {
    JsonNode services = Description.YAML.readTree(COMPOSE.toFile()).get("services");
    Set<String> mounted = new HashSet<>();
    for (String service : List.of("prometheus", "grafana")) {
      for (JsonNode volume : services.get(service).get("volumes")) {
        String from = volume.asText().split(":")[0];
        if (from.startsWith("./")) {
          assertThat(COMPOSE.resolveSibling(from)).isRegularFile();
          mounted.add(from);
        }
      }
    }
    assertThat(mounted).contains("./prometheus/alerts.yml", "./grafana/journey-gateway.json");
  }

  @Test
  void areUnderstoodByPrometheus() throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("promtool", "check", "rules", ALERTS.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      Assumptions.abort("skipped: there is no promtool on this machine");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
