package dev.journeygateway.extension;

import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.journeygateway.support.ExtensionFiles;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jms.core.JmsTemplate;

/** The destinations in docs/examples as they are, called as their seam is. */
class ExampleDestinationsIT {

  private static final String CALL =
      "{\"payload\": {\"users\": [\"a\", \"b\\\"\\\\ü\"], \"attribute_values\": {\"promo_code\":"
          + " \"X\\\"1\", \"tier\": \"gold\"}}}";

  private static final String CATALOG =
      """
      destinations:
        - {name: our-crm, type: crm, url: "%s", allow-http: true, token: "${CRM_TOKEN}", period: 0s}
        - {name: our-queue, type: team-queue, period: 0s}
      applications:
        - code: AAAAA-00001
          tokens:
            # start-and-read
            - {sha256: da34f7bf798b84fcb7f214cb6a9c81eccdd0222b88d6564954420326601edc73, scopes: [start, read]}
          journeys:
            - id: crm
              destination: our-crm
              state: running
              entry-points: [{id: api, attributes: [promo_code, tier]}]
            - id: queue
              destination: our-queue
              state: running
              entry-points: [{id: api}]
      """;

  private static final List<String> BODIES = new CopyOnWriteArrayList<>();
  private static final Map<String, String> HEADERS = new HashMap<>();
  private static final AtomicInteger AT_A_TIME = new AtomicInteger();
  private static final AtomicInteger MOST_AT_A_TIME = new AtomicInteger();
  private static final Semaphore GATE = new Semaphore(0);
  private static volatile boolean gated;
  private static volatile int status = 200;
  private static HttpServer crm;
  private static ExtensionFiles extensions;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    crm.setExecutor(Executors.newCachedThreadPool());
    crm.createContext(
        "/people",
        call -> {
          MOST_AT_A_TIME.accumulateAndGet(AT_A_TIME.incrementAndGet(), Math::max);
          call.getRequestHeaders().forEach((name, values) -> HEADERS.put(name, values.get(0)));
          BODIES.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          if (gated) {
            GATE.acquireUninterruptibly();
          }
          AT_A_TIME.decrementAndGet();
          call.getResponseHeaders().add("delivery_state", "held");
          call.getResponseHeaders().add("Retry-After", "1");
          call.sendResponseHeaders(status, -1);
          call.close();
        });
    crm.start();
    extensions =
        new ExtensionFiles()
            .with(Path.of("docs/examples/destination-crm.camel.yaml"))
            .with(Path.of("docs/examples/destination-queue.camel.yaml"));
    gateway =
        RunningGateway.startWith(
            CATALOG.formatted(url()), extensions.setting(), "CRM_TOKEN=s3cret");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    extensions.close();
    crm.stop(0);
  }

  private static Exchange deliver(String type, String url) {
    return gateway
        .bean(CamelContext.class)
        .createProducerTemplate()
        .request(
            "direct:deliver-to-" + type,
            exchange -> {
              exchange.getIn().setBody(CALL);
              exchange
                  .getIn()
                  .setHeaders(
                      new HashMap<>(
                          Map.of(
                              "delivery_uuid", "0190-1",
                              "request_uuid", "0190-2",
                              "journey_id", "running",
                              "selector", "users",
                              "ids", 2,
                              "destination", "mine",
                              "destination_url", url,
                              "destination_token", "s3cret")));
            });
  }

  private static String url() {
    return "http://localhost:" + crm.getAddress().getPort() + "/people";
  }

  @Test
  void sendsEachPersonWithTheirAttributes() throws Exception {
    status = 200;
    BODIES.clear();
    Exchange answer = deliver("crm", url());

    assertThat(answer.getException()).isNull();
    assertThat(RunningGateway.JSON.readTree(BODIES.get(0)))
        .isEqualTo(
            RunningGateway.JSON.readTree(
                "{\"people\": [{\"id\": \"a\", \"promo_code\": \"X\\\"1\", \"tier\": \"gold\"},"
                    + " {\"id\": \"b\\\"\\\\ü\", \"promo_code\": \"X\\\"1\", \"tier\":"
                    + " \"gold\"}]}"));
    assertThat(HEADERS)
        .containsEntry("Authorization", "Bearer s3cret")
        .containsEntry("Idempotency-key", "0190-1")
        .doesNotContainKeys("Destination_token", "Destination_url");
    assertThat(answer.getMessage().getHeader("delivery_state"))
        .as("its own word, not the service's")
        .isEqualTo("delivered");
  }

  @Test
  void takesThePeopleOfARequestWhereTheCatalogueNamesIt() throws Exception {
    status = 200;
    BODIES.clear();
    String request =
        uuid(
            gateway.post(
                "crm", "{\"users\": [\"carol\"], \"attribute_values\": {\"tier\": \"gold\"}}"));

    JsonNode done = gateway.await(request, "done");

    assertThat(done.at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(BODIES).hasSize(1);
    assertThat(RunningGateway.JSON.readTree(BODIES.get(0)).at("/people/0/id").asText())
        .isEqualTo("carol");
    assertThat(HEADERS).containsEntry("Authorization", "Bearer s3cret");
  }

  @Test
  void publishesThePeopleOfARequestWhereTheCatalogueNamesTheQueue() throws Exception {
    String request = uuid(gateway.post("queue", "{\"users\": [\"dave\"]}"));

    gateway.await(request, "done");

    assertThat(publishedTo("team.people").getText()).contains("\"dave\"");
  }

  @ParameterizedTest
  @CsvSource({"200, delivered", "201, delivered", "429, waiting", "503, waiting", "400, refused"})
  void saysWhatAnAnswerMeansAndSendsOnce(int answered, String state) {
    status = answered;
    BODIES.clear();
    Exchange answer = deliver("crm", url());

    assertThat(answer.getMessage().getHeader("delivery_state")).isEqualTo(state);
    assertThat(answer.getMessage().getHeader("delivery_message", String.class))
        .isEqualTo("the CRM answered " + answered);
    assertThat(BODIES).hasSize(1);
    status = 200;
  }

  @Test
  void raisesAServiceThatIsAway() {
    assertThat(deliver("crm", "http://localhost:1/people").getException())
        .hasMessageContaining("Connect");
  }

  @Test
  void makesFourCallsAtATime() {
    status = 200;
    gated = true;
    MOST_AT_A_TIME.set(0);
    List<CompletableFuture<Exchange>> calls =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> deliver("crm", url()), Executors.newCachedThreadPool()))
            .limit(12)
            .toList();
    Awaitility.await().until(() -> AT_A_TIME.get() == 4);
    gated = false;
    GATE.release(12);
    calls.forEach(CompletableFuture::join);

    assertThat(MOST_AT_A_TIME.get()).isEqualTo(4);
    GATE.drainPermits();
  }

  @Test
  void publishesACallToAQueueOfTheTeam() throws Exception {
    Exchange answer = deliver("team-queue", "none");

    assertThat(answer.getMessage().getHeader("delivery_state")).isEqualTo("delivered");
    TextMessage message = publishedTo("team.people");
    assertThat(message.getText()).isEqualTo(CALL);
    assertThat(message.getStringProperty("delivery_uuid")).isEqualTo("0190-1");
    assertThat(message.getStringProperty("destination_token")).isNull();
  }

  private static TextMessage publishedTo(String queue) {
    JmsTemplate jms = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    jms.setReceiveTimeout(20_000);
    return (TextMessage) jms.receive(queue);
  }
}
