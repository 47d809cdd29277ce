package dev.journeygateway.accept;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.database.Database;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.OutsideProducer;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that start later. */
@ParameterizedClass
@EnumSource
class StartAtIT {

  private static final String ANN = "{\"users\": [\"ann\"]}";

  private static RunningGateway gateway;
  private static OutsideProducer producer;

  StartAtIT(Form form) {}

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    gateway = RunningGateway.start(form.settings());
    producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private static HttpResponse<String> start(String journey, String at, String... headers) {
    Map<String, String> all = new HashMap<>();
    all.put("Authorization", "Api start-and-read");
    all.put("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return gateway.send(
        "POST",
        "/api/journey/" + journey + "/start/external?start_at=" + at,
        all,
        "{\"payload\": " + ANN + "}");
  }

  private static Instant now() {
    return gateway.bean(Database.class).now();
  }

  private static Instant inSeconds(long seconds) {
    return now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Lets the time of a scheduled request come. */
  private static void bringForward(String request, Instant at) {
    gateway
        .jdbc()
        .update(
            "update scheduled_request set start_at = '"
                + (gateway.bean(Database.class).embedded()
                    ? at.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000000Z")
                    : at.toString())
                + "' where request_uuid = ?",
            UUID.fromString(request));
  }

  private static Instant enteredAt(String request) {
    return gateway
        .bean(Database.class)
        .read("find-start-request")
        .with("request_uuid", UUID.fromString(request))
        .first(row -> row.instant("started_at"))
        .orElseThrow();
  }

  @Test
  void entersWhenTheTimeComesAndTakesTheSlotThen() {
    Instant at = inSeconds(3);
    String later = uuid(start("running", at.toString()));

    JsonNode status = gateway.status(later);
    assertThat(status.get("state").asText()).isEqualTo("scheduled");
    assertThat(Instant.parse(status.get("start_at").asText())).isEqualTo(at);
    // The slot is free until then.
    gateway.await(uuid(gateway.post("running", ANN)), "done");
    gateway.letThePeriodPass();

    JsonNode done = gateway.await(later, "done");

    assertThat(done.at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(Duration.between(at, enteredAt(later)))
        .isBetween(Duration.ZERO, Duration.ofSeconds(5));
    assertThat(gateway.post("running", ANN).statusCode()).isEqualTo(400);
  }

  @Test
  void waitsInTheLineWhereTheSlotIsTaken() {
    String later = uuid(start("running", inSeconds(3600).toString()));
    gateway.await(uuid(gateway.post("running", ANN)), "done");
    bringForward(later, now().minusSeconds(1));

    JsonNode waits = gateway.await(later, "accepted");

    assertThat(waits.has("expected_at")).isTrue();
    gateway.letThePeriodPass();
    gateway.await(later, "done");
  }

  @Test
  void isKeptOverARestart() {
    String later = uuid(start("running", inSeconds(3600).toString()));
    gateway.stop();
    gateway.startAgain();
    producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));

    assertThat(gateway.status(later).get("state").asText()).isEqualTo("scheduled");
    bringForward(later, now().minusSeconds(1));
    gateway.await(later, "done");
  }

  @Test
  void beginsOnceWhateverManyLook() {
    String later = uuid(start("running", inSeconds(3600).toString()));
    bringForward(later, now().minusSeconds(1));

    IntStream.range(0, 8).parallel().forEach(i -> gateway.bean(ScheduledRequests.class).beginDue());

    assertThat(gateway.await(later, "done").at("/counts/entered").asInt()).isEqualTo(1);
  }

  @Test
  void refusesATimeThatCannotBe() {
    String format =
        "start_at must be an RFC 3339 time with its zone, for example 2026-12-01T09:00:00Z";
    Instant far = inSeconds(Duration.ofDays(91).toSeconds());
    Map.of(
            "tomorrow",
            format,
            "2026-12-01T09:00:00",
            format,
            "2026-12-01",
            format,
            "2026-13-01T09:00:00Z",
            format,
            "2026-12-01T09:00:00+01:00",
            format + "; write the plus sign as %2B",
            "2020-01-01T00:00:00Z",
            "start_at is in the past: 2020-01-01T00:00:00Z",
            far.toString(),
            "start_at is more than 90 days ahead: " + far)
        .forEach(
            (text, message) -> {
              HttpResponse<String> answer = start("running", text);
              assertThat(answer.statusCode()).as(text).isEqualTo(400);
              assertThat(json(answer).get("message").asText()).isEqualTo(message);
              assertThat(json(answer).at("/details/0/reason").asText())
                  .isEqualTo("INVALID_PARAMETER");
            });
    // Nothing was used up.
    gateway.await(uuid(gateway.post("running", ANN)), "done");
  }

  @Test
  void takesATimeInAnotherZone() {
    Instant at = inSeconds(3600);
    String zoned =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX")
            .format(at.atOffset(ZoneOffset.ofHours(2)));

    String later = uuid(start("running", zoned.replace("+", "%2B")));

    assertThat(Instant.parse(gateway.status(later).get("start_at").asText())).isEqualTo(at);
  }

  @Test
  void repeatsTheFirstAnswerForAKeySentAgain() {
    String at = inSeconds(3600).toString();
    String first = uuid(start("running", at, "Idempotency-Key", "later-" + form()));

    assertThat(uuid(start("running", at, "Idempotency-Key", "later-" + form()))).isEqualTo(first);
  }

  private static String form() {
    return gateway.folder().getFileName().toString();
  }

  @Test
  void takesATimeFromAMessage() {
    Instant at = inSeconds(3600);
    Map<String, String> properties = new HashMap<>(OutsideProducer.TOKEN);
    properties.put("start_at", at.toString());

    String later = producer.accepted("running", ANN, properties);

    assertThat(Instant.parse(gateway.status(later).get("start_at").asText())).isEqualTo(at);
    assertThat(gateway.status(later).get("state").asText()).isEqualTo("scheduled");
  }

  @Test
  void startsAMessageAtOnceWhoseTimeIsOver() {
    Map<String, String> properties = new HashMap<>(OutsideProducer.TOKEN);
    properties.put("start_at", "2020-01-01T00:00:00Z");

    gateway.await(producer.accepted("running", ANN, properties), "done");
  }

  @Test
  void refusesAMessageWithATimeThatCannotBe() {
    Map<String, String> properties = new HashMap<>(OutsideProducer.TOKEN);
    properties.put("start_at", "tomorrow");

    JsonNode answer = producer.ask("running", "{\"payload\": " + ANN + "}", properties);

    assertThat(answer.at("/details/0/reason").asText()).isEqualTo("INVALID_PARAMETER");
  }

  @Test
  void heedsADelayOfTheBrokersOwn() {
    for (String journey : List.of("running", "once")) {
      JsonNode answer =
          producer.send(
              session -> {
                var message = session.createTextMessage("{\"payload\": " + ANN + "}");
                if (journey.equals("running")) {
                  message.setLongProperty("AMQ_SCHEDULED_DELAY", 3_600_000);
                } else {
                  message.setStringProperty("AMQ_SCHEDULED_DELAY", "3600000");
                }
                return message;
              },
              journey,
              OutsideProducer.TOKEN);

      JsonNode status = gateway.status(answer.get("request_uuid").asText());
      assertThat(status.get("state").asText()).isEqualTo("scheduled");
      assertThat(Duration.between(now(), Instant.parse(status.get("start_at").asText())))
          .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }
  }
}
