package dev.journeygateway.command;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.delivery.ScriptedService;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code destinations} and {@code deliveries}, against a running gateway. */
class DestinationCommandsIT {

  private static final String CATALOG =
      """
      destinations:
        - {name: hosted, type: journey-api, url: "http://localhost:%d", token: "${PEER_TOKEN}", period: 20ms, ids-per-call: 1, timeout: 1s}
      applications:
        - code: AAAAA-00001
          destination: hosted
          tokens:
            # reader
            - {sha256: da34f7bf798b84fcb7f214cb6a9c81eccdd0222b88d6564954420326601edc73, scopes: [start, read]}
            # operator
            - {sha256: 06e55b633481f7bb072957eabcf110c972e86691c3cfedabe088024bffe42f23, scopes: [operate]}
          journeys:
            - {id: running, state: running, entry-points: [{id: p}]}
            - {id: list, state: running, entry-points: [{id: p}]}
      """;

  private static ScriptedService service;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    service = new ScriptedService();
    gateway =
        RunningGateway.startWith(
            CATALOG.formatted(service.port()),
            "PEER_TOKEN=any",
            "gateway.files.settle=50ms",
            "gateway.files.poll-interval=50ms");
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    service.close();
  }

  private record Ran(int status, List<String> out, String err) {}

  private static Ran run(String token, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", "http://localhost:" + gateway.port(), "--token", token));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        GatewayCommand.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new Ran(status, out.toString().lines().toList(), err.toString().strip());
  }

  private static String line(Ran ran) {
    assertThat(ran.status()).as(ran.err()).isZero();
    return ran.out().get(0);
  }

  private static void awaitState(String request, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> run("start-and-read", "deliveries", "list", request, "--state", state),
            ran -> !ran.out().isEmpty());
  }

  @Test
  void stopsADestinationAndResumesIt() {
    assertThat(line(run("start-and-read", "destinations")))
        .startsWith("hosted  journey-api  up  0 waiting  ");

    assertThat(line(run("operator", "destinations", "stop", "hosted")))
        .startsWith("hosted  journey-api  stopped  0 waiting  ")
        .endsWith("  next -  stopped by an operator");
    String request = uuid(gateway.post("running", "{\"users\": [\"patient\"]}"));
    awaitState(request, "waiting");
    assertThat(line(run("start-and-read", "destinations")))
        .startsWith("hosted  journey-api  stopped  1 waiting  ");

    assertThat(line(run("operator", "destinations", "resume", "hosted")))
        .startsWith("hosted  journey-api  up  ");
    gateway.await(request, "done");
  }

  @Test
  void refusesWhatTheTokenMayNotAndADestinationThatIsNone() {
    assertThat(run("start-and-read", "destinations", "stop", "hosted"))
        .isEqualTo(new Ran(1, List.of(), "403 this token may not operate the gateway"));
    assertThat(run("operator", "destinations", "stop", "none"))
        .isEqualTo(new Ran(1, List.of(), "404 destination not found"));
    assertThat(run("nobody", "destinations"))
        .isEqualTo(new Ran(1, List.of(), "401 invalid api token"));
    assertThat(run("", "destinations").status()).isEqualTo(2);
  }

  @Test
  void listsTheCallsOfARequestAndDecidesAboutThem() {
    service.next(
        ScriptedService.TAKEN,
        ScriptedService.CUT,
        ScriptedService.answer(404, "{\"message\": \"journey  not found\"}"));
    String request = uuid(gateway.post("running", "{\"users\": [\"a\", \"b\", \"c\"]}"));
    awaitState(request, "refused");

    List<String> calls = run("start-and-read", "deliveries", "list", request).out();
    assertThat(calls).hasSize(3);
    List<List<String>> fields = calls.stream().map(call -> List.of(call.split("  "))).toList();
    assertThat(fields.get(0))
        .hasSize(6)
        .startsWith("1")
        .endsWith("delivered", "1 ids", "1 attempts", "9f8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d");
    assertThat(fields.get(1)).startsWith("2").contains("unknown", "-");
    assertThat(fields.get(2))
        .startsWith("3")
        .endsWith("refused", "1 ids", "1 attempts", "-", "404 journey not found");
    assertThat(run("start-and-read", "deliveries", "list", request, "--state", "unknown").out())
        .containsExactly(calls.get(1));

    String delivered = fields.get(0).get(1);
    String unknown = fields.get(1).get(1);
    String refused = fields.get(2).get(1);
    assertThat(run("start-and-read", "deliveries", "resolve", unknown, "--as", "delivered"))
        .isEqualTo(new Ran(1, List.of(), unknown + "  403 this token may not operate the gateway"));
    assertThat(run("operator", "deliveries", "resolve", unknown, "--as", "lost").status())
        .isEqualTo(2);
    assertThat(run("operator", "deliveries", "resolve", unknown, "--as", "delivered"))
        .isEqualTo(new Ran(0, List.of(unknown + "  delivered"), ""));
    assertThat(run("operator", "deliveries", "resolve", "--as", "again", delivered, refused))
        .isEqualTo(
            new Ran(
                1,
                List.of(refused + "  waiting"),
                delivered
                    + "  409 only a call that is unknown or refused can be resolved; this one is"
                    + " delivered"));
    assertThat(gateway.await(request, "done").at("/counts/entered").asInt()).isEqualTo(3);
  }

  @Test
  void listsMoreCallsThanOneAnswerHas() throws IOException {
    line(run("operator", "destinations", "stop", "hosted"));
    int people = 1001;
    String rows =
        IntStream.range(0, people)
            .mapToObj(i -> "user-" + i)
            .collect(Collectors.joining("\n", "user_id\n", "\n"));
    Path folder = Files.createDirectories(gateway.folder().resolve("inbox/list"));
    Path part = Files.writeString(folder.resolve("long.csv.part"), rows);
    Files.move(part, folder.resolve("long.csv"), StandardCopyOption.ATOMIC_MOVE);
    String request =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    gateway
                        .jdbc()
                        .queryForList(
                            "select cast(request_uuid as varchar(36)) from start_request where"
                                + " journey_id = 'list' and state = 'delivering'",
                            String.class),
                found -> !found.isEmpty())
            .get(0);

    List<String> calls = run("start-and-read", "deliveries", "list", request).out();

    assertThat(calls)
        .extracting(call -> call.substring(0, call.indexOf(' ')))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, people).mapToObj(Integer::toString).toList());
    assertThat(
            json(gateway.send(
                    "DELETE",
                    "/api/start-requests/" + request,
                    java.util.Map.of("Authorization", "Api start-and-read"),
                    null))
                .at("/state")
                .asText())
        .isEqualTo("cancelled");
    line(run("operator", "destinations", "resume", "hosted"));
  }
}
