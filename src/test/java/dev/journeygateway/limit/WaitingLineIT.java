package dev.journeygateway.limit;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.accept.SlotGrants;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.OutsideProducer;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What waits for its slot: in order, bounded, over a restart, and never in the way of another entry
 * point.
 */
@ParameterizedClass
@EnumSource
class WaitingLineIT {

  private static final String ANN = "{\"users\": [\"ann\"]}";

  private static RunningGateway gateway;
  private static OutsideProducer producer;

  private static boolean asItWas = true;

  /** What {@link #start} gets, too. */
  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("gateway.limit.max-waiting=4");
    gateway = RunningGateway.start(settings.toArray(String[]::new));
    producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void emptyEveryLine() {
    if (!asItWas) {
      restart();
      asItWas = true;
    }
    gateway.jdbc().update("delete from waiting_message");
    gateway.jdbc().update("delete from waiting_request");
    gateway.letThePeriodPass();
  }

  private void restart(String... settings) {
    gateway.stop();
    gateway.startAgain(settings);
    asItWas = settings.length == 0;
    producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
  }

  private List<String> waiting() {
    return gateway
        .jdbc()
        .queryForList("select request_uuid from waiting_request order by position", String.class);
  }

  private String state(String requestUuid) {
    return gateway.status(requestUuid).get("state").asText();
  }

  @Test
  void givesEachItsSlotInTheOrderTheyCame() {
    String first = producer.accepted("running", ANN);
    gateway.await(first, "done");
    List<String> others =
        IntStream.range(0, 3).mapToObj(i -> producer.accepted("running", ANN)).toList();
    assertThat(waiting()).isEqualTo(others);

    for (int i = 0; i < others.size(); i++) {
      gateway.letThePeriodPass();
      gateway.await(others.get(i), "done");
      assertThat(waiting()).isEqualTo(others.subList(i + 1, others.size()));
    }
    assertThat(gateway.jdbc().queryForObject("select count(*) from waiting_message", Long.class))
        .isZero();
  }

  @Test
  void tellsWhenTheSlotIsExpected() {
    Instant before =
        Instant.parse(
            gateway.await(producer.accepted("running", ANN), "done").get("accepted_at").asText());
    List<String> others =
        IntStream.range(0, 3).mapToObj(i -> producer.accepted("running", ANN)).toList();

    for (int i = 0; i < others.size(); i++) {
      JsonNode status = gateway.status(others.get(i));
      assertThat(status.get("state").asText()).isEqualTo("accepted");
      Instant expected = Instant.parse(status.get("expected_at").asText());
      assertThat(Duration.between(before, expected))
          .isBetween(Duration.ofSeconds(60L * (i + 1)), Duration.ofSeconds(60L * (i + 1) + 30));
    }
  }

  @Test
  void refusesWhatFindsTheLineFull() {
    gateway.await(producer.accepted("running", ANN), "done");
    IntStream.range(0, 4).forEach(i -> producer.accepted("running", ANN));

    JsonNode answer = producer.ask("running", "{\"payload\": " + ANN + "}", OutsideProducer.TOKEN);

    assertThat(answer.at("/details/0/reason").asText()).isEqualTo("RATE_LIMITED");
    assertThat(answer.get("message").asText())
        .isEqualTo("Enhance your calm! only one request per minute is allowed");
    assertThat(waiting()).hasSize(4);
  }

  @Test
  void doesNotKeepAnotherEntryPointWaiting() {
    producer.accepted("running", ANN);
    producer.accepted("running", ANN);

    gateway.await(producer.accepted("once", ANN), "done");
  }

  @Test
  void waitsOverARestart() {
    gateway.await(producer.accepted("running", ANN), "done");
    String waits = producer.accepted("running", "{\"users\": [\"bob\"]}");

    restart();

    assertThat(state(waits)).isEqualTo("accepted");
    gateway.letThePeriodPass();
    assertThat(gateway.await(waits, "done").at("/counts/entered").asInt()).isEqualTo(1);
  }

  @Test
  void doesNotLetANewcomerOvertakeWhoWaits() throws Exception {
    RouteController routes = gateway.bean(CamelContext.class).getRouteController();
    gateway.await(producer.accepted("running", ANN), "done");
    String waits = producer.accepted("running", ANN);
    routes.suspendRoute("grant-free-slots");
    try {
      gateway.letThePeriodPass();

      String newcomer = producer.accepted("running", ANN);

      assertThat(waiting()).containsExactly(waits, newcomer);
    } finally {
      routes.resumeRoute("grant-free-slots");
    }
    gateway.await(waits, "done");
  }

  @Test
  void grantsOneSlotToOneOfManyLookers() {
    gateway.await(producer.accepted("running", ANN), "done");
    IntStream.range(0, 3).forEach(i -> producer.accepted("running", ANN));
    gateway.letThePeriodPass();

    IntStream.range(0, 8).parallel().forEach(i -> gateway.bean(SlotGrants.class).grant());

    assertThat(waiting()).hasSize(2);
  }

  @Test
  void answersAMessageThatComesAgainWhileTheFirstOneWaits() {
    gateway.await(producer.accepted("running", ANN), "done");
    Map<String, String> key =
        Map.of("Authorization", "Api start-and-read", "Idempotency_Key", "again");
    String waits = producer.accepted("running", ANN, key);

    assertThat(producer.accepted("running", ANN, key)).isEqualTo(waits);
    assertThat(waiting()).containsExactly(waits);
  }

  @Test
  void refusesAtOnceWhereTheQueueMayNotWait() {
    restart("gateway.queue.over-limit=refuse");

    gateway.await(producer.accepted("running", ANN), "done");
    JsonNode answer = producer.ask("running", "{\"payload\": " + ANN + "}", OutsideProducer.TOKEN);

    assertThat(answer.at("/details/0/reason").asText()).isEqualTo("RATE_LIMITED");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void letsThoseAlikeEnterInOneSlot() {
    restart("gateway.queue.over-limit=coalesce");

    gateway.await(producer.accepted("running", ANN), "done");
    String gold = "\"attribute_values\": {\"tier\": \"gold\", \"promo_code\": \"A\"}";
    String goldTurned = "\"attribute_values\": {\"promo_code\": \"A\", \"tier\": \"gold\"}";
    String first = producer.accepted("running", "{\"users\": [\"a\"], " + gold + "}");
    String other = producer.accepted("running", "{\"users\": [\"b\"]}");
    String alike = producer.accepted("running", "{\"users\": [\"a\", \"c\"], " + goldTurned + "}");
    String devices = producer.accepted("running", "{\"hwids\": [\"a\"], " + gold + "}");
    gateway.letThePeriodPass();

    assertThat(gateway.await(first, "done").at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(gateway.await(alike, "done").at("/counts/entered").asInt()).isEqualTo(2);
    assertThat(waiting()).containsExactly(other, devices);
  }

  @Test
  void letsCallersShareASlotWhereTheHttpDoorSaysSo() {
    restart("gateway.http.over-limit=coalesce");

    String first = uuid(gateway.post("running", ANN));
    gateway.await(first, "done");
    String second = uuid(gateway.post("running", ANN));
    String third = uuid(gateway.post("running", ANN));

    assertThat(json(gateway.get("/api/start-requests/" + second)).has("expected_at")).isTrue();
    gateway.letThePeriodPass();
    gateway.await(second, "done");
    gateway.await(third, "done");
  }

  @Test
  void doesOverTheLimitWhatTheJourneysOwnSettingSaysAtTheQueue() {
    restart(
        "gateway.queue.over-limit=refuse", "gateway.queue.journeys.running.over-limit=coalesce");
    for (String journey : List.of("running", "once")) {
      gateway.await(producer.accepted(journey, ANN), "done");
    }

    String second = producer.accepted("running", ANN);
    String third = producer.accepted("running", ANN);
    JsonNode other = producer.ask("once", "{\"payload\": " + ANN + "}", OutsideProducer.TOKEN);

    assertThat(other.at("/details/0/reason").asText()).isEqualTo("RATE_LIMITED");
    assertThat(waiting()).containsExactly(second, third);
    gateway.letThePeriodPass();
    gateway.await(second, "done");
    gateway.await(third, "done");
  }

  @Test
  void doesOverTheLimitWhatTheJourneysOwnSettingSaysOverHttp() {
    restart("gateway.http.over-limit=coalesce", "gateway.http.journeys.once.over-limit=refuse");
    for (String journey : List.of("running", "once")) {
      gateway.await(uuid(gateway.post(journey, ANN)), "done");
    }

    assertThat(gateway.post("running", ANN).statusCode()).isEqualTo(200);
    assertThat(gateway.post("once", ANN).statusCode()).isEqualTo(400);
  }
}
