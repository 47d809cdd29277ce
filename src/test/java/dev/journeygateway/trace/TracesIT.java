package dev.journeygateway.trace;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.Form;
import dev.journeygateway.support.OtlpReceiver;
import dev.journeygateway.support.OtlpReceiver.Received;
import dev.journeygateway.support.OutsideProducer;
import dev.journeygateway.support.RunningGateway;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * One trace from each door to what is called, as a collector gets it. No trace begins here by
 * chance: those that are seen were sampled by their callers.
 */
@Tag("slow")
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class TracesIT {

  private static final String CATALOG =
      """
      destinations:
        - {name: peer, type: journey-api, url: "http://127.0.0.1:%1$d", token: "${HOOK}", period: 20ms}
      applications:
        - code: AAAAA-00001
          tokens:
            # start-and-read
            - {sha256: da34f7bf798b84fcb7f214cb6a9c81eccdd0222b88d6564954420326601edc73, scopes: [start, read]}
          webhooks:
            - {name: team, url: "http://localhost:%1$d/hooks", secret: "${HOOK}", events: [request.done]}
          journeys:
            - {id: running, state: running, entry-points: [{id: api, attributes: [tier]}]}
            - {id: hosted, state: running, destination: peer, entry-points: [{id: api}]}
      """;

  private static OtlpReceiver collector;
  private static Callee callee;
  private static RunningGateway gateway;

  /** The trace of a test, and the span that it comes from. */
  private final String trace = hex(16);

  private final String caller = hex(8);

  TracesIT(Form form) {}

  @BeforeParameterizedClassInvocation
  static void start(Form form) throws IOException {
    collector = OtlpReceiver.start();
    callee = new Callee();
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("management.otlp.tracing.endpoint=" + collector.endpoint());
    settings.add("management.tracing.sampling.probability=0");
    settings.add("management.tracing.opentelemetry.export.schedule-delay=50ms");
    settings.add("gateway.limit.period=0s");
    settings.add("gateway.chunk-size=2");
    settings.add("gateway.files.settle=100ms");
    settings.add("gateway.files.poll-interval=50ms");
    settings.add("gateway.webhooks.poll-interval=50ms");
    settings.add("gateway.webhooks.allow-internal=localhost");
    settings.add("HOOK=whsec_" + "A".repeat(32));
    gateway =
        RunningGateway.startWith(CATALOG.formatted(callee.port()), settings.toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
    callee.close();
    collector.close();
  }

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    new Random().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private String traceparent(String flags) {
    return "00-" + trace + "-" + caller + "-" + flags;
  }

  private static String goesOn(Received span) {
    return "00-" + span.inTrace() + "-01";
  }

  private Received awaitSpan(String name) {
    return collector.await(trace, name);
  }

  private static Received awaitCommit(Received accept) {
    return Awaitility.await("the commit of " + accept)
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                collector.all().stream()
                    .filter(span -> span.links().contains(accept.inTrace()))
                    .toList(),
            found -> !found.isEmpty())
        .get(0);
  }

  private static void assertStep(
      Received span, Received parent, SpanKind kind, String request, String... attributes) {
    assertThat(span.parent()).as(span + " goes on from " + parent).isEqualTo(parent.id());
    assertThat(span.kind()).as(span.name()).isEqualTo(kind);
    assertThat(span.attribute("request_uuid")).as(span.name()).isEqualTo(request);
    assertThat(span.service()).isEqualTo("journey-gateway");
    assertThat(span.error()).as(span.toString()).isFalse();
    for (int i = 0; i < attributes.length; i += 2) {
      assertThat(span.attributes()).containsEntry(attributes[i], attributes[i + 1]);
    }
  }

  /** From the span of the door on: every span is there, once, and hangs on the right one. */
  private void assertWayOf(String request, Received door, String journey) {
    Received accept = awaitSpan("accept");
    assertStep(
        accept, door, SpanKind.SPAN_KIND_INTERNAL, request, "journey_gateway.journey", journey);
    Received outbox = awaitSpan("outbox");
    assertStep(outbox, accept, SpanKind.SPAN_KIND_PRODUCER, request, "journey_gateway.chunk", "1");
    Received enter = awaitSpan("enter");
    assertStep(enter, outbox, SpanKind.SPAN_KIND_CONSUMER, request, "journey_gateway.chunk", "1");
    Received webhook = awaitSpan("webhook");
    assertStep(
        webhook,
        accept,
        SpanKind.SPAN_KIND_CLIENT,
        request,
        "journey_gateway.webhook",
        "AAAAA-00001.team",
        "http.response.status_code",
        "200");
    assertThat(callee.await("/hooks", request).traceparent()).contains(goesOn(webhook));
    Received commit = awaitCommit(accept);
    assertThat(commit.name()).isEqualTo("commit");
    assertThat(commit.parent()).isEmpty();
    assertThat(commit.trace()).isNotEqualTo(trace);
  }

  @Test
  void goesFromACallToTheWebhookInOneTrace(CapturedOutput output) {
    String request =
        uuid(
            gateway.post(
                "running",
                "{\"users\": [\"ann\"], \"attribute_values\": {\"tier\": \"gold\"}}",
                "traceparent",
                traceparent("01")));

    Received door = awaitSpan("door http");
    assertThat(door.parent()).isEqualTo(caller);
    assertThat(door.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    assertThat(door.attribute("request_uuid")).isEqualTo(request);
    assertThat(door.attributes()).containsEntry("http.response.status_code", "200");
    assertWayOf(request, door, "running");
    assertThat(collector.of(trace)).as("no other span").hasSize(5);
    assertThat(collector.of(trace).toString()).doesNotContain("ann", "start-and-read", "gold");
    assertThat(gateway.status(request).get("trace_id").asText()).isEqualTo(trace);
    assertThat(output.getAll()).contains("[" + request + " " + trace + "] ");
  }

  @Test
  void eachChunkIsASpanOfItsOwn() {
    String request =
        uuid(
            gateway.post(
                "running", "{\"users\": [\"a\", \"b\", \"c\"]}", "traceparent", traceparent("01")));

    awaitSpan("webhook");
    gateway.await(request, "done");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> collector.of(trace).size() == 7);
    List<Received> sent = named("outbox");
    assertThat(sent).extracting(span -> span.attribute("chunk")).containsExactly("1", "2");
    assertThat(named("enter"))
        .extracting(Received::parent)
        .containsExactlyInAnyOrderElementsOf(sent.stream().map(Received::id).toList());
  }

  private List<Received> named(String name) {
    return collector.of(trace).stream().filter(span -> span.name().equals(name)).toList();
  }

  @Test
  void reachesTheDestination() {
    String request =
        uuid(gateway.post("hosted", "{\"users\": [\"zoe\"]}", "traceparent", traceparent("01")));

    assertWayOf(request, awaitSpan("door http"), "hosted");
    Received call = awaitSpan("destination");
    assertStep(
        call,
        awaitSpan("accept"),
        SpanKind.SPAN_KIND_CLIENT,
        request,
        "journey_gateway.destination",
        "peer",
        "journey_gateway.answer",
        "delivered",
        "http.response.status_code",
        "200");
    assertThat(callee.await("/api/journey/hosted", "zoe").traceparent()).contains(goesOn(call));
    assertThat(collector.of(trace)).as("no other span").hasSize(6);
  }

  @Test
  void goesOnFromAMessageOfTheQueue() {
    Map<String, String> properties = new HashMap<>(OutsideProducer.TOKEN);
    properties.put("traceparent", traceparent("01"));

    String request =
        new OutsideProducer(gateway.bean(ConnectionFactory.class))
            .ask("running", "{\"payload\": {\"users\": [\"ann\"]}}", properties)
            .get("request_uuid")
            .asText();

    Received door = awaitSpan("door queue");
    assertThat(door.parent()).isEqualTo(caller);
    assertThat(door.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
    assertThat(door.attribute("request_uuid")).isEqualTo(request);
    assertThat(door.error()).isFalse();
    assertWayOf(request, door, "running");
    assertThat(collector.of(trace)).as("no other span").hasSize(5);
  }

  private void drop(String name, String content) throws IOException {
    Path folder = Files.createDirectories(gateway.folder().resolve("inbox/running"));
    Path part = Files.writeString(folder.resolve(UUID.randomUUID() + ".part"), content);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> requestsOf(String file) {
    return gateway
        .jdbc()
        .queryForList("select request_uuid from start_request where file = ?", Object.class, file)
        .stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void goesOnFromAFileWithItsAttributesFile() throws IOException {
    drop(
        trace + ".csv.attributes.json",
        "{\"tier\": \"gold\", \"traceparent\": \"%s\"}".formatted(traceparent("01")));
    drop(trace + ".csv", "user_id\nmia" + trace + "\n");

    Received door = awaitSpan("door folder");
    String request = door.attribute("request_uuid");
    assertThat(door.parent()).isEqualTo(caller);
    assertThat(door.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
    assertWayOf(request, door, "running");
    assertThat(collector.of(trace)).as("no other span").hasSize(5);
    assertThat(requestsOf(trace + ".csv")).containsExactly(request);

    // The same list and the same values are the same request, whatever trace they name.
    String again = hex(16);
    drop(
        "again.csv.attributes.json",
        "{\"tier\": \"gold\", \"traceparent\": \"00-%s-%s-01\"}".formatted(again, caller));
    drop("again.csv", "user_id\nmia" + trace + "\n");

    assertThat(collector.await(again, "door folder").attribute("reason"))
        .isEqualTo("DUPLICATE_FILE");
    assertThat(requestsOf("again.csv")).isEmpty();
  }

  @Test
  void goesOnFromAnUploadedList() throws IOException {
    HttpResponse<String> answer =
        gateway.send(
            "POST",
            "/api/journey/running/start/list",
            Map.of(
                "Authorization",
                "Api start-and-read",
                "Content-Type",
                "text/csv",
                "traceparent",
                traceparent("01")),
            "user_id\nmia" + trace + "\n");
    String request = json(answer).get("request_uuid").asText();

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> named("door upload").size() == 2);
    Received call =
        named("door upload").stream().filter(one -> one.parent().equals(caller)).findFirst().get();
    assertThat(call.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    assertThat(call.attributes()).containsEntry("http.response.status_code", "202");
    assertThat(call.attribute("request_uuid")).isEqualTo(request);
    Received check =
        named("door upload").stream()
            .filter(one -> one.kind() == SpanKind.SPAN_KIND_CONSUMER)
            .findFirst()
            .get();
    assertThat(check.parent()).isEqualTo(call.id());
    assertWayOf(request, check, "running");
    assertThat(gateway.status(request).get("trace_id").asText()).isEqualTo(trace);
  }

  /** As a source such as Kafka gives it: a header is bytes. */
  private String submitted(String seam, String body, Map<String, Object> more) {
    Map<String, Object> headers = new HashMap<>(more);
    headers.put("application_code", "AAAAA-00001");
    headers.put("journey_id", "running");
    headers.put("traceparent", traceparent("01").getBytes(StandardCharsets.US_ASCII));
    return gateway
        .bean(CamelContext.class)
        .createProducerTemplate()
        .request(
            seam,
            exchange -> {
              exchange.getIn().setBody(body);
              exchange.getIn().setHeaders(headers);
            })
        .getMessage()
        .getHeader("request_uuid", String.class);
  }

  @Test
  void goesOnFromADoorOfATeamsOwn() {
    String request =
        submitted("direct:submit-start-request", "{\"payload\": {\"users\": [\"ann\"]}}", Map.of());

    Received door = awaitSpan("door submit-start-request");
    assertThat(door.parent()).isEqualTo(caller);
    assertThat(door.attribute("request_uuid")).isEqualTo(request);
    assertWayOf(request, door, "running");
  }

  @Test
  void goesOnFromAListThatADoorOfATeamsOwnHandsOver() {
    String request =
        submitted(
            "direct:submit-start-list",
            "user_id\nmia" + trace + "\n",
            Map.of("list_name", trace + ".csv"));

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> named("door submit-start-list").size() == 2);
    Received seam = named("door submit-start-list").get(0);
    Received check = named("door submit-start-list").get(1);
    assertThat(seam.parent()).isEqualTo(caller);
    assertThat(check.parent()).isEqualTo(seam.id());
    assertWayOf(request, check, "running");
  }

  /** Spans are sent in the order in which they end: later ones have not been made yet. */
  private void awaitAnotherTrace() {
    String marker = hex(16);
    gateway.post(
        "running",
        "{\"users\": [\"marker\"]}",
        "traceparent",
        "00-" + marker + "-" + caller + "-01");
    collector.await(marker, "webhook");
  }

  @Test
  void handsOnWhatIsNotSampledAndTellsNothingOfIt() {
    String request =
        uuid(
            gateway.post(
                "hosted",
                "{\"users\": [\"quiet" + trace + "\"]}",
                "traceparent",
                traceparent("00")));

    assertThat(callee.await("/api/journey/hosted", "quiet" + trace).traceparent())
        .contains(traceparent("00"));
    assertThat(callee.await("/hooks", request).traceparent()).contains(traceparent("00"));
    awaitAnotherTrace();
    assertThat(collector.of(trace)).isEmpty();
    assertThat(gateway.status(request).get("trace_id").asText()).isEqualTo(trace);
  }

  @Test
  void takesNoNoticeOfWhatIsMalformed() {
    for (String malformed :
        List.of(
            "",
            "x",
            traceparent("1"),
            traceparent("01").toUpperCase(),
            "00-" + "0".repeat(32) + "-" + caller + "-01",
            "é")) {
      HttpResponse<String> answer =
          gateway.post("running", "{\"users\": [\"ann\"]}", "traceparent", malformed);

      String request = uuid(answer);
      assertThat(gateway.status(request).has("trace_id")).as(malformed).isFalse();
      assertThat(callee.await("/hooks", request).traceparent()).as(malformed).isEmpty();
    }
    awaitAnotherTrace();
    assertThat(collector.of(trace)).isEmpty();
  }

  @Test
  void tellsWhyARequestWasRefused() {
    HttpResponse<String> answer =
        gateway.post("nowhere", "{\"users\": [\"ann\"]}", "traceparent", traceparent("01"));

    Received door = awaitSpan("door http");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(door.attributes()).containsEntry("http.response.status_code", "404");
    assertThat(door.attribute("reason")).isEqualTo("JOURNEY_NOT_FOUND");
    assertThat(door.error()).isFalse();
    awaitAnotherTrace();
    assertThat(collector.of(trace)).hasSize(1);
  }

  @Test
  void outlivesAGatewayThatEndsBeforeItsMessageIsSent() {
    // A broker that is away: what is accepted stays in the outbox.
    gateway.stop();
    gateway.startAgain("spring.activemq.broker-url=tcp://localhost:1");
    String request =
        uuid(gateway.post("running", "{\"users\": [\"ann\"]}", "traceparent", traceparent("01")));
    gateway.stop();
    assertThat(named("outbox")).isEmpty();

    gateway.startAgain();

    assertWayOf(request, awaitSpan("door http"), "running");
    assertThat(collector.of(trace)).as("no other span").hasSize(5);
  }
}
