package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.journeygateway.support.RunningGateway;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import org.springframework.jms.core.JmsTemplate;

/**
 * Tokens, ids, attribute values and bodies stand in no log, whichever door they come through and
 * whatever becomes of them: each carries a word, and the whole log is searched for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryIT {

  private static final String CANARY = "canary-7f3a";

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          log.add(
              event.getFormattedMessage()
                  + event.getMDCPropertyMap()
                  + (event.getThrowableProxy() == null
                      ? ""
                      : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
      };

  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway =
        RunningGateway.start(
            "gateway.limit.period=0s",
            "gateway.files.settle=100ms",
            "gateway.files.poll-interval=50ms",
            "gateway.worker.max-deliveries=2",
            "gateway.queue.max-deliveries=2");
    // Behind the start, which sets the logging up anew.
    appender.start();
    root().addAppender(appender);
  }

  @AfterAll
  void stop() {
    gateway.close();
    root().detachAppender(appender);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void standsInNoLog() throws IOException {
    callOverHttp();
    sendMessages();
    dropFiles();
    setAside();

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                gateway
                        .jdbc()
                        .queryForObject(
                            "select count(*) from start_request where state not in ('done', 'failed')",
                            Long.class)
                    == 0);
    assertThat(log).as("the log was captured").anyMatch(line -> line.startsWith("Done: "));
    assertThat(log).anyMatch(line -> line.startsWith("Set aside as dead letter"));
    assertThat(log).anyMatch(line -> line.startsWith("Refused a message"));
    assertThat(log).filteredOn(line -> line.contains(CANARY)).isEmpty();
  }

  private static final List<String> PAYLOADS =
      List.of(
          "{\"users\": [\"%s\"], \"attribute_values\": {\"tier\": \"%s\"}}",
          "{\"users\": [\"%s\"], \"attribute_values\": {\"%s\": \"x\"}}",
          "{\"hwids\": [\"%s\", 7]}",
          "{\"%s\": []}",
          "{\"filter\": \"T(\\\"City\\\", eq, \\\"%s\\\")\"}",
          "{\"filter\": \"T(\\\"City\\\", eq \\\"%s\\\")\"}",
          "{\"users\": [%s]}",
          "%s");

  private void callOverHttp() {
    for (String payload : PAYLOADS) {
      for (String token : List.of("start-and-read", CANARY)) {
        gateway.post(
            "running",
            payload.replace("%s", CANARY),
            "Authorization",
            "Api " + token,
            "Idempotency-Key",
            CANARY + payload.hashCode(),
            "X-Secret",
            CANARY);
      }
    }
    gateway.post(CANARY, "{\"users\": [\"a\"]}");
    gateway.get("/api/start-requests/" + CANARY + "?state=" + CANARY, "Cookie", CANARY);
    gateway.get("/api/dead-letters/" + CANARY, "Authorization", "Api administrator");
  }

  private void sendMessages() {
    for (String payload : PAYLOADS) {
      for (String token : List.of("start-and-read", CANARY)) {
        send(
            "journey.start.requests.in",
            "{\"payload\": " + payload.replace("%s", CANARY) + "}",
            Map.of("journey_id", "running", "Authorization", "Api " + token));
      }
    }
    JmsTemplate jms = new JmsTemplate(gateway.bean(ConnectionFactory.class));
    jms.send("journey.start.requests.in", session -> session.createObjectMessage(CANARY));
  }

  private void dropFiles() throws IOException {
    Path folder = Files.createDirectories(gateway.folder().resolve("inbox/running"));
    drop(folder, "good.csv", "user_id,tier\n%s-file,%s\n");
    drop(folder, "bad-rows.csv", "user_id,tier\n\"%s\"x,%s\n,,%s\n");
    drop(folder, "unknown-column.csv", "user_id,%s\na,b\n");
    drop(folder, "broken.ndjson", "{\"user_id\": \"%s\", %s}\n");
    drop(folder, "broken.json", "{\"payload\": {\"users\": [%s]}}");
  }

  private static void drop(Path folder, String name, String content) throws IOException {
    Path part = folder.resolve(name + ".part");
    Files.writeString(part, content.replace("%s", CANARY));
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    Path parked = folder.resolve("archive");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !Files.exists(folder.resolve(name)) || Files.exists(parked.resolve(name)));
  }

  /** One that is no request, and one whose rows the database refuses. */
  private void setAside() {
    send("journey.start.accepted", "{\"request_uuid\": " + CANARY, Map.of("x", CANARY));
    gateway.refuseEntriesOf("refused-%");
    gateway.post("running", "{\"users\": [\"refused-" + CANARY + "\"]}");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway
                        .jdbc()
                        .queryForObject(
                            "select count(*) from start_request where state = 'failed'", Long.class)
                    == 1);
  }

  private void send(String queue, String body, Map<String, String> properties) {
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            queue,
            session -> {
              var message = session.createTextMessage(body);
              for (var property : properties.entrySet()) {
                message.setStringProperty(property.getKey(), property.getValue());
              }
              return message;
            });
  }
}
