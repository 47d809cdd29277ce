package dev.journeygateway.outage;

import static dev.journeygateway.support.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.OutsideBroker;
import dev.journeygateway.support.PostgresSettings;
import dev.journeygateway.support.RawConnection;
import dev.journeygateway.support.RunningGateway;
import dev.journeygateway.support.TcpProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The broker or the database is away or hangs: every caller is answered within five seconds, the
 * health says which it is within ten, and all comes back by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwayAndBackIT {

  /** Of the 5 s that are promised; what a busy machine adds is not the gateway's. */
  private static final Duration ANSWERED_WITHIN = Duration.ofMillis(5000);

  private static final int CALLERS = 100;

  private EmbeddedPostgres postgres;
  private OutsideBroker outside;
  private TcpProxy toBroker;
  private TcpProxy toDatabase;
  private RunningGateway gateway;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  @BeforeAll
  void start() throws Exception {
    postgres = PostgresSettings.start();
    outside = OutsideBroker.start();
    toBroker = new TcpProxy(outside.port());
    toDatabase = new TcpProxy(postgres.getPort());
    gateway =
        RunningGateway.start(
            "spring.datasource.url=jdbc:postgresql://localhost:" + toDatabase.port() + "/postgres",
            "spring.datasource.username=postgres",
            "spring.datasource.password=postgres",
            "spring.activemq.broker-url=" + brokerUrl(),
            "gateway.limit.period=0s",
            "gateway.http.journeys.once.over-limit=coalesce");
  }

  String brokerUrl() {
    return "tcp://localhost:" + toBroker.port();
  }

  @AfterAll
  void stop() throws Exception {
    callers.shutdownNow();
    toBroker.goOn();
    toDatabase.goOn();
    gateway.close();
    toBroker.close();
    toDatabase.close();
    outside.close();
    postgres.close();
  }

  @AfterEach
  void isBackInFull() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(health().get("status").asText())
                    .as(health().toString())
                    .isEqualTo("UP"));
    // Whatever was accepted, before or meanwhile, is entered; nothing was set aside.
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(
                        gateway
                            .jdbc()
                            .queryForObject(
                                "select count(*) from start_request where state <> 'done'",
                                Long.class))
                    .isZero());
    assertThat(json(ask("/api/dead-letters", "administrator")).get("dead_letters")).isEmpty();
  }

  private HttpResponse<String> ask(String path, String token) {
    return gateway.send("GET", path, Map.of("Authorization", "Api " + token), null);
  }

  private JsonNode health() {
    return json(gateway.send("GET", "/actuator/health", Map.of(), null));
  }

  private record Answered(String call, int status, boolean retryAfter, Duration after) {}

  private Answered timed(String name, java.util.function.Supplier<HttpResponse<String>> call) {
    long began = System.nanoTime();
    HttpResponse<String> answer = call.get();
    return new Answered(
        name,
        answer.statusCode(),
        answer.headers().firstValue("Retry-After").isPresent(),
        Duration.ofNanos(System.nanoTime() - began));
  }

  /** Many callers at once, who start and ask, wave after wave, until enough time has passed. */
  private List<Answered> callFor(Duration time) {
    long began = System.nanoTime();
    List<Answered> answers = new ArrayList<>();
    while (System.nanoTime() - began < time.toNanos()) {
      List<CompletableFuture<Answered>> wave = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String user = "{\"users\": [\"u" + i + "\"]}";
        int kind = i % 4;
        wave.add(
            CompletableFuture.supplyAsync(
                () ->
                    timed(
                        kind == 0 ? "list" : "start",
                        () ->
                            kind == 0
                                ? gateway.get("/api/start-requests?limit=1")
                                : gateway.post("running", user)),
                callers));
      }
      wave.forEach(one -> answers.add(one.join()));
    }
    return answers;
  }

  private static void assertAnswered(List<Answered> answers) {
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.after()).as(answer.toString()).isLessThan(ANSWERED_WITHIN);
              assertThat(answer.status()).isIn(200, 503);
              assertThat(answer.retryAfter()).isEqualTo(answer.status() == 503);
            });
  }

  /** The outbox keeps what the broker cannot take; {@link #isBackInFull} sees it entered. */
  private static void assertAccepted(List<Answered> answers) {
    assertAnswered(answers);
    assertThat(answers).allMatch(answer -> answer.status() == 200);
  }

  private void assertIsReady() {
    assertThat(gateway.send("GET", "/actuator/health/readiness", Map.of(), null).statusCode())
        .isEqualTo(200);
  }

  private void awaitDown(String part) {
    Awaitility.await("the health names " + part)
        .atMost(Duration.ofSeconds(10))
        .until(() -> health().at("/components/" + part + "/status").asText().equals("DOWN"));
  }

  private void assertAcceptsAgain() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> gateway.post("running", "{\"users\": [\"back\"]}").statusCode() == 200);
  }

  @Test
  void theBrokerIsStoppedAndStarted() throws Exception {
    assertAnswered(callFor(Duration.ofMillis(500)));
    outside.stop();
    List<Answered> answers = callFor(Duration.ofSeconds(4));
    awaitDown("broker");
    assertIsReady();
    outside.startAgain();

    assertAccepted(answers);
  }

  @Test
  void theBrokerHangsAndGoesOn() {
    toBroker.hang();
    List<Answered> answers = callFor(Duration.ofSeconds(6));
    awaitDown("broker");
    assertIsReady();
    toBroker.goOn();

    assertAccepted(answers);
  }

  @Test
  void theDatabaseHangsAndGoesOn() {
    toDatabase.hang();
    List<Answered> answers = callFor(Duration.ofSeconds(8));
    awaitDown("db");
    toDatabase.goOn();

    assertAnswered(answers);
    assertThat(answers)
        .noneMatch(answer -> answer.status() == 200 && answer.after().toMillis() > 4900);
    assertAcceptsAgain();
  }

  @Test
  void theDatabaseHangsAndTheOldConnectionsAreGoneSilently() {
    toDatabase.hang();
    List<Answered> answers = callFor(Duration.ofSeconds(2));
    toDatabase.goOnForNewConnections();

    assertAnswered(answers);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> gateway.post("running", "{\"users\": [\"back\"]}").statusCode() == 200);
  }

  /**
   * The commit holds the server's thread, and the next call on the connection would wait for it.
   */
  @Test
  void closesTheConnectionOfACallThatIsAnsweredAheadOfItsCommit() throws Exception {
    String body = "{\"payload\": {\"users\": [\"late\"]}}";
    try (Connection database = postgres.getPostgresDatabase().getConnection();
        Statement statement = database.createStatement();
        RawConnection connection = new RawConnection(gateway.port())) {
      database.setAutoCommit(false);
      // The commit waits for it, on a connection that is well.
      statement.execute("lock table start_request in share mode");
      connection.send(
          """
          POST /api/journey/running/start/external HTTP/1.1\r
          Host: localhost\r
          Authorization: Api %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          Expect: 100-continue\r
          \r
          """
              .formatted("start-and-read", body.length()));
      assertThat(connection.answer().orElseThrow().status()).isEqualTo(100);
      connection.send(body);

      RawConnection.Answer answer = connection.answer().orElseThrow();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsEntry("Connection", "close");
    }
  }
}
