package dev.journeygateway.bench.relay;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Pause;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The work that a gateway in front of a service is given: lists in its inbox, and callers. */
final class GivenWork {

  private static final int CALLERS = 16;

  private GivenWork() {}

  /**
   * Puts a list into the inbox.
   *
   * @param promo of everybody; null for one of each person's own
   */
  static void drop(Path inbox, int journey, String name, int rows, String promo)
      throws IOException {
    Path place = Files.createDirectories(inbox.resolve(DemoCatalogue.journeyId(journey)));
    Path file = place.resolve(name + ".csv.part");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("user_id,promo_code\n");
      for (int i = 0; i < rows; i++) {
        String code = promo == null ? "P" + i : promo;
        out.write("user-" + journey + "-" + i + "," + code + "-" + name + "\n");
      }
    }
    Files.move(file, place.resolve(name + ".csv"));
  }

  static void begin(Path inbox, int journey, String name) throws IOException {
    Files.createFile(inbox.resolve(DemoCatalogue.journeyId(journey)).resolve(name + ".csv.done"));
  }

  private static HttpLoad.Answer get(Gateway gateway, String path) throws IOException {
    return HttpLoad.once(
        gateway.port(),
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Api "
                + DemoCatalogue.TOKEN
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** So that one round does not pay for another. */
  static void awaitIdle(Gateway gateway) throws IOException {
    awaitNone(gateway, "accepted");
    awaitNone(gateway, "delivering");
  }

  static void awaitNone(Gateway gateway, String state) throws IOException {
    while (get(gateway, "/api/start-requests?limit=1&state=" + state)
        .body()
        .contains("\"request_uuid\"")) {
      Pause.of(Duration.ofMillis(100));
    }
  }

  /**
   * So many requests for each entry point, none like another; one point after the other, spread
   * over a period.
   */
  static void startAll(Gateway gateway, int points, int calls, Duration period) {
    long from = System.nanoTime();
    long apart = period.toNanos() / points;
    AtomicInteger next = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        running.add(
            callers.submit(
                () -> {
                  for (int each = next.getAndIncrement();
                      each < points;
                      each = next.getAndIncrement()) {
                    LockSupport.parkNanos(from + each * apart - System.nanoTime());
                    for (int call = 0; call < calls; call++) {
                      start(gateway, each, call);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchFailure("a request was not accepted", e);
    } finally {
      callers.shutdownNow();
    }
  }

  private static void start(Gateway gateway, int journey, int number) throws IOException {
    String body =
        "{\"payload\": {\"users\": [\"user-%d-%d\"], \"attribute_values\": {\"promo_code\": \"P%d\"}}}"
            .formatted(journey, number, number);
    post(gateway, "/api/journey/" + DemoCatalogue.journeyId(journey) + "/start/external", body);
  }

  private static void post(Gateway gateway, String path, String body) throws IOException {
    HttpLoad.Answer answer =
        HttpLoad.once(
            gateway.port(),
            ("POST "
                    + path
                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Api "
                    + DemoCatalogue.TOKEN
                    + "\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
    if (answer.status() != 200) {
      throw new BenchFailure(path + " answers " + answer.status() + " " + answer.body());
    }
  }
}
