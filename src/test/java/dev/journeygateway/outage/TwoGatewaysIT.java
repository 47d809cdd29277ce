package dev.journeygateway.outage;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.journeygateway.support.RunningGateway;
import dev.journeygateway.support.TcpProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The cluster profile: two gateways on one PostgreSQL and one broker outside share one limit, one
 * catalogue, one inbox and one queue.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoGatewaysIT {

  private static final Duration PERIOD = Duration.ofSeconds(2);

  private GatewayPair pair;
  private RunningGateway one;
  private RunningGateway other;

  @BeforeAll
  void start() throws Exception {
    pair =
        GatewayPair.start(
            List.of("inbox", "journeys.yaml"),
            "gateway.limit.period=" + PERIOD.toSeconds() + "s",
            "gateway.limit.flood-guard=10000",
            "gateway.files.settle=200ms",
            "gateway.files.poll-interval=50ms");
    one = pair.one();
    other = pair.other();
  }

  @AfterAll
  void stop() throws Exception {
    pair.close();
  }

  @Test
  void grantOnePermitAPeriodBetweenThem() {
    long began = System.nanoTime();
    List<Long> grants = new ArrayList<>();
    while (System.nanoTime() - began < PERIOD.multipliedBy(3).toNanos()) {
      grants.addAll(
          IntStream.range(0, 16)
              .parallel()
              .mapToObj(i -> (i % 2 == 0 ? one : other).post("running", "{\"users\": [\"a\"]}"))
              .filter(answer -> answer.statusCode() == 200)
              .map(answer -> System.nanoTime())
              .toList());
    }
    long periods = (System.nanoTime() - began) / PERIOD.toNanos() + 1;

    assertThat(grants).hasSizeBetween(2, (int) periods);
    assertThat(
            one.jdbc()
                .queryForObject(
                    "select count(*) from start_request a join start_request b on a.entry_point_id = b.entry_point_id"
                        + " and a.journey_id = b.journey_id and a.request_uuid < b.request_uuid"
                        + " and b.accepted_at - a.accepted_at < interval '2' second where a.journey_id = 'running'"
                        + " and a.door = 'http' and b.door = 'http'",
                    Long.class))
        .isZero();
  }

  @Test
  void seeOneCatalogue() throws IOException {
    String catalog = Files.readString(one.catalog());
    Files.writeString(
        one.catalog(),
        catalog.replace(
            "- id: draft\n        state: draft", "- id: draft\n        state: running"));
    try {
      for (RunningGateway gateway : List.of(one, other)) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> gateway.post("draft", "{\"users\": [\"a\"]}").statusCode() == 200);
      }
    } finally {
      Files.writeString(one.catalog(), catalog);
    }
  }

  @Test
  void enterWhatEitherAcceptedAndAnswerForEachOther() {
    String id =
        Awaitility.await()
            .until(
                () -> one.post("once", "{\"users\": [\"p\", \"q\"]}"),
                answer -> answer.statusCode() == 200)
            .body()
            .replaceAll(".*\"([0-9a-f-]{36})\".*", "$1");

    assertThat(other.await(id, "done").at("/counts/entered").asInt()).isEqualTo(2);

    String key = UUID.randomUUID().toString();
    String first =
        uuid(
            Awaitility.await()
                .until(
                    () -> one.post("once", "{\"users\": [\"r\"]}", "Idempotency-Key", key),
                    answer -> answer.statusCode() == 200));
    var replayed = other.post("once", "{\"users\": [\"r\"]}", "Idempotency-Key", key);
    assertThat(json(replayed).get("request_uuid").asText()).isEqualTo(first);
  }

  /** The sender waits for the broker in vain, while the worker of another has the request. */
  @Test
  void enterOnceWhatASenderSendsAgainBecauseTheBrokerToldItNothing() throws Exception {
    try (TcpProxy toBroker = new TcpProxy(pair.broker().port());
        RunningGateway sender =
            RunningGateway.start(
                Stream.concat(
                        pair.settings().stream().filter(each -> !each.startsWith("BROKER_URL=")),
                        Stream.of(
                            "BROKER_URL=failover:(tcp://localhost:" + toBroker.port() + ")",
                            "gateway.roles=http"))
                    .toArray(String[]::new))) {
      one.await(uuid(accepted(sender, "before")), "done");
      awaitNothingInTheOutbox();

      toBroker.holdAnswers();
      String id = uuid(accepted(sender, "late"));
      assertThat(one.await(id, "done").at("/counts/entered").asInt()).isEqualTo(1);
      assertThat(count("select count(*) from outbox")).isEqualTo(1);
      toBroker.goOn();

      awaitNothingInTheOutbox();
      assertThat(one.status(id).at("/counts/entered").asInt()).isEqualTo(1);
    }
  }

  private static HttpResponse<String> accepted(RunningGateway gateway, String user) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> gateway.post("running", "{\"users\": [\"" + user + "\"]}"),
            answer -> answer.statusCode() == 200);
  }

  private void awaitNothingInTheOutbox() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> count("select count(*) from outbox") == 0);
  }

  @Test
  void takeEachFileOnce() throws IOException {
    int files = 20;
    Path folder = one.folder().resolve("inbox/with blank + plus");
    Files.createDirectories(folder);
    one.jdbc().update("update start_request set file = null");
    for (int i = 0; i < files; i++) {
      Path part = folder.resolve("list-" + i + ".csv.part");
      Files.writeString(part, "user_id\nfile-user-" + i + "\n");
      Files.move(part, folder.resolve("list-" + i + ".csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    // Each takes its slot in turn; that all are taken and none is taken twice is seen at once.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> count("select count(*) from start_request where file like 'list-%'") == files);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> count("select count(*) from entry where user_id like 'file-user-%'") >= 3);
    assertThat(count("select count(distinct file) from start_request where file like 'list-%'"))
        .isEqualTo(files);
    assertThat(
            count(
                "select count(*) from (select user_id from entry where user_id like 'file-user-%'"
                    + " group by user_id having count(*) > 1) x"))
        .isZero();
    try (var left = Files.list(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private long count(String sql) {
    return one.jdbc().queryForObject(sql, Long.class);
  }

  /** A gateway of many that forgot its database must not make one of its own. */
  @Test
  void doNotStartWithoutADatabaseAndABroker() {
    for (var missing :
        Map.of("DATABASE_URL", "datasource.url", "BROKER_URL", "broker-url").entrySet()) {
      String[] some =
          pair.settings().stream()
              .filter(setting -> !setting.startsWith(missing.getKey()))
              .toArray(String[]::new);
      Throwable failure = catchThrowable(() -> RunningGateway.start(some).close());
      StringBuilder messages = new StringBuilder();
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        messages.append(cause.getMessage());
      }
      assertThat(messages.toString()).contains(missing.getValue(), "${" + missing.getKey() + "}");
    }
  }
}
