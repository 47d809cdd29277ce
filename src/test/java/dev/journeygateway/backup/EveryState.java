package dev.journeygateway.backup;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.command.GatewayCommand;
import dev.journeygateway.delivery.ScriptedService;
import dev.journeygateway.support.OutsideProducer;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.springframework.jms.core.JmsTemplate;

/**
 * A gateway with requests in every state that they and their calls have, and the way of each to its
 * end.
 */
final class EveryState implements AutoCloseable {

  private static final String CATALOG =
      """
      destinations:
        - {name: open, type: journey-api, url: "http://localhost:%1$d", token: "${PEER_TOKEN}", period: 50ms, timeout: 60s, when-unknown: park}
        - {name: shut, type: journey-api, url: "http://localhost:%1$d", token: "${PEER_TOKEN}", period: 50ms, timeout: 60s, when-unknown: park}
      applications:
        - code: AAAAA-00001
          name: Demo shop
          unknown-ids: enter
          tokens:
            # start-and-read
            - {sha256: da34f7bf798b84fcb7f214cb6a9c81eccdd0222b88d6564954420326601edc73, scopes: [start, read]}
            # administrator
            - {sha256: 4194d1706ed1f408d5e02d672777019f4d5385c766a8c6ca8acba3167d36a7b9, scopes: [admin]}
          tags:
            - {name: City, type: string}
            - {name: Age, type: integer}
          webhooks:
            - {name: team, url: "https://127.0.0.1:9/hooks", secret: "${HOOK_SECRET}", events: [request.done, request.failed, request.held, request.cancelled, destination.stopped]}
          journeys:
            - {id: running, state: running, entry-points: [{id: api, attributes: [promo_code, tier]}]}
            - {id: kept, state: running, entry-points: [{id: api}]}
            - {id: slow, state: running, entry-points: [{id: api, limit: {period: 1h}}]}
            - {id: once, state: running, entry-points: [{id: api, re-entry: once}]}
            - {id: to-open, state: running, destination: open, entry-points: [{id: api}]}
            - {id: to-shut, state: running, destination: shut, entry-points: [{id: api}]}
      """;

  private static final String IDLE = "gateway.roles=http,files,queue,deliver";
  private static final Map<String, String> ADMIN = Map.of("Authorization", "Api administrator");
  private static final int LIST = 7;

  final RunningGateway gateway;
  final ScriptedService service;

  /** The requests by what they are an example of. */
  final Map<String, String> requests = new LinkedHashMap<>();

  private EveryState() throws IOException {
    service = new ScriptedService();
    gateway =
        RunningGateway.startWith(
            CATALOG.formatted(service.port()),
            "PEER_TOKEN=start-and-read",
            "HOOK_SECRET=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjU",
            "gateway.limit.period=0s",
            "gateway.chunk-size=2",
            "gateway.worker.max-deliveries=1",
            "gateway.worker.poll-interval=50ms",
            "gateway.webhooks.poll-interval=50ms",
            "gateway.queue.over-limit=wait",
            "gateway.files.settle=100ms",
            "gateway.files.poll-interval=50ms",
            "gateway.files.max-unprocessed-chunks=1",
            "gateway.files.bad-rows=skip");
  }

  /** Brings a gateway there; it runs, and its worker does not. */
  static EveryState reached() throws IOException, JMSException {
    EveryState states = new EveryState();
    states.reach();
    return states;
  }

  private void reach() throws IOException, JMSException {
    restart(IDLE);
    requests.put("held", start("kept", "held-1"));
    assertThat(decide("/api/journeys/kept/hold", null).statusCode()).isEqualTo(200);
    requests.put("processing", start("running", "processing-1", "processing-2", "processing-3"));
    park(requests.get("processing"), 2);

    restart();
    gateway.await(requests.get("held"), "held");
    gateway.await(requests.get("processing"), "processing");
    requests.put("done", start("running", "done-1", "done-2", "done-2"));
    gateway.await(requests.get("done"), "done");
    requests.put("once", start("once", "once-1"));
    gateway.await(requests.get("once"), "done");
    gateway.refuseEntriesOf("dead%");
    requests.put("dead", start("running", "dead-1"));
    gateway.await(requests.get("dead"), "failed");
    gateway.takeAllEntries();
    requests.put("cancelled", startLater("running", "cancelled-1"));
    assertThat(
            gateway
                .send("DELETE", "/api/start-requests/" + requests.get("cancelled"), ADMIN, null)
                .statusCode())
        .isEqualTo(200);
    devices();
    erase("done-1");
    deliveries();

    restart(IDLE);
    unpark();
    requests.put("on the queue", start("running", "queued-1"));
    requests.put("in the outbox", start("running", "outbox-1"));
    toTheOutbox(requests.get("in the outbox"));
    OutsideProducer producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
    requests.put("granted", producer.accepted("slow", users("granted-1")));
    requests.put("waiting", producer.accepted("slow", users("waiting-1")));
    requests.put("scheduled", startLater("running", "scheduled-1"));
    requests.put("list", list());
    service.next(ScriptedService.SILENCE);
    assertThat(decide("/api/destinations/open/resume", null).statusCode()).isEqualTo(200);
    awaitCall("sending", "sending");
  }

  /** Starts the stopped or running gateway with these settings. */
  void restart(String... settings) {
    gateway.stop();
    gateway.startAgain(settings);
  }

  private static String users(String... users) {
    return "{\"users\": [\"" + String.join("\", \"", users) + "\"]}";
  }

  private String start(String journey, String... users) {
    return uuid(gateway.post(journey, users(users)));
  }

  private String startLater(String journey, String user) {
    Instant at = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    return uuid(
        gateway.send(
            "POST",
            "/api/journey/" + journey + "/start/external?start_at=" + at,
            Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json"),
            "{\"payload\": " + users(user) + "}"));
  }

  HttpResponse<String> decide(String path, String body) {
    return gateway.send("POST", path, ADMIN, body);
  }

  private JmsTemplate jms() {
    JmsTemplate jms = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    jms.setReceiveTimeout(20_000);
    return jms;
  }

  private Message taken(String request, int chunk) {
    return jms()
        .receiveSelected(
            "journey.start.accepted",
            "request_uuid = '%s' and chunk = %d".formatted(request, chunk));
  }

  private void park(String request, int chunk) {
    Message message = taken(request, chunk);
    jms().send("test.parked", session -> message);
  }

  private void unpark() {
    Message message = jms().receive("test.parked");
    jms().send("journey.start.accepted", session -> message);
  }

  /** Of a process that lives, so that nobody sends it. */
  private void toTheOutbox(String request) throws JMSException {
    Awaitility.await()
        .until(
            () -> gateway.jdbc().queryForObject("select count(*) from outbox", Integer.class) == 0);
    TextMessage message = (TextMessage) taken(request, 1);
    UUID owner = UUID.randomUUID();
    gateway
        .jdbc()
        .update(
            "insert into gateway_process (owner, leased_until) values (?, ?)",
            owner.toString(),
            "2099-01-01T00:00:00.000000Z");
    gateway
        .jdbc()
        .update(
            "insert into outbox (owner, request_uuid, chunk, chunks, message) values (?, ?, 1, 1, ?)",
            owner.toString(),
            request,
            message.getText());
  }

  private void devices() throws IOException {
    Path folder = Files.createDirectories(gateway.folder().resolve("inbox/devices/AAAAA-00001"));
    Files.writeString(
        folder.resolve("some.csv"),
        "hwid,user_id,City,Age\nHW-1,device-user-1,Berlin,30\nHW-2,device-user-2,Paris,40\n");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway
                        .jdbc()
                        .queryForObject("select count(*) from device_tag_number", Integer.class)
                    == 2);
  }

  private void erase(String person) {
    JsonNode receipt = json(decide("/api/people/erase?id=" + person, null));
    String id = receipt.get("erasure_id").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                json(gateway.send("GET", "/api/erasures/" + id, ADMIN, null))
                    .path("state")
                    .asText()
                    .equals("done"));
  }

  private void deliveries() {
    requests.put("delivered", start("to-open", "delivered-1"));
    gateway.await(requests.get("delivered"), "done");
    service.next(ScriptedService.CUT);
    requests.put("unknown", start("to-open", "unknown-1"));
    awaitCall("unknown", "unknown");
    service.next(ScriptedService.answer(422, "{\"message\": \"no\"}"));
    requests.put("refused", start("to-open", "refused-1"));
    awaitCall("refused", "refused");
    assertThat(decide("/api/destinations/open/stop", null).statusCode()).isEqualTo(200);
    assertThat(decide("/api/destinations/shut/stop", null).statusCode()).isEqualTo(200);
    requests.put("sending", start("to-open", "sending-1"));
    awaitCall("sending", "waiting");
    requests.put("to the shut", start("to-shut", "shut-1"));
    awaitCall("to the shut", "waiting");
  }

  JsonNode call(String name) {
    return json(gateway.get("/api/start-requests/" + requests.get(name) + "/deliveries"))
        .at("/deliveries/0");
  }

  void awaitCall(String name, String state) {
    Awaitility.await(name + " is " + state)
        .atMost(Duration.ofSeconds(30))
        .until(() -> call(name).path("state").asText(), state::equals);
  }

  private String list() {
    String rows =
        IntStream.rangeClosed(1, LIST)
            .mapToObj(i -> "list-" + i + "\n")
            .collect(Collectors.joining("", "user_id\n", "x".repeat(300) + "\n"));
    String request =
        json(gateway.send(
                "POST",
                "/api/journey/running/start/list",
                Map.of("Authorization", "Api start-and-read", "Content-Type", "text/csv"),
                rows))
            .get("request_uuid")
            .asText();
    Awaitility.await("the first chunk is fed")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway
                    .jdbc()
                    .queryForList(
                        "select fed from start_file where request_uuid = ?", Integer.class, request)
                    .equals(List.of(1)));
    return request;
  }

  /** The states of all requests by what they are an example of. */
  Map<String, String> states() {
    Map<String, String> states = new LinkedHashMap<>();
    requests.forEach(
        (name, request) -> states.put(name, gateway.status(request).path("state").asText()));
    return states;
  }

  /** Brings each to its end, and finds that all of its people are in, once. */
  void endAll() {
    for (String name :
        List.of("processing", "done", "once", "on the queue", "in the outbox", "granted", "list")) {
      assertBalanced(gateway.await(requests.get(name), "done"), name);
    }
    gateway.jdbc().update("update permit set granted_at = '1970-01-01T00:00:00.000000Z'");
    gateway.bean(dev.journeygateway.limit.RateLimitCache.class).forget();
    gateway.await(requests.get("waiting"), "done");
    assertThat(decide("/api/journeys/kept/release", null).statusCode()).isEqualTo(200);
    gateway.await(requests.get("held"), "done");
    String letter =
        json(gateway.send("GET", "/api/dead-letters", ADMIN, null))
            .at("/dead_letters/0/id")
            .asText();
    assertThat(decide("/api/dead-letters/" + letter + "/send-back", null).statusCode())
        .isEqualTo(200);
    gateway.await(requests.get("dead"), "done");

    decide("/api/destinations/open/resume", null);
    decide("/api/destinations/shut/resume", null);
    awaitCall("sending", "unknown");
    resolve("sending", "again");
    resolve("unknown", "delivered");
    resolve("refused", "again");
    for (String name : List.of("sending", "unknown", "refused", "delivered", "to the shut")) {
      assertBalanced(gateway.await(requests.get(name), "done"), name);
    }
    assertThat(states())
        .containsEntry("scheduled", "scheduled")
        .containsEntry("cancelled", "cancelled");
    List<String> entered =
        gateway.jdbc().queryForList("select user_id from entry order by user_id", String.class);
    List<String> expected =
        new ArrayList<>(
            List.of(
                "dead-1",
                "delivered-1",
                "done-2",
                "granted-1",
                "held-1",
                "once-1",
                "outbox-1",
                "processing-1",
                "processing-2",
                "processing-3",
                "queued-1",
                "refused-1",
                "sending-1",
                "shut-1",
                "unknown-1",
                "waiting-1"));
    IntStream.rangeClosed(1, LIST).mapToObj(i -> "list-" + i).forEach(expected::add);
    assertThat(entered).containsExactlyInAnyOrderElementsOf(expected);
    // Everything goes on as on any other day.
    assertThat(uuid(gateway.post("running", users("new-1")))).isNotEmpty();
    assertThat(gateway.post("once", users("once-1")).statusCode()).isEqualTo(200);
  }

  private void resolve(String name, String as) {
    HttpResponse<String> answer =
        decide(
            "/api/deliveries/" + call(name).get("delivery_uuid").asText() + "/resolve",
            "{\"as\": \"" + as + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  static void assertBalanced(JsonNode status, String name) {
    JsonNode counts = status.get("counts");
    assertThat(counts.get("requested").asLong())
        .as(name + ": " + status)
        .isEqualTo(
            counts.get("entered").asLong()
                + counts.get("duplicate").asLong()
                + counts.get("unknown").asLong()
                + counts.get("already_entered").asLong()
                + counts.get("rejected").asLong()
                + counts.get("cancelled").asLong());
  }

  /** A command's exit status and what it printed. */
  record Ran(int status, String text) {}

  /** Runs a command on the gateway's folders. */
  static Ran run(RunningGateway gateway, String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--data-dir=" + gateway.folder().resolve("data"));
    all.add("--inbox=" + gateway.folder().resolve("inbox"));
    int status = GatewayCommand.run(out, out, all.toArray(String[]::new));
    return new Ran(status, printed.toString().strip());
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    service.close();
  }
}
