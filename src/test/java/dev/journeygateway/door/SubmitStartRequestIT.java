package dev.journeygateway.door;

import static dev.journeygateway.support.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.ExtensionFiles;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
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

/** What a route of a team's own gets from direct:submit-start-request. */
@Tag("daily")
@ParameterizedClass
@EnumSource(Form.class)
class SubmitStartRequestIT {

  private static final String SEAM = "direct:submit-start-request";
  private static final Map<String, Object> TOKEN =
      Map.of("Authorization", "Api start-and-read", "journey_id", "running");

  /** Two doors over HTTP; the second asks twice in one exchange. */
  private static final String DOORS =
      """
      - route:
          id: crm-door
          from:
            uri: platform-http:/doors/crm
            steps:
              - setHeader: {name: journey_id, constant: running}
              - setHeader: {name: application_code, constant: AAAAA-00001}
              - to: direct:submit-start-request
              - setHeader: {name: thread, simple: "${threadName}"}
      - route:
          id: twice
          from:
            uri: platform-http:/doors/twice
            steps:
              - setProperty: {name: door, constant: mine}
              - setProperty: {name: file, constant: mine.csv}
              - setHeader: {name: application_code, constant: AAAAA-00001}
              - setHeader: {name: journey_id, constant: running}
              - setHeader: {name: Idempotency-Key, constant: twice}
              - setBody: {constant: '{"payload": {"users": ["a"]}}'}
              - to: direct:submit-start-request
              - setBody: {constant: '{"payload": {"users": ["a"]}}'}
              - to: direct:submit-start-request
              - setProperty: {name: first, simple: "${header.verdict}"}
              - removeHeader: {name: Idempotency-Key}
              - setHeader: {name: journey_id, constant: once}
              - setBody: {constant: '{"payload": {"users": ["b"]}}'}
              - to: direct:submit-start-request
              - setBody: {simple: "${exchangeProperty.first} ${header.verdict} ${exchangeProperty.door} ${exchangeProperty.file}"}
      """;

  @Parameter Form form;
  private static ExtensionFiles extensions;
  private static RunningGateway gateway;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    extensions = new ExtensionFiles().with("doors.camel.yaml", DOORS);
    gateway =
        RunningGateway.start(
            Stream.concat(
                    Stream.of(form.settings()),
                    Stream.of(extensions.setting(), "gateway.doors.crm-door.over-limit=refuse"))
                .toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
    extensions.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
    gateway.jdbc().update("delete from waiting_message");
    gateway.jdbc().update("delete from waiting_request");
  }

  private Message submit(Object body, Map<String, Object> headers) {
    Exchange exchange =
        gateway
            .bean(CamelContext.class)
            .createProducerTemplate()
            .request(
                SEAM,
                asked -> {
                  asked.setPattern(ExchangePattern.InOut);
                  asked.getIn().setBody(body);
                  asked.getIn().setHeaders(new java.util.HashMap<>(headers));
                });
    if (exchange.getException() != null) {
      throw new CamelExecutionException("raised", exchange, exchange.getException());
    }
    return exchange.getMessage();
  }

  private static Map<String, Object> with(Map<String, Object> headers, Object... more) {
    Map<String, Object> all = new java.util.HashMap<>(headers);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }

  private static final String USERS = "{\"payload\": {\"users\": [\"a\", \"b\"]}}";

  static List<Object> bodies() throws IOException {
    var file = Files.createTempFile("request", ".json");
    Files.writeString(file, USERS);
    byte[] bytes = USERS.getBytes(StandardCharsets.UTF_8);
    return List.of(USERS, bytes, file.toFile(), file, new ByteArrayInputStream(bytes));
  }

  @Test
  void takesARequestAsTextBytesFileAndStream() throws IOException {
    List<String> entered = new ArrayList<>();
    for (Object body : bodies()) {
      gateway.letThePeriodPass();
      Message answer = submit(body, with(TOKEN, "of-mine", "kept"));

      assertThat(answer.getHeader("verdict")).as(body.getClass().getName()).isEqualTo("accepted");
      String uuid = answer.getHeader("request_uuid", String.class);
      assertThat(RunningGateway.JSON.readTree(answer.getBody(String.class)).path("request_uuid"))
          .hasToString("\"" + uuid + "\"");
      assertThat(answer.getHeaders())
          .containsEntry("of-mine", "kept")
          .containsEntry("journey_id", "running")
          .doesNotContainKeys("reason", "expected_at");
      assertThat(gateway.await(uuid, "done").at("/counts/entered").asInt()).isEqualTo(2);
      entered.add(uuid);
    }
    assertThat(entered).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void waitsInLineUnlessItIsToldOtherwise() {
    assertThat(submit(USERS, TOKEN).getHeader("verdict")).isEqualTo("accepted");

    Message second = submit(USERS, TOKEN);
    assertThat(second.getHeader("verdict")).isEqualTo("accepted");
    assertThat(second.getHeader("expected_at", String.class)).startsWith("20");

    Message refused = submit(USERS, with(TOKEN, "over_limit", "refuse"));
    assertThat(refused.getHeaders())
        .containsEntry("verdict", "refused")
        .containsEntry("reason", "RATE_LIMITED")
        .doesNotContainKeys("request_uuid", "expected_at");
    assertThat(refused.getBody(String.class)).contains("Enhance your calm!");

    Message odd = submit(USERS, with(TOKEN, "over_limit", "maybe"));
    assertThat(odd.getHeader("reason")).isEqualTo("INVALID_PARAMETER");
    assertThat(odd.getBody(String.class)).contains("over_limit must be wait, refuse or coalesce");
  }

  @Test
  void givesTheFirstAnswerToAKeySentAgain() {
    Map<String, Object> keyed = with(TOKEN, "Idempotency-Key", "k-" + form);
    Message first = submit(USERS, keyed);
    Message again = submit(USERS, keyed);

    assertThat(again.getHeader("verdict")).isEqualTo("replayed");
    assertThat(again.getHeader("request_uuid")).isEqualTo(first.getHeader("request_uuid"));
    assertThat(submit(USERS.replace("\"b\"", "\"c\""), keyed).getHeader("reason"))
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  static Stream<List<Object>> refusals() {
    return Stream.of(
        List.of("UNAUTHENTICATED", USERS, Map.of("journey_id", "running")),
        List.of("UNAUTHENTICATED", USERS, with(TOKEN, "Authorization", "Api nobody")),
        List.of("PERMISSION_DENIED", USERS, with(TOKEN, "Authorization", "Api read-only")),
        List.of(
            "JOURNEY_NOT_FOUND",
            USERS,
            Map.of("application_code", "BBBBB-00002", "journey_id", "running")),
        List.of("INVALID_FIELD", USERS, Map.of("application_code", "AAAAA-00001")),
        List.of("MALFORMED_JSON", "", TOKEN),
        List.of("MALFORMED_JSON", "{", TOKEN),
        List.of("UNSUPPORTED_MESSAGE", List.of(Map.of("a", 1)), TOKEN),
        List.of("BODY_TOO_LARGE", " ".repeat(17 << 20), TOKEN),
        List.of(
            "UNKNOWN_ATTRIBUTE",
            "{\"payload\": {\"users\": [\"a\"], \"attribute_values\": {\"x\": \"y\"}}}",
            TOKEN));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesInHeadersAndRaisesNothing(List<Object> refusal) {
    @SuppressWarnings("unchecked")
    Message answer = submit(refusal.get(1), (Map<String, Object>) refusal.get(2));

    assertThat(answer.getHeaders())
        .containsEntry("verdict", "refused")
        .containsEntry("reason", refusal.get(0));
    assertThat(answer.getBody(String.class)).contains("\"reason\":\"" + refusal.get(0) + "\"");
  }

  @Test
  void showsADoorByTheIdOfItsRoute() {
    var answer = gateway.send("POST", "/doors/crm", Map.of("X-Secret", "echo"), USERS);
    assertThat(answer.headers().firstValue("verdict")).hasValue("accepted");
    assertThat(answer.headers().firstValue("X-Secret")).isEmpty();
    assertThat(answer.headers().firstValue("thread").orElseThrow())
        .as("the rest of a door is none of our committing threads' work")
        .doesNotContain("accept-");
    String uuid = RunningGateway.uuid(answer);

    assertThat(gateway.await(uuid, "done").path("door").asText()).isEqualTo("crm-door");
    JsonNode list = json(gateway.get("/api/start-requests?door=crm-door"));
    assertThat(list.at("/start_requests/0/request_uuid").asText()).isEqualTo(uuid);
    assertThat(gateway.get("/api/start-requests").body()).contains("\"door\":\"crm-door\"");
    assertThat(gateway.get("/actuator/prometheus").body())
        .contains("journey_gateway_requests_total{door=\"crm-door\"");

    var second = gateway.send("POST", "/doors/crm", Map.of(), USERS);
    assertThat(second.headers().firstValue("reason")).as("as set for it").hasValue("RATE_LIMITED");
  }

  @Test
  void asksTwiceInOneExchangeAndLeavesItsPropertiesAlone() {
    assertThat(gateway.send("POST", "/doors/twice", Map.of(), "x").body())
        .isEqualTo("replayed accepted mine mine.csv");
  }

  @Test
  void raisesWhatIsAway() {
    try (RunningGateway away =
        RunningGateway.start(
            Stream.concat(
                    Stream.of(form.settings()),
                    Stream.of(
                        "spring.activemq.broker-url=tcp://localhost:1",
                        "gateway.roles=extensions",
                        "gateway.limit.period=0s",
                        "gateway.outbox.max-messages=1"))
                .toArray(String[]::new))) {
      RunningGateway ours = gateway;
      gateway = away;
      try {
        Throwable failure =
            catchThrowable(
                () -> {
                  for (int i = 0; i < 3; i++) {
                    assertThat(submit(USERS, TOKEN).getHeader("verdict")).isEqualTo("accepted");
                  }
                });
        assertThat(failure).isInstanceOf(CamelExecutionException.class);
        assertThat(dev.journeygateway.door.Refusals.of(failure).reason())
            .isEqualTo(dev.journeygateway.request.Reason.UNAVAILABLE);
      } finally {
        gateway = ours;
      }
    }
  }
}
