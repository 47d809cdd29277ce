package dev.journeygateway.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.journeygateway.rig.Producer.Sent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Names that Camel takes for instructions, and SQL, paths, expressions and line breaks in every
 * field, at the HTTP, folder and queue doors. A round sends each of them once.
 */
final class Injection implements Row {

  private static final Duration AT_MOST = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Injected all = new Injected();

  @Override
  public String name() {
    return "injection";
  }

  @Override
  public String fault() {
    return "names Camel... and org.apache.camel... in any case; SQL, paths, expressions and line"
        + " breaks in every field";
  }

  @Override
  public String load() {
    return "HTTP, folder, queue (OpenWire and STOMP); a round is each once";
  }

  @Override
  public int promised() {
    return 1;
  }

  @Override
  public Outcome run(Trial trial) {
    Path folder = trial.folder();
    Catalogue.write(folder.resolve("journeys.yaml"), 2, 1);
    int openwire = GatewayProcess.freePort();
    int stomp = GatewayProcess.freePort();
    List<String> settings = new ArrayList<>();
    settings.add("--gateway.catalog=" + folder.resolve("journeys.yaml"));
    settings.add("--gateway.limit.period=0s");
    settings.add("--gateway.files.settle=300ms");
    settings.addAll(Producer.settings("openwire", openwire));
    settings.addAll(Producer.settings("stomp", stomp));
    try (GatewayProcess gateway =
        new GatewayProcess(trial.launch(), folder.resolve("gateway"), settings)) {
      Storage storage = Storage.embedded(gateway.folder());
      boolean rested;
      long linesBefore;
      try (RequestLog log = new RequestLog(trial.log())) {
        Handed handed = new Handed(log);
        gateway.start();
        gateway.awaitReady();
        linesBefore = gateway.logged("");
        for (int round = 0; round < trial.rounds(); round++) {
          new InjectedHttp(all, new InjectedCalls(gateway.port()), log).send(folder);
          trial.say("%s: %d tries with the HTTP door", name(), all.tries());
          asMessages(List.of(Producer.openwire(openwire), Producer.stomp(stomp)), handed, folder);
          trial.say("%s: %d tries with the queue door", name(), all.tries());
          asFiles(gateway.inbox(), handed, folder);
          trial.say("%s: %d tries with the folder door", name(), all.tries());
        }
        rested =
            Pause.until(
                AT_MOST,
                Duration.ofMillis(500),
                () ->
                    depth(gateway, Producer.QUEUE) == 0
                        && waiting(gateway.inbox()) == 0
                        && gateway.calls().idle());
        gateway.stop();
        handed.settle(storage);
      }
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, storage, 0),
          measures(gateway, storage, folder, linesBefore, rested));
    }
  }

  private List<Outcome.Measure> measures(
      GatewayProcess gateway, Storage storage, Path folder, long linesBefore, boolean rested) {
    List<String> strange = SideEffects.strangeFiles(folder, gateway.folder());
    List<String> lines = SideEffects.strangeLines(gateway.log(), linesBefore);
    List<String> reasons =
        StoredQueue.read(
            gateway.folder(),
            "journey.start.refused",
            message -> StoredQueue.property(message, "reason"));
    int dead = StoredQueue.read(gateway.folder(), "journey.start.dead", message -> 1).size();
    List<String> changed = changedValues(storage);
    return new Outcome.Measures()
        .promised(
            all.otherVerdicts().isEmpty(),
            "%,d tries, %d with another verdict than without%s",
            all.tries(),
            all.otherVerdicts().size(),
            some(all.otherVerdicts()))
        .promised(
            changed.isEmpty(),
            "%d of %d values not stored as they were sent%s",
            changed.size(),
            all.values().size(),
            some(changed))
        .promised(
            reasons.size() == all.toRefuse() && dead == 0,
            "%d of %d messages to refuse refused, %d dead",
            reasons.size(),
            all.toRefuse(),
            dead)
        .promised(strange.isEmpty(), "%d files where none belongs%s", strange.size(), some(strange))
        .promised(
            lines.isEmpty(),
            "%d lines of the log do not begin as ours do%s",
            lines.size(),
            some(lines))
        .promised(rested, "all doors at rest: %s", rested ? "yes" : "no")
        .list();
  }

  private static String some(List<String> all) {
    return all.isEmpty()
        ? ""
        : ": "
            + String.join(", ", all.subList(0, Math.min(3, all.size())))
                .replaceAll("\\p{Cntrl}", "?")
                .replace("|", "/");
  }

  // --- queue

  private void asMessages(List<Producer> producers, Handed handed, Path folder) {
    List<String> texts = InjectedTexts.printable(folder);
    for (Producer producer : producers) {
      List<Sent> messages = new ArrayList<>();
      int turn = 0;
      for (String name : InjectedTexts.names()) {
        messages.add(
            message(handed, all.id(), Map.of(name, texts.get(turn++ % texts.size())), null));
      }
      for (String text : texts) {
        messages.add(message(handed, text + all.id(), Map.of(), null));
        messages.add(message(handed, all.id(), Map.of("Idempotency_Key", text + all.id()), null));
        messages.add(message(handed, all.id(), Map.of("x_anything", text), text));
        messages.add(refused(Map.of("journey_id", text.equals(Catalogue.journey(1)) ? "x" : text)));
        messages.add(refused(Map.of("Authorization", "Api " + text)));
      }
      for (String text : InjectedTexts.controls()) {
        // A null byte ends a text in some protocols.
        String sendable = text.replace("\u0000", "\u0001");
        messages.add(message(handed, all.id(), Map.of("x_anything", sendable), null));
        messages.add(refused(Map.of("journey_id", sendable)));
        messages.add(refused(Map.of("Authorization", "Api " + sendable)));
      }
      producer.send(messages);
    }
  }

  private Sent message(Handed handed, String id, Map<String, String> more, String value) {
    handed.hand(all.request(), Catalogue.journey(0), List.of(id));
    if (value != null) {
      all.value(id, value);
    }
    Map<String, String> properties = new LinkedHashMap<>(sound());
    properties.putAll(more);
    return new Sent(
        bytes(Injected.body(id, value == null ? null : "promo_code", value)), properties);
  }

  private Sent refused(Map<String, String> wrong) {
    all.messageToRefuse();
    Map<String, String> properties = new LinkedHashMap<>(sound());
    properties.putAll(wrong);
    return new Sent(bytes(Injected.body(all.id(), null, null)), properties);
  }

  private static Map<String, String> sound() {
    return Map.of("journey_id", Catalogue.journey(0), "Authorization", "Api " + Catalogue.TOKEN);
  }

  private static long depth(GatewayProcess gateway, String queue) {
    return (long) gateway.calls().metric("journey_gateway_queue_depth{queue=\"" + queue + "\"}");
  }

  // --- folder

  private void asFiles(Path inbox, Handed handed, Path folder) {
    Path place = inbox.resolve(Catalogue.fileJourney(0));
    List<String> texts = new ArrayList<>(InjectedTexts.printable(folder));
    texts.addAll(InjectedTexts.controls());
    for (String text : texts) {
      boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
      List<String> ids = List.of(all.id(), printable ? text + all.id() : all.id());
      String rows = "user_id,promo_code\n";
      for (String id : ids) {
        rows += quoted(id) + "," + quoted(printable ? text : "x") + "\n";
        all.value(id, printable ? text : "x");
      }
      handed.hand(all.request(), Catalogue.fileJourney(0), ids);
      // A name takes neither a slash nor a null byte, and 255 bytes; one with a dot in front is
      // nobody's list.
      String name = ids.get(0) + text.replace("/", "%2f").replace("\u0000", "\u0001") + ".csv";
      try {
        Files.createDirectories(place);
        Path part = Files.writeString(place.resolve("list.part"), rows);
        Files.move(part, place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new RigFailure("cannot drop " + name, e);
      }
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** How many lists lie in the inbox and are not filed away. */
  private static long waiting(Path inbox) {
    Path place = inbox.resolve(Catalogue.fileJourney(0));
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .map(place::relativize)
          .filter(file -> !file.startsWith("archive") && !file.startsWith("failed"))
          .count();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 1;
    }
  }

  private List<String> changedValues(Storage storage) {
    List<String> changed = new ArrayList<>();
    Map<String, String> stored = new HashMap<>();
    try (Connection database = storage.open();
        Statement statement = database.createStatement();
        ResultSet r = statement.executeQuery("select user_id, attribute_values from entry")) {
      while (r.next()) {
        stored.put(r.getString(1), JSON.readTree(r.getString(2)).path("promo_code").asText(null));
      }
    } catch (SQLException | IOException e) {
      throw new RigFailure("the values cannot be read", e);
    }
    all.values()
        .forEach(
            (id, value) -> {
              if (!value.equals(stored.get(id))) {
                changed.add(id + " has " + stored.get(id));
              }
            });
    return changed;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
