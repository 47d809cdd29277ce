package dev.journeygateway.api;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.command.GatewayCommand;
import dev.journeygateway.support.OutsideBroker;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.core.JmsTemplate;

/** Messages that could not be processed: listed, looked at, and sent back to be entered once. */
@Tag("daily")
@ParameterizedClass
@EnumSource
class DeadLetterIT {

  /** Where the queues are. */
  enum Broker {
    EMBEDDED,
    OUTSIDE
  }

  private static final String ADMIN = "administrator";
  private static final String LETTERS = "/api/dead-letters";

  private static RunningGateway gateway;

  private static OutsideBroker outside;

  /**
   * Settings that choose the broker. Outside that is ActiveMQ Classic on a port or, where the
   * system property {@code outside.broker} names the URL, user and password with a comma between
   * them, whichever that is.
   */
  private static List<String> broker(Broker kind) throws Exception {
    if (kind == Broker.EMBEDDED) {
      return List.of();
    }
    String[] named = System.getProperty("outside.broker", "").split(",");
    if (named.length == 3) {
      return List.of(
          "spring.activemq.broker-url=" + named[0],
          "spring.activemq.user=" + named[1],
          "spring.activemq.password=" + named[2]);
    }
    outside = OutsideBroker.start();
    return List.of("spring.activemq.broker-url=failover:(" + outside.url() + ")");
  }

  /** What {@link #start} gets, too. */
  @Parameter Broker broker;

  @BeforeParameterizedClassInvocation
  static void start(Broker kind) throws Exception {
    List<String> settings = new ArrayList<>(broker(kind));
    settings.add("gateway.limit.period=0s");
    settings.add("gateway.chunk-size=2");
    settings.add("gateway.worker.max-deliveries=1");
    settings.add("gateway.dead-letters.max-send-backs=2");
    gateway = RunningGateway.start(settings.toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    gateway.close();
    if (outside != null) {
      outside.close();
    }
  }

  @BeforeEach
  @AfterEach
  void forgetAll() {
    mend();
    gateway.jdbc().update("delete from dead_letter");
  }

  /** A fault that only this test's people meet and that is no outage: their rows do not fit. */
  private void breakEntering() {
    gateway.refuseEntriesOf("x%");
  }

  private void mend() {
    gateway.takeAllEntries();
  }

  private HttpResponse<String> ask(String method, String path, String token) {
    return gateway.send(method, path, Map.of("Authorization", "Api " + token), null);
  }

  private List<JsonNode> letters(String token) {
    List<JsonNode> all = new ArrayList<>();
    json(ask("GET", LETTERS + "?limit=1000", token)).get("dead_letters").forEach(all::add);
    return all;
  }

  private List<JsonNode> awaitLetters(int number) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> letters("operator"), found -> found.size() == number);
  }

  private HttpResponse<String> sendBack(JsonNode letter) {
    return ask("POST", LETTERS + "/" + letter.get("id").asText() + "/send-back", ADMIN);
  }

  private List<String> entered(String requestUuid) {
    return gateway
        .jdbc()
        .queryForList(
            "select user_id from entry where request_uuid = ? order by user_id",
            String.class,
            UUID.fromString(requestUuid));
  }

  @Test
  void entersOnceWhatWasSentBack() {
    breakEntering();
    String id = uuid(gateway.post("running", "{\"users\": [\"x1\", \"x2\"]}"));
    JsonNode letter = awaitLetters(1).get(0);
    assertThat(letter.get("request_uuid").asText()).isEqualTo(id);
    assertThat(letter.get("application_code").asText()).isEqualTo("AAAAA-00001");
    assertThat(letter.get("journey_id").asText()).isEqualTo("running");
    assertThat(letter.get("sent_back").asInt()).isZero();
    gateway.await(id, "failed");

    JsonNode whole = json(ask("GET", LETTERS + "/" + letter.get("id").asText(), ADMIN));
    assertThat(whole.get("cause")).isEqualTo(letter.get("cause"));
    assertThat(whole.get("body").asText()).contains("\"x1\"", "\"x2\"");

    mend();
    HttpResponse<String> back = sendBack(letter);
    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    assertThat(json(back).get("sent_back").asInt()).isEqualTo(1);
    assertThat(gateway.status(id).get("state").asText()).isNotEqualTo("failed");

    JsonNode done = gateway.await(id, "done");
    assertThat(done.at("/counts/entered").asInt()).isEqualTo(2);
    assertThat(done.has("reason")).isFalse();
    assertThat(entered(id)).containsExactly("x1", "x2");
    assertThat(letters(ADMIN)).isEmpty();
    assertThat(sendBack(letter).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesToSendBackForEver() {
    breakEntering();
    String id = uuid(gateway.post("running", "{\"users\": [\"x1\"]}"));
    for (int times = 0; times < 2; times++) {
      JsonNode letter = awaitLetters(1).get(0);
      assertThat(letter.get("sent_back").asInt()).isEqualTo(times);
      assertThat(sendBack(letter).statusCode()).isEqualTo(200);
      awaitGone(letter);
    }
    JsonNode letter = awaitLetters(1).get(0);

    HttpResponse<String> refused = sendBack(letter);

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).at("/details/0/reason").asText()).isEqualTo("SENT_BACK_TOO_OFTEN");
    assertThat(json(refused).get("message").asText())
        .startsWith("sent back 2 times already, and failed again: ");
    assertThat(letters(ADMIN)).hasSize(1);
    assertThat(gateway.await(id, "failed").has("reason")).isTrue();
  }

  private void awaitGone(JsonNode letter) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                letters("operator").stream()
                    .noneMatch(one -> one.get("id").equals(letter.get("id"))));
  }

  @Test
  void keepsARequestFailedUntilTheLastOfItsMessagesIsBack() {
    breakEntering();
    String id = uuid(gateway.post("running", "{\"users\": [\"x1\", \"x2\", \"x3\", \"a\"]}"));
    List<JsonNode> both = awaitLetters(2);
    gateway.await(id, "failed");
    mend();

    assertThat(sendBack(both.get(0)).statusCode()).isEqualTo(200);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> entered(id).size() == 2);
    assertThat(gateway.status(id).get("state").asText()).isEqualTo("failed");

    assertThat(sendBack(both.get(1)).statusCode()).isEqualTo(200);
    assertThat(gateway.await(id, "done").at("/counts/entered").asInt()).isEqualTo(4);
  }

  @Test
  void showsAnAdministratorTheirApplicationsAlone() {
    breakEntering();
    gateway.post("running", "{\"users\": [\"x1\"]}");
    JsonNode letter = awaitLetters(1).get(0);
    String path = LETTERS + "/" + letter.get("id").asText();

    assertThat(letters("stranger-administrator")).isEmpty();
    assertThat(ask("GET", path, "stranger-administrator").statusCode()).isEqualTo(404);
    HttpResponse<String> moved = ask("POST", path + "/send-back", "stranger-administrator");
    assertThat(moved.statusCode()).isEqualTo(404);
    assertThat(json(moved).at("/details/0/reason").asText()).isEqualTo("DEAD_LETTER_NOT_FOUND");
    for (String notAdmin : List.of("start-and-read", "read-only")) {
      assertThat(ask("GET", LETTERS, notAdmin).statusCode()).isEqualTo(200);
      assertThat(ask("GET", path, notAdmin).statusCode()).isEqualTo(403);
      assertThat(ask("POST", path + "/send-back", notAdmin).statusCode()).isEqualTo(403);
    }
    assertThat(ask("GET", LETTERS, "nobody").statusCode()).isEqualTo(401);
    assertThat(letters(ADMIN)).hasSize(1);
    assertThat(gateway.get("/api/start-requests", "Authorization", "Api " + ADMIN).statusCode())
        .as("admin includes read")
        .isEqualTo(200);
  }

  @Test
  void showsWhatBelongsToNobodyToWhoeverAdministersAll() {
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send("journey.start.accepted", session -> session.createTextMessage("no request"));

    JsonNode letter = awaitLetters(1).get(0);

    assertThat(letter.has("request_uuid")).isFalse();
    assertThat(letters(ADMIN)).isEmpty();
    String path = LETTERS + "/" + letter.get("id").asText();
    assertThat(json(ask("GET", path, "operator")).get("body").asText()).isEqualTo("no request");
    assertThat(ask("POST", path + "/send-back", "operator").statusCode()).isEqualTo(200);
    awaitGone(letter);
    assertThat(awaitLetters(1).get(0).get("sent_back").asInt()).isEqualTo(1);
  }

  @Test
  void collectsWhatIsPutOnTheQueueAndPagesThroughIt() {
    int many = 1200;
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .execute(
            session -> {
              var producer = session.createProducer(session.createQueue("journey.start.dead"));
              for (int i = 0; i < many; i++) {
                producer.send(dead(session, "01990000-0000-7000-8000-%012d".formatted(i)));
              }
              return null;
            });

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                gateway.jdbc().queryForObject("select count(*) from dead_letter", Long.class)
                    == many);
    Set<String> seen = new HashSet<>();
    String after = "";
    for (int pages = 0; !after.equals("none"); pages++) {
      JsonNode page = json(ask("GET", LETTERS + "?limit=500" + after, ADMIN));
      page.get("dead_letters").forEach(letter -> seen.add(letter.get("id").asText()));
      after = page.has("after") ? "&after=" + page.get("after").asText() : "none";
      assertThat(pages).isLessThan(4);
    }
    assertThat(seen).hasSize(many);

    // The last that came, behind all the others.
    String last = LETTERS + "/01990000-0000-7000-8000-%012d".formatted(many - 1);
    HttpResponse<String> moved = ask("POST", last + "/send-back", ADMIN);
    assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
    assertThat(ask("GET", last, ADMIN).statusCode()).isEqualTo(404);
    // It is no request, and comes again as another letter.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway.jdbc().queryForObject("select count(*) from dead_letter", Long.class)
                    == many);
  }

  private static jakarta.jms.Message dead(jakarta.jms.Session session, String id)
      throws jakarta.jms.JMSException {
    var message = session.createTextMessage("{}");
    message.setStringProperty("dead_letter_id", id);
    message.setStringProperty("application_code", "AAAAA-00001");
    message.setStringProperty("cause", "a test");
    message.setStringProperty("failed_at", "2026-01-01T00:00:00Z");
    return message;
  }

  @Test
  void movesALetterOnceHoweverManyAskForIt() throws Exception {
    breakEntering();
    String id = uuid(gateway.post("running", "{\"users\": [\"x1\"]}"));
    JsonNode letter = awaitLetters(1).get(0);
    gateway.await(id, "failed");
    mend();
    ExecutorService askers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> calls =
          IntStream.range(0, 4)
              .<Callable<Integer>>mapToObj(i -> () -> sendBack(letter).statusCode())
              .toList();
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> call : askers.invokeAll(calls)) {
        answers.add(call.get());
      }
      assertThat(answers).containsOnly(200, 404).containsOnlyOnce(200);
    } finally {
      askers.shutdownNow();
    }
    gateway.await(id, "done");
    assertThat(entered(id)).containsExactly("x1");
    Awaitility.await()
        .until(() -> gateway.bean(QueueDepth.class).of("journey.start.accepted").orElse(0) == 0);
  }

  @Test
  void sendsBackWhatSomebodyPutOnTheQueueOfDeadLetters() {
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            "journey.start.dead",
            session -> {
              var message = session.createTextMessage("not yet a request");
              message.setStringProperty("application_code", "AAAAA-00001");
              message.setStringProperty("cause", "a test");
              return message;
            });
    JsonNode letter = awaitLetters(1).get(0);
    HttpResponse<String> back =
        ask("POST", LETTERS + "/" + letter.get("id").asText() + "/send-back", ADMIN);

    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    awaitGone(letter);
    assertThat(awaitLetters(1).get(0).get("sent_back").asInt()).isEqualTo(1);
  }

  @Test
  void sendsBackWithOneCommand() {
    breakEntering();
    String id = uuid(gateway.post("running", "{\"users\": [\"x1\", \"x2\", \"x3\"]}"));
    List<JsonNode> both = awaitLetters(2);
    mend();

    assertThat(command("list")).contains("0 ", both.get(0).get("id").asText(), id, "running");
    assertThat(command("show", both.get(0).get("id").asText())).contains("0 ", "\"body\"");
    assertThat(command("send-back", "--all"))
        .contains("0 ", both.get(0).get("id").asText(), both.get(1).get("id").asText());
    assertThat(gateway.await(id, "done").at("/counts/entered").asInt()).isEqualTo(3);
    assertThat(command("send-back", both.get(0).get("id").asText()))
        .contains("1 ", "404 dead letter not found");
    assertThat(command("send-back")).contains("2 ", "give ids, or --all");
  }

  /** The exit status and what was printed. */
  private String command(String... args) {
    StringWriter printed = new StringWriter();
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(List.of(args));
    all.addAll(List.of("--url", "http://localhost:" + gateway.port(), "--token", ADMIN));
    int status =
        GatewayCommand.run(
            new PrintWriter(printed), new PrintWriter(printed), all.toArray(String[]::new));
    return status + " " + printed;
  }

  @Test
  void refusesWrongQuestions() {
    for (String query : List.of("?limit=0", "?limit=1001", "?limit=x")) {
      HttpResponse<String> refused = ask("GET", LETTERS + query, ADMIN);
      assertThat(refused.statusCode()).as(query).isEqualTo(400);
    }
    for (String id :
        List.of("7", "ID:'%20or%20''='", "x'%20or%20'1'='1", UUID.randomUUID().toString())) {
      assertThat(ask("GET", LETTERS + "/" + id, ADMIN).statusCode()).as(id).isEqualTo(404);
      assertThat(ask("POST", LETTERS + "/" + id + "/send-back", ADMIN).statusCode())
          .as(id)
          .isEqualTo(404);
    }
  }
}
