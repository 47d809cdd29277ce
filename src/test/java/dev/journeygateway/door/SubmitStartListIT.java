package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a route of a team's own gets from direct:submit-start-list. */
@Tag("daily")
@ParameterizedClass
@EnumSource(Form.class)
class SubmitStartListIT {

  private static final String LIST = "user_id,tier\na,gold\nb,silver\nb,silver\n";
  private static final Map<String, Object> ASKED =
      Map.of("application_code", "AAAAA-00001", "journey_id", "running", "list_name", "team.csv");

  @Parameter Form form;
  private static RunningGateway gateway;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    gateway =
        RunningGateway.start(
            Stream.concat(
                    Stream.of(form.settings()),
                    // Not the folder door, which would look after lists, too.
                    Stream.of(
                        "gateway.roles=http,worker,extensions", "gateway.files.poll-interval=50ms"))
                .toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
    gateway.jdbc().update("delete from idempotency_key");
  }

  private static Message submit(Object body, Map<String, Object> headers, Object... more) {
    Map<String, Object> all = new HashMap<>(headers);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return gateway
        .bean(CamelContext.class)
        .createProducerTemplate()
        .request(
            "direct:submit-start-list",
            exchange -> {
              exchange.getIn().setBody(body);
              exchange.getIn().setHeaders(all);
            })
        .getMessage();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void takesAListAsTextBytesFileAndStreamAndEntersIt() throws IOException {
    Path file = Files.createTempFile("list", ".csv");
    Files.writeString(file, LIST.replace("a,", "file,"));
    byte[] bytes = LIST.replace("a,", "bytes,").getBytes(StandardCharsets.UTF_8);
    Map<Object, String> lists = new HashMap<>();
    lists.put(LIST, "team.csv");
    lists.put(bytes, "team.csv");
    lists.put(file.toFile(), "team.csv");
    lists.put(new ByteArrayInputStream(gzip(LIST.replace("a,", "stream,"))), "team.csv.gz");
    lists.put("{\"user_id\": \"n\"}\n{\"user_id\": \"m\"}\n", "team.ndjson");
    lists.put("{\"payload\": {\"users\": [\"j\", \"k\"]}}", "team.json");

    for (Map.Entry<Object, String> list : lists.entrySet()) {
      gateway.letThePeriodPass();
      Message answer = submit(list.getKey(), ASKED, "list_name", list.getValue(), "mine", "kept");

      assertThat(answer.getHeaders())
          .containsEntry("verdict", "accepted")
          .containsEntry("mine", "kept");
      String uuid = answer.getHeader("request_uuid", String.class);
      assertThat(answer.getBody(String.class)).isEqualTo("{\"request_uuid\": \"" + uuid + "\"}");
      var status = gateway.await(uuid, "done");
      assertThat(status.at("/counts/entered").asInt()).as(list.getValue()).isEqualTo(2);
      assertThat(status.path("file").asText()).isEqualTo(list.getValue());
      assertThat(status.path("door").asText()).isEqualTo("submit-start-list");
    }
  }

  @Test
  void leavesAResultAsForAFile() {
    String uuid = submit(LIST, ASKED).getHeader("request_uuid", String.class);
    gateway.await(uuid, "done");

    Path archive = gateway.folder().resolve("inbox/running/archive");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              try (Stream<Path> files = Files.walk(archive)) {
                assertThat(files.map(one -> one.getFileName().toString()))
                    .contains(uuid + "-team.csv", uuid + "-team.result.json");
              }
            });
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from start_file where request_uuid = ?",
                    Integer.class,
                    UUID.fromString(uuid)))
        .isZero();
  }

  @Test
  void isOneRequestUnderOneKeyCheckedOrNot() {
    Message first = submit(LIST, ASKED, "Idempotency-Key", "list-1");
    Message again = submit(LIST, ASKED, "Idempotency-Key", "list-1");
    gateway.await(first.getHeader("request_uuid", String.class), "done");
    Message later = submit(LIST, ASKED, "Idempotency-Key", "list-1");

    for (Message replayed : List.of(again, later)) {
      assertThat(replayed.getHeaders())
          .containsEntry("verdict", "replayed")
          .containsEntry("request_uuid", first.getHeader("request_uuid"));
    }
    assertThat(submit(LIST + "c,x\n", ASKED, "Idempotency-Key", "list-1").getHeader("reason"))
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void isOneRequestWhereTheSameComesManyTimesAtOnce() {
    List<CompletableFuture<Message>> calls =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> submit(LIST, ASKED, "Idempotency-Key", "list-2")))
            .limit(8)
            .toList();
    Set<Object> uuids = new HashSet<>();
    calls.forEach(call -> uuids.add(call.join().getHeader("request_uuid")));

    assertThat(uuids).hasSize(1).doesNotContainNull();
    gateway.await((String) uuids.iterator().next(), "done");
  }

  static Stream<List<Object>> refusals() {
    return Stream.of(
        List.of("UNAUTHENTICATED", LIST, Map.of("journey_id", "running", "list_name", "x.csv")),
        List.of("JOURNEY_NOT_FOUND", LIST, with("application_code", "BBBBB-00002")),
        List.of("INVALID_FIELD", LIST, Map.of("application_code", "AAAAA-00001")),
        List.of("UNSUPPORTED_FILE", LIST, with("list_name", "team.xlsx")),
        List.of("UNSUPPORTED_FILE", LIST, with("list_name", "../team.csv")),
        List.of("UNSUPPORTED_FILE", LIST, with("list_name", "team.csv.part")),
        List.of("INVALID_FIELD", LIST, with("list_name", "")),
        List.of("INVALID_FIELD", LIST, with("Idempotency-Key", "\u00e4")),
        List.of("UNSUPPORTED_MESSAGE", List.of(Map.of("a", 1)), ASKED));
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> all = new HashMap<>(ASKED);
    all.put(name, value);
    return all;
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesAtOnceWhatIsNoListOfTheCallers(List<Object> refusal) throws IOException {
    @SuppressWarnings("unchecked")
    Message answer = submit(refusal.get(1), (Map<String, Object>) refusal.get(2));

    assertThat(answer.getHeaders())
        .containsEntry("verdict", "refused")
        .containsEntry("reason", refusal.get(0))
        .doesNotContainKey("request_uuid");
    try (Stream<Path> files = Files.walk(gateway.folder().resolve("inbox"))) {
      assertThat(files.map(Path::toString).filter(one -> one.endsWith(".part"))).isEmpty();
    }
  }
}
