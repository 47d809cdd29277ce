package dev.journeygateway.outage;

import static dev.journeygateway.support.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Lists over HTTP where two gateways share one PostgreSQL, one broker and one inbox: either answers
 * for what the other was given, and finishes what the other leaves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoGatewaysUploadIT {

  private static final int CHUNKS = 40;
  private static final int CHUNK_ROWS = 10;

  /** No id is so long. */
  private static final String LONG = "x".repeat(300);

  private GatewayPair pair;
  private RunningGateway one;
  private RunningGateway other;

  @BeforeAll
  void start() throws Exception {
    pair =
        GatewayPair.start(
            List.of("inbox"),
            "gateway.limit.period=0s",
            "gateway.chunk-size=" + CHUNK_ROWS,
            "gateway.files.max-unprocessed-chunks=2",
            "gateway.files.poll-interval=50ms",
            "gateway.files.bad-rows=skip");
    one = pair.one();
    other = pair.other();
  }

  @AfterAll
  void stop() throws Exception {
    pair.close();
  }

  private static HttpResponse<String> upload(
      RunningGateway gateway, String name, String rows, String key) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Api start-and-read");
    headers.put("Content-Type", "text/csv");
    headers.put("Idempotency-Key", key);
    return gateway.send(
        "POST", "/api/journey/running/start/list?name=" + name, headers, "user_id\n" + rows);
  }

  private static String taken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return json(answer).get("request_uuid").asText();
  }

  private static long count(RunningGateway gateway, String sql, String request) {
    return gateway.jdbc().queryForObject(sql, Long.class, UUID.fromString(request));
  }

  @Test
  void answerForAListThatTheOtherWasGiven() {
    String key = "two-" + UUID.randomUUID();
    String rows = "ann\n" + LONG + "\nbob\n";
    String request = taken(upload(one, "winter.csv", rows, key));

    HttpResponse<String> again = upload(other, "winter.csv", rows, key);

    assertThat(taken(again)).isEqualTo(request);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(upload(other, "winter.csv", "somebody-else\n", key).statusCode()).isEqualTo(422);
    for (RunningGateway gateway : List.of(other, one)) {
      JsonNode done = gateway.await(request, "done");
      assertThat(done.get("door").asText()).isEqualTo("upload");
      assertThat(done.at("/counts/entered").asInt()).isEqualTo(2);
      assertThat(done.at("/counts/rejected").asInt()).isEqualTo(1);
      HttpResponse<String> rejects = gateway.get("/api/start-requests/" + request + "/rejects");
      assertThat(rejects.statusCode()).as(rejects.body()).isEqualTo(200);
      assertThat(rejects.body().lines()).hasSize(2).anyMatch(line -> line.contains(LONG));
    }
    assertThat(
            one.jdbc()
                .queryForObject(
                    "select count(*) from start_request where file = 'winter.csv'", Long.class))
        .isEqualTo(1);
    assertThat(count(one, "select count(*) from entry where request_uuid = ?", request))
        .isEqualTo(2);
  }

  @Test
  void finishAListThatTheOtherLeavesWhileItIsFed() throws Exception {
    other.stop();
    String key = "left-" + UUID.randomUUID();
    String rows =
        IntStream.range(0, CHUNKS * CHUNK_ROWS)
            .mapToObj(i -> "fed-" + i + "\n")
            .collect(Collectors.joining());
    String request;
    try {
      // Its worker takes nothing, so it feeds as far as it may and waits.
      one.bean(CamelContext.class).getRouteController().stopRoute("enter-accepted-request");
      request = taken(upload(one, "left.csv", rows, key));
      String fed = "select coalesce(max(fed), 0) from start_file where request_uuid = ?";
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count(one, fed, request) > 0);
      assertThat(count(one, fed, request)).isLessThan(CHUNKS);
      one.stop();
    } finally {
      other.startAgain();
    }
    try {
      assertThat(taken(upload(other, "left.csv", rows, key))).isEqualTo(request);
      JsonNode done = other.await(request, "done");
      assertThat(done.at("/counts/requested").asInt()).isEqualTo(CHUNKS * CHUNK_ROWS);
      assertThat(done.at("/counts/entered").asInt()).isEqualTo(CHUNKS * CHUNK_ROWS);
      assertThat(count(other, "select count(*) from entry where request_uuid = ?", request))
          .isEqualTo(CHUNKS * CHUNK_ROWS);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  count(other, "select count(*) from start_file where request_uuid = ?", request)
                      == 0);
      assertThat(archived(request)).isTrue();
    } finally {
      one.startAgain();
    }
    assertThat(one.status(request).get("state").asText()).isEqualTo("done");
  }

  private boolean archived(String request) throws IOException {
    try (var files = Files.walk(one.folder().resolve("inbox/running/archive"))) {
      return files.anyMatch(file -> file.getFileName().toString().equals(request + "-left.csv"));
    }
  }
}
