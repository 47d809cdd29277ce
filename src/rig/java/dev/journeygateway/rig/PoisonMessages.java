package dev.journeygateway.rig;

import dev.journeygateway.rig.Producer.Sent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Messages that can never be accepted among good ones, over each protocol of the broker at the same
 * time: no request at all, a journey that is not there, a token that nobody has. A round is a good
 * message; behind every tenth comes a poison one.
 */
final class PoisonMessages implements Row {

  private static final int GOOD_PER_POISON = 10;
  private static final Duration AT_MOST = Duration.ofSeconds(120);

  @Override
  public String name() {
    return "poison-messages";
  }

  @Override
  public String fault() {
    return "one poison message behind every ten good ones: no request, no such journey, no such"
        + " token";
  }

  @Override
  public String load() {
    return "over OpenWire, STOMP and AMQP 1.0 at once, each good message for an entry point of its own; a"
        + " round is a good message";
  }

  @Override
  public int promised() {
    return 10_000;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), trial.rounds(), 1);
    boolean amqp = Producer.amqpIsHere();
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String protocol : List.of("openwire", "stomp", "amqp")) {
      if (amqp || !protocol.equals("amqp")) {
        ports.put(protocol, GatewayProcess.freePort());
      }
    }
    List<String> settings = new ArrayList<>();
    settings.add("--gateway.catalog=" + trial.folder().resolve("journeys.yaml"));
    ports.forEach((protocol, port) -> settings.addAll(Producer.settings(protocol, port)));
    int poison = trial.rounds() / GOOD_PER_POISON;
    try (GatewayProcess gateway =
        new GatewayProcess(trial.launch(), trial.folder().resolve("gateway"), settings)) {
      Storage storage = Storage.embedded(gateway.folder());
      double seconds;
      boolean idle;
      try (RequestLog log = new RequestLog(trial.log())) {
        Handed handed = new Handed(log);
        gateway.start();
        gateway.awaitReady();
        long from = System.nanoTime();
        send(messages(trial.rounds(), poison, handed), ports, trial.folder());
        trial.say("%s: %,d good and %,d poison are sent", name(), trial.rounds(), poison);
        idle =
            Pause.until(
                AT_MOST,
                Duration.ofMillis(500),
                () ->
                    depth(gateway, "journey.start.requests.in") == 0
                        && depth(gateway, "journey.start.refused") >= poison
                        && gateway.calls().idle());
        seconds = (System.nanoTime() - from) / 1e9;
        gateway.stop();
        handed.settle(storage);
      }
      List<String> reasons =
          StoredQueue.read(
              gateway.folder(),
              "journey.start.refused",
              message -> StoredQueue.property(message, "reason"));
      long left = StoredQueue.read(gateway.folder(), Producer.QUEUE, message -> 1).size();
      long dead = StoredQueue.read(gateway.folder(), "journey.start.dead", message -> 1).size();
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, storage, 0),
          new Outcome.Measures()
              .promised(
                  reasons.size() == poison && reasons.stream().noneMatch(String::isBlank),
                  "%,d of %,d poison messages set aside, each with its reason: %s",
                  reasons.size(),
                  poison,
                  counted(reasons))
              .promised(left == 0 && dead == 0, "%d left on their queue, %d dead", left, dead)
              .promised(idle, "done after %.0f s", seconds)
              .told("%s", amqp ? String.join(", ", ports.keySet()) : "AMQP left out: no node here")
              .list());
    }
  }

  private static String counted(List<String> reasons) {
    Map<String, Integer> counts = new TreeMap<>();
    reasons.forEach(reason -> counts.merge(reason, 1, Integer::sum));
    return counts.toString().replaceAll("[{}]", "");
  }

  private static long depth(GatewayProcess gateway, String queue) {
    return (long) gateway.calls().metric("journey_gateway_queue_depth{queue=\"" + queue + "\"}");
  }

  private static List<Sent> messages(int good, int poison, Handed handed) {
    Sent[] all = new Sent[good];
    java.util.stream.IntStream.range(0, good)
        .parallel()
        .forEach(
            i -> {
              String journey = Catalogue.journey(i);
              handed.hand(i, journey, List.of("u" + i));
              all[i] = sent(body("u" + i), journey, Catalogue.TOKEN);
            });
    List<Sent> mixed = new ArrayList<>();
    for (int i = 0; i < good; i++) {
      mixed.add(all[i]);
      if (i % GOOD_PER_POISON == GOOD_PER_POISON - 1 && i / GOOD_PER_POISON < poison) {
        mixed.add(poison(i / GOOD_PER_POISON));
      }
    }
    return mixed;
  }

  private static Sent poison(int number) {
    byte[] sound = body("poison-" + number);
    return switch (number % 8) {
      case 6 -> sent(sound, "nobody-knows-it", Catalogue.TOKEN);
      case 7 -> sent(sound, Catalogue.journey(number), "nobody-has-it");
      default -> sent(MalformedBodies.body(number), Catalogue.journey(number), Catalogue.TOKEN);
    };
  }

  private static byte[] body(String id) {
    return "{\"payload\": {\"users\": [\"%s\"]}}".formatted(id).getBytes(StandardCharsets.UTF_8);
  }

  private static Sent sent(byte[] body, String journey, String token) {
    return new Sent(body, Map.of("journey_id", journey, "Authorization", "Api " + token));
  }

  /** Each protocol gets its share, in turn, and all send at the same time. */
  private static void send(List<Sent> messages, Map<String, Integer> ports, Path folder) {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    int share = 0;
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      int mine = share++;
      List<Sent> part = new ArrayList<>();
      for (int i = mine; i < messages.size(); i += ports.size()) {
        part.add(messages.get(i));
      }
      Producer producer =
          switch (port.getKey()) {
            case "openwire" -> Producer.openwire(port.getValue());
            case "stomp" -> Producer.stomp(port.getValue());
            default -> Producer.amqp(port.getValue(), folder);
          };
      Thread thread = new Thread(() -> producer.send(part), "send-" + port.getKey());
      thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (!failures.isEmpty()) {
      throw new RigFailure(failures.get(0).getMessage(), failures.get(0));
    }
  }
}
