package dev.journeygateway.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.journeygateway.support.ExtensionFiles;
import dev.journeygateway.support.KafkaOnLoopback;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;

/**
 * No transport and no answer from elsewhere sets a header of a seam; a route of an extension may.
 */
class SeamHeadersIT {

  private static final String[] WORDS = {
    "journey_id",
    "Authorization",
    "application_code",
    "Idempotency-Key",
    "start_at",
    "over_limit",
    "list_name",
    "verdict",
    "request_uuid",
    "reason",
    "expected_at",
    "delivery_uuid",
    "entry_point_id",
    "selector",
    "ids",
    "destination",
    "destination_url",
    "delivery_state",
    "delivery_message",
    "retry_after"
  };

  /** Each door hands what it sees to one place before it asks for anything. */
  private static final String DOORS =
      """
      - route:
          id: over-http
          from:
            uri: platform-http:/doors/http
            steps:
              - setHeader: {name: of-mine, simple: "${exchangeProperty.outside[journey_id]}"}
              - to: mock:seen
              - to: direct:submit-start-request
      - route:
          id: over-jms
          from:
            uri: activemq6:queue:doors.jms
            steps:
              - setHeader: {name: of-mine, simple: "${exchangeProperty.outside[journey_id]}"}
              - to: mock:seen
              - to: direct:submit-start-request
      - route:
          id: over-kafka
          from:
            uri: kafka:doors?brokers={{test.kafka}}&autoOffsetReset=earliest&groupId=doors&headerDeserializer=#words
            steps:
              - setHeader: {name: of-mine, simple: "${exchangeProperty.outside[journey_id]}"}
              - to: mock:seen
              - to: direct:submit-start-request
      - beans:
          - name: words
            type: dev.journeygateway.extension.SeamHeadersIT$Words
      - route:
          id: answered
          from:
            uri: platform-http:/doors/answered
            steps:
              - setHeader: {name: application_code, constant: mine}
              - choice:
                  when:
                    - simple: "${body} == 'to'"
                      steps:
                        - to: "{{test.answer}}"
                    - simple: "${body} == 'toD'"
                      steps:
                        - toD: "{{test.answer}}?x=${body}"
                    - simple: "${body} == 'enrich'"
                      steps:
                        - enrich: {constant: "{{test.answer}}"}
                    - simple: "${body} == 'recipientList'"
                      steps:
                        - recipientList: {constant: "{{test.answer}}"}
              - to: direct:of-its-own
              - to: mock:seen
              - to: direct:submit-start-request
      - route:
          id: of-its-own
          from:
            uri: direct:of-its-own
            steps:
              - setHeader: {name: delivery_message, constant: my word}
      """;

  /** Headers of records as text. */
  public static final class Words
      implements org.apache.camel.component.kafka.serde.KafkaHeaderDeserializer {
    @Override
    public Object deserialize(String key, byte[] value) {
      return new String(value);
    }
  }

  private static KafkaOnLoopback kafka;
  private static HttpServer elsewhere;
  private static ExtensionFiles extensions;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    kafka = KafkaOnLoopback.start();
    kafka.createTopic("doors");
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        call -> {
          for (String word : WORDS) {
            call.getResponseHeaders().add(word, "from elsewhere");
          }
          call.getResponseHeaders().add("of-theirs", "kept");
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    elsewhere.start();
    extensions = new ExtensionFiles().with("doors.camel.yaml", DOORS);
    gateway =
        RunningGateway.start(
            extensions.setting(),
            "test.kafka=" + kafka.address(),
            "test.answer=http://localhost:" + elsewhere.getAddress().getPort() + "/");
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    extensions.close();
    elsewhere.stop(0);
    kafka.close();
  }

  @BeforeEach
  void lookAnew() {
    seen().reset();
  }

  private static org.apache.camel.component.mock.MockEndpoint seen() {
    return gateway
        .bean(CamelContext.class)
        .getEndpoint("mock:seen", org.apache.camel.component.mock.MockEndpoint.class);
  }

  private static Map<String, String> words() {
    Map<String, String> words = new HashMap<>();
    for (String word : WORDS) {
      words.put(word, "from outside");
      words.put(word.toUpperCase(Locale.ROOT) + "_X", "no seam's");
    }
    words.put("cAmElHttpUri", "http://localhost:1/");
    return words;
  }

  private static void assertOnlyItsOwn(Exchange exchange) {
    List<String> outside = new ArrayList<>();
    for (String word : WORDS) {
      if (exchange.getMessage().getHeader(word) != null) {
        outside.add(word);
      }
    }
    assertThat(outside).isEmpty();
    assertThat(exchange.getMessage().getHeader("of-mine")).isEqualTo("from outside");
    assertThat(exchange.getMessage().getHeader(Exchange.HTTP_URI, "", String.class))
        .doesNotContain("localhost:1/");
  }

  private static Exchange next() {
    org.awaitility.Awaitility.await().until(() -> seen().getReceivedCounter() == 1);
    return seen().getReceivedExchanges().get(0);
  }

  @Test
  void dropsThemFromACallOverHttp() {
    Map<String, String> headers = words();
    StringBuilder query = new StringBuilder("?x=y");
    for (String word : WORDS) {
      query.append('&').append(word).append("=from%20outside");
    }
    gateway.send("POST", "/doors/http", headers, "{}");
    assertOnlyItsOwn(next());

    seen().reset();
    gateway.send("POST", "/doors/http" + query, Map.of(), "{}");
    assertOnlyItsOwn(next());
  }

  @Test
  void dropsThemFromAMessageOverJms() {
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            "doors.jms",
            session -> {
              TextMessage message = session.createTextMessage("{}");
              for (Map.Entry<String, String> word : words().entrySet()) {
                message.setStringProperty(word.getKey().replace("-", "_HYPHEN_"), word.getValue());
              }
              return message;
            });
    assertOnlyItsOwn(next());
  }

  @Test
  void dropsThemFromARecordOverKafka() {
    kafka.send("doors", "key", "{}", words());
    assertOnlyItsOwn(next());
  }

  @Test
  void leavesThemAsTheyWereAfterAnAnswerFromElsewhere() {
    for (String step : List.of("to", "toD", "enrich", "recipientList")) {
      seen().reset();
      gateway.send("POST", "/doors/answered", Map.of(), step);

      Map<String, Object> headers = next().getMessage().getHeaders();
      assertThat(headers)
          .as(step)
          .containsEntry("application_code", "mine")
          .containsEntry("of-theirs", "kept")
          .containsEntry("delivery_message", "my word")
          .doesNotContainValue("from elsewhere");
    }
  }

  @Test
  void answersTheDoorsCallerAllTheSame() throws IOException {
    var answer = gateway.send("POST", "/doors/http", Map.of(), "{}");
    JsonNode body = RunningGateway.JSON.readTree(answer.body());
    assertThat(body.at("/details/0/reason").asText()).isEqualTo("UNAUTHENTICATED");
  }
}
