package dev.journeygateway.rig;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * Bodies that are no request, half of them to the HTTP door and half to the queue door: cut short,
 * with bytes flipped, nested deep, no UTF-8, of another shape. A round is a body.
 */
final class MalformedBodies implements Row {

  private static final int THREADS = 8;
  private static final String SOUND =
      "{\"payload\": {\"users\": [\"user-1\", \"user-2\"], \"attribute_values\": {\"promo_code\": \"X\"}}}";

  private final AtomicLong broken = new AtomicLong();
  private final AtomicLong traces = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong slowest = new AtomicLong();

  @Override
  public String name() {
    return "malformed-bodies";
  }

  @Override
  public String fault() {
    return "bodies that are no request: cut, flipped, nested, no UTF-8, another shape";
  }

  @Override
  public String load() {
    return "half over HTTP, half as OpenWire messages; a round is a body";
  }

  @Override
  public int promised() {
    return 50_000;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), 1, 1);
    int broker = GatewayProcess.freePort();
    try (GatewayProcess gateway =
            new GatewayProcess(
                trial.launch(),
                trial.folder().resolve("gateway"),
                List.of(
                    "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                    "--gateway.limit.period=0s",
                    "--gateway.broker.connectors.openwire.port=" + broker,
                    "--gateway.broker.connectors.openwire.user=rig",
                    "--gateway.broker.connectors.openwire.password=rig"));
        RequestLog log = new RequestLog(trial.log())) {
      gateway.start();
      gateway.awaitReady();
      int half = trial.rounds() / 2;
      overHttp(gateway.port(), half);
      trial.say("%s: %,d over HTTP", name(), half);
      asMessages(broker, trial.rounds() - half);
      long toRefuse = trial.rounds() - half;
      boolean setAside =
          Pause.until(
              Duration.ofSeconds(300),
              Duration.ofSeconds(1),
              () -> depth(gateway, "journey.start.refused") >= toRefuse);
      long refused = depth(gateway, "journey.start.refused");
      long left = depth(gateway, "journey.start.requests.in");
      Answer sound = gateway.calls().start(Catalogue.journey(0), List.of("u0-0"), null);
      gateway.stop();
      log.sending(0, 0, Catalogue.journey(0), null, List.of("u0-0"));
      log.answered(0, 0, sound);
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), 0),
          new Outcome.Measures()
              .promised(broken.get() == 0, "%d answers of 500 and above", broken.get())
              .promised(
                  unanswered.get() == 0,
                  "%d without an answer, the slowest %d ms",
                  unanswered.get(),
                  slowest.get())
              .promised(traces.get() == 0, "%d answers with a stack trace", traces.get())
              .promised(accepted.get() == 0, "%d accepted", accepted.get())
              .promised(
                  setAside && refused == toRefuse && left == 0,
                  "%,d of %,d messages set aside as refused",
                  refused,
                  toRefuse)
              .promised(
                  sound.status() == 200,
                  "a sound request behind them is answered %d",
                  sound.status())
              .list());
    }
  }

  private void overHttp(int port, int count) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < count; i++) {
      int seed = i;
      threads.execute(() -> overHttp(http, port, body(seed)));
    }
    threads.shutdown();
    try {
      threads.awaitTermination(30, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void overHttp(HttpClient http, int port, byte[] body) {
    long from = System.nanoTime();
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:"
                              + port
                              + "/api/journey/"
                              + Catalogue.journey(0)
                              + "/start/external"))
                  .timeout(Duration.ofSeconds(10))
                  .header("Authorization", "Api " + Catalogue.TOKEN)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 500) {
        broken.incrementAndGet();
      }
      if (answer.statusCode() == 200) {
        accepted.incrementAndGet();
      }
      if (answer.body().contains("\tat ") || answer.body().contains("Exception")) {
        traces.incrementAndGet();
      }
    } catch (IOException e) {
      unanswered.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    slowest.accumulateAndGet((System.nanoTime() - from) / 1_000_000, Math::max);
  }

  private static void asMessages(int port, int count) {
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory("rig", "rig", "tcp://127.0.0.1:" + port);
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer =
            session.createProducer(session.createQueue("journey.start.requests.in"))) {
      for (int i = 0; i < count; i++) {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body(i));
        message.setStringProperty("journey_id", Catalogue.journey(0));
        message.setStringProperty("Authorization", "Api " + Catalogue.TOKEN);
        producer.send(message);
        if (i % 100 == 99) {
          session.commit();
        }
      }
      session.commit();
    } catch (JMSException e) {
      throw new RigFailure("the messages cannot be sent", e);
    }
  }

  private static long depth(GatewayProcess gateway, String queue) {
    return (long) gateway.calls().metric("journey_gateway_queue_depth{queue=\"" + queue + "\"}");
  }

  /** Never a sound request: each kind breaks what makes it one. */
  static byte[] body(int seed) {
    Random random = new Random(seed);
    byte[] sound = SOUND.getBytes(StandardCharsets.UTF_8);
    return switch (seed % 6) {
      case 0 -> java.util.Arrays.copyOf(sound, random.nextInt(sound.length));
      case 1 -> {
        // A byte that no UTF-8 text has, in a random place.
        sound[random.nextInt(sound.length)] = (byte) (0xF8 + random.nextInt(8));
        yield sound;
      }
      case 2 -> ("[".repeat(1 + random.nextInt(20_000)) + SOUND).getBytes(StandardCharsets.UTF_8);
      case 3 -> {
        byte[] noise = new byte[1 + random.nextInt(2000)];
        random.nextBytes(noise);
        noise[0] = 'x';
        yield noise;
      }
      case 4 -> shape(random).getBytes(StandardCharsets.UTF_8);
      default -> (SOUND + "}".repeat(1 + random.nextInt(5))).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static String shape(Random random) {
    List<String> values =
        new ArrayList<>(
            List.of(
                "1",
                "null",
                "true",
                "[]",
                "{}",
                "\"x\"",
                "1e999",
                "{\"users\": {}}",
                "{\"users\": [1]}",
                "{\"users\": [\"\"]}"));
    return "{\"payload\": " + values.get(random.nextInt(values.size())) + "}";
  }
}
