package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.NodeProducer;
import dev.journeygateway.support.OutsideProducer;
import dev.journeygateway.support.RunningGateway;
import dev.journeygateway.support.SftpTestServer;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One truth: the requests of the table get the same verdict, reason and message through every door.
 * RefusalsIT has HTTP.
 */
@Tag("daily")
class OneTruthIT {

  private static RunningGateway gateway;
  private static SftpTestServer server;
  private static OutsideProducer producer;
  private static int amqp;
  private static int stomp;

  @BeforeAll
  static void start() throws IOException {
    server = SftpTestServer.start();
    amqp = freePort();
    stomp = freePort();
    List<String> settings = new ArrayList<>(List.of(server.settings(0)));
    settings.add("gateway.files.settle=300ms");
    settings.add("gateway.files.poll-interval=50ms");
    settings.add("gateway.sftp.poll-interval=100ms");
    for (String protocol : new String[] {"amqp", "stomp"}) {
      String name = "gateway.broker.connectors." + protocol;
      settings.add(name + ".port=" + (protocol.equals("amqp") ? amqp : stomp));
      settings.add(name + ".user=shop");
      settings.add(name + ".password=secret");
    }
    gateway = RunningGateway.start(settings.toArray(String[]::new));
    producer = new OutsideProducer(gateway.bean(ConnectionFactory.class));
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
    server.close();
  }

  /** The cases that say something about a body and its journey, by their file names. */
  private static Map<String, JsonNode> cases() {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/requests"))) {
      Map<String, JsonNode> cases = new LinkedHashMap<>();
      for (Path file : files.sorted().toList()) {
        JsonNode one = RunningGateway.JSON.readTree(file.toFile());
        String row = one.get("row").asText();
        if (row.compareTo("05") >= 0
            && row.compareTo("16") < 0
            && one.at("/headers/Authorization").asText().equals("Api start-and-read")
            && !one.get("path").asText().contains("?")) {
          cases.put(file.getFileName().toString().replace(".json", ""), one);
        }
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Named<JsonNode>> named() {
    // A message may name its journey beside the payload, where no other door takes it.
    return cases().entrySet().stream()
        .filter(one -> !one.getValue().path("body").has("journey_id"))
        .map(one -> Named.of(one.getKey(), one.getValue()));
  }

  /** One case a row is enough where each costs a process. */
  static Stream<Named<JsonNode>> aCaseARow() {
    Map<String, Named<JsonNode>> rows = new LinkedHashMap<>();
    cases().forEach((name, one) -> rows.putIfAbsent(one.get("row").asText(), Named.of(name, one)));
    return rows.values().stream();
  }

  private static String journey(JsonNode one) {
    String path = one.get("path").asText();
    String segment = path.substring("/api/journey/".length(), path.indexOf("/start/external"));
    return URLDecoder.decode(segment, StandardCharsets.UTF_8);
  }

  private static String body(JsonNode one) {
    return one.has("text") ? one.get("text").asText() : one.get("body").toString();
  }

  private static void assertSame(JsonNode refusal, JsonNode one) {
    JsonNode expected = one.get("expect");
    String message = expected.get("message").asText();
    String rest = message.endsWith("column") ? " [0-9]+: \\S.*" : "";
    assertThat(refusal.path("message").asText())
        .as(refusal.toString())
        .matches(Pattern.quote(message) + rest);
    assertThat(refusal.at("/details/0/reason").asText()).isEqualTo(expected.get("reason").asText());
    assertThat(refusal.get("code").asInt()).isEqualTo(expected.get("code").asInt());
  }

  @ParameterizedTest
  @MethodSource("named")
  void theQueueDoorSaysTheSame(JsonNode one) {
    assertSame(producer.ask(journey(one), body(one), OutsideProducer.TOKEN), one);
  }

  @ParameterizedTest
  @MethodSource("aCaseARow")
  void theQueueDoorSaysTheSameOverAmqpAndStomp(JsonNode one) {
    NodeProducer.install();
    Map<String, String> properties =
        Map.of("journey_id", journey(one), "Authorization", "Api start-and-read");
    assertSame(NodeProducer.amqp(amqp).ask("shop", "secret", body(one), false, properties), one);
    Assumptions.assumeFalse(body(one).isEmpty(), "an empty frame has no body in STOMP either");
    assertSame(NodeProducer.stomp(stomp).ask("shop", "secret", body(one), false, properties), one);
  }

  @Test
  void theFolderDoorSaysTheSame() {
    saysTheSameAboutFiles(gateway.folder().resolve("inbox"));
  }

  @Test
  void theSftpDoorSaysTheSame() {
    saysTheSameAboutFiles(server.root().resolve("inbox"));
  }

  private static void saysTheSameAboutFiles(Path inbox) {
    Map<String, JsonNode> cases = cases();
    // Whoever may write to a stranger's folder acts for the stranger.
    cases.keySet().removeIf(name -> name.contains("stranger"));
    cases.forEach((name, one) -> drop(inbox.resolve(journey(one)), name + ".json", body(one)));

    cases.forEach(
        (name, one) -> {
          Path result =
              Awaitility.await(name)
                  .atMost(Duration.ofSeconds(90))
                  .until(() -> result(inbox.resolve(journey(one)), name), Optional::isPresent)
                  .get();
          try {
            assertSame(RunningGateway.JSON.readTree(result.toFile()), one);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(gateway.jdbc().queryForObject("select count(*) from start_request", Long.class))
        .isZero();
  }

  private static void drop(Path folder, String name, String content) {
    try {
      Files.createDirectories(folder);
      Path part = folder.resolve(name + ".part");
      Files.writeString(part, content);
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> result(Path folder, String name) {
    if (!Files.exists(folder.resolve("failed"))) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder.resolve("failed"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-" + name + ".result.json"))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      // Something was renamed while we looked.
      return Optional.empty();
    }
  }
}
