package dev.journeygateway.page;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;

import dev.journeygateway.activity.ActivityCounts;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationFilter;
import org.apache.activemq.broker.region.Queue;
import org.apache.activemq.command.ActiveMQQueue;
import org.awaitility.Awaitility;

/** A gateway with the journeys of the page's tests and, once it is busy, something in each view. */
final class PageGateway implements AutoCloseable {

  /** Names that would be elements of the page if it took them for more than text. */
  static final String MARKUP = "<img src=x onerror=document.title='taken'>";

  private static final int ROWS = 30_000;

  private final RunningGateway gateway;
  private String done;
  private String failed;
  private String list;
  private String waiting;

  private PageGateway(RunningGateway gateway) {
    this.gateway = gateway;
  }

  static PageGateway start(String... settings) {
    try (var catalog = PageGateway.class.getResourceAsStream("/catalog/page.yaml")) {
      return new PageGateway(
          RunningGateway.startWith(
              new String(catalog.readAllBytes(), StandardCharsets.UTF_8), settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunningGateway gateway() {
    return gateway;
  }

  String url() {
    return "http://localhost:" + gateway.port();
  }

  /** A request that is over. */
  String done() {
    return done;
  }

  /** A request with a dead letter. */
  String failed() {
    return failed;
  }

  /** A long list that is under way, and stays so until {@link #goOn}. */
  String list() {
    return list;
  }

  /** A list that waits for its slot. */
  String waiting() {
    return waiting;
  }

  /** Does a bit of everything: requests that are done, refused, dead, under way and waiting. */
  void busy() {
    done =
        uuid(gateway.post("careful", "{\"users\": [\"nobody\", \"nobody\", \"" + MARKUP + "\"]}"));
    gateway.await(done, "done");
    for (int i = 0; i < 4; i++) {
      gateway.post("careful", "{\"users\": [\"nobody\"]}");
    }
    gateway.post("birthday", "{\"users\": [\"anna\"]}");
    gateway.post("welcome", "{\"filter\": \"T(\\\"City\\\", eq \\\"London\\\")\"}");
    gateway.refuseEntriesOf("broken%");
    failed = uuid(gateway.post("welcome", "{\"users\": [\"broken one\", \"broken two\"]}"));
    gateway.await(failed, "failed");
    gateway.takeAllEntries();
    gateway.await(uuid(gateway.post("win-back", "{\"users\": [\"anna\", \"ben\"]}")), "done");

    String rows =
        IntStream.range(0, ROWS).mapToObj(i -> "user-" + i).collect(Collectors.joining("\n"));
    drop("winter-sale", "<b>winter.csv", "user_id\n" + rows + "\n");
    list = named("<b>winter.csv");
    Awaitility.await()
        .until(() -> gateway.status(list), status -> status.at("/counts/entered").asLong() > 0);
    worker(false);
    drop("win-back", "loyal.csv", "user_id\ncara\ndora\n");
    waiting = named("loyal.csv");
    gateway.bean(ActivityCounts.class).write();
  }

  /** Lets the worker have what is on its queue, or keeps it there. */
  private void worker(boolean gets) {
    try {
      Destination queue =
          gateway
              .bean(QueueDepth.class)
              .broker()
              .orElseThrow()
              .getDestination(new ActiveMQQueue("journey.start.accepted"));
      while (queue instanceof DestinationFilter filter) {
        queue = filter.getNext();
      }
      if (gets) {
        ((Queue) queue).resumeDispatch();
      } else {
        ((Queue) queue).pauseDispatch();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void goOn() {
    worker(true);
  }

  private void drop(String journey, String name, String rows) {
    try {
      Path inbox = Files.createDirectories(gateway.folder().resolve("inbox").resolve(journey));
      Path part = Files.writeString(gateway.folder().resolve("part"), rows);
      Files.move(part, inbox.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String named(String file) {
    return Awaitility.await(file)
        .atMost(java.time.Duration.ofSeconds(60))
        .until(
            () ->
                json(gateway.get(
                        "/api/start-requests?file="
                            + java.net.URLEncoder.encode(file, StandardCharsets.UTF_8)))
                    .at("/start_requests/0/request_uuid")
                    .asText(),
            found -> !found.isEmpty());
  }

  @Override
  public void close() {
    gateway.close();
  }
}
