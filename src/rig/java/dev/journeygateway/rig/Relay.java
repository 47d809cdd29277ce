package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A gateway in front of a second one, over a wire that cuts, delays and garbles calls and answers;
 * either of them is killed at random, or the relay ends itself right around a call
 * (rig/points-of-calls.btm). With {@code retry} everybody enters at the peer exactly once; with
 * {@code park}, and a peer that does not heed Idempotency-Key, nobody twice.
 */
final class Relay implements Row {

  private static final int JOURNEYS = 10;
  private static final int PER_SECOND = 5;
  private static final int IDS = 3;
  private static final int SPOILED_PERCENT = 20;
  private static final long TIMEOUT_MILLIS = 1000;
  private static final int CALLS_IN_A_LIFE = 10;
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(30);

  /** More than the longest pause before a call is made again, which is five minutes. */
  private static final Duration DRAINED_WITHIN = Duration.ofMinutes(12);

  private final Rules points = Rules.read("points-of-calls");
  private final boolean retry;
  private final Random random = new Random();

  /**
   * @param retry what the relay does with a call whose answer never came: send it again, or park it
   */
  Relay(boolean retry) {
    this.retry = retry;
  }

  @Override
  public String name() {
    return retry ? "relay" : "relay-park";
  }

  @Override
  public String fault() {
    return retry
        ? "kill -9 of the relay or its peer at random, or of the relay right around a call ("
            + String.join(", ", points.names())
            + "), and a wire that cuts, delays and garbles; when-unknown: retry"
        : "the same, to a peer that heeds no Idempotency-Key; when-unknown: park";
  }

  @Override
  public String load() {
    return PER_SECOND + " requests/s over " + JOURNEYS + " entry points, period 1 s";
  }

  @Override
  public int promised() {
    return 200;
  }

  @Override
  public Outcome run(Trial trial) {
    return run(trial, new String[0]);
  }

  /** Runs with other options of the relay's virtual machine, for a fault that is planted. */
  Outcome run(Trial trial, String[] options) {
    Path peerFolder = trial.folder().resolve("peer");
    Path relayFolder = trial.folder().resolve("relay");
    Catalogue.write(trial.folder().resolve("peer.yaml"), JOURNEYS, 0);
    GatewayProcess peer =
        new GatewayProcess(
            trial.launch(),
            peerFolder,
            List.of(
                "--gateway.catalog=" + trial.folder().resolve("peer.yaml"),
                "--gateway.limit.period=500ms"));
    try (BadWire wire =
        new BadWire(
            peer.port(), SPOILED_PERCENT, 3 * TIMEOUT_MILLIS / 2, !retry, random.nextLong())) {
      writeCatalogue(trial.folder(), wire.port());
      GatewayProcess relay =
          new GatewayProcess(
              trial.launch(),
              relayFolder,
              List.of("--gateway.catalog=" + trial.folder().resolve("relay.yaml")));
      relay.environment("PEER_TOKEN", Catalogue.TOKEN);
      return run(trial, options, relay, peer, wire);
    } catch (IOException e) {
      throw new RigFailure("the wire failed", e);
    }
  }

  private void writeCatalogue(Path folder, int port) throws IOException {
    String peer = Files.readString(folder.resolve("peer.yaml"));
    String destination =
        """
        destinations:
          - {name: peer, type: journey-api, url: "http://127.0.0.1:%d", token: "${PEER_TOKEN}", period: 1s, ids-per-call: 100,
             timeout: %dms, when-unknown: %s}
        """
            .formatted(port, TIMEOUT_MILLIS, retry ? "retry" : "park");
    Files.writeString(
        folder.resolve("relay.yaml"),
        destination
            + peer.replace("    name: Rig\n", "    name: Rig\n    destination: peer\n")
                .replace("scopes: [start, read]", "scopes: [start, read, operate]"));
  }

  private Outcome run(
      Trial trial, String[] options, GatewayProcess relay, GatewayProcess peer, BadWire wire) {
    try (relay;
        peer;
        RequestLog log = new RequestLog(trial.log())) {
      peer.start();
      relay.start(options);
      peer.awaitReady();
      relay.awaitReady();
      Rules.requireNoErrors(relay);
      Asking asking = new Asking(relay.calls(), log);
      Thread thread = new Thread(asking, "asking");
      thread.start();
      Optional<String> point = Optional.empty();
      int ended = 0;
      for (int round = 1; round <= trial.rounds(); round++) {
        boolean killRelay = point.isPresent() || random.nextBoolean();
        if (point.isPresent() && relay.awaitEnd(REACHED_WITHIN)) {
          ended++;
        } else {
          Pause.of(Duration.ofMillis(2000 + random.nextInt(4000)));
          (killRelay ? relay : peer).kill();
        }
        trial.say(
            "%s: round %d, %s was killed, %d accepted, %d calls spoiled",
            name(), round, killRelay ? "the relay" : "the peer", asking.accepted, wire.spoiled());
        if (killRelay) {
          // The life that ends all this has no point.
          point = round < trial.rounds() && options.length == 0 ? somePoint() : Optional.empty();
          relay.start(point.map(name -> pointOptions(name, trial.folder())).orElse(options));
          // One that ends itself may do so before anybody sees that it is ready.
          if (relay.awaitReadyOrEnd().isEmpty() && point.isEmpty()) {
            throw new RigFailure("the relay ended" + relay.logEnd());
          }
        } else {
          peer.start();
          peer.awaitReady();
        }
      }
      asking.stop = true;
      join(thread);
      wire.mend();
      Set<String> resolved = drain(relay, peer);
      relay.stop();
      peer.stop();
      long atPoints = relay.logged(Rules.HALTS);
      if (atPoints < ended) {
        throw new RigFailure("the relay ended elsewhere than around a call" + relay.logEnd());
      }
      return outcome(trial, relay, peer, wire, resolved, atPoints);
    }
  }

  /** Every other life of the relay ends around one of its calls. */
  private Optional<String> somePoint() {
    List<String> names = List.copyOf(points.names());
    return random.nextBoolean()
        ? Optional.of(names.get(random.nextInt(names.size())))
        : Optional.empty();
  }

  private String[] pointOptions(String point, Path folder) {
    return new String[] {points.option(point, 1 + random.nextInt(CALLS_IN_A_LIFE), folder)};
  }

  private static void join(Thread thread) {
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The caller: a request after the other, each with people of its own. */
  private static final class Asking implements Runnable {
    private final Calls calls;
    private final RequestLog log;
    private volatile boolean stop;
    private volatile int accepted;

    Asking(Calls calls, RequestLog log) {
      this.calls = calls;
      this.log = log;
    }

    @Override
    public void run() {
      for (long number = 0; !stop; number++) {
        String journey = Catalogue.journey(number % JOURNEYS);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < IDS; i++) {
          ids.add("u" + number + "-" + i);
        }
        log.sending(number, 0, journey, null, ids);
        Answer answer = calls.start(journey, ids, null);
        log.answered(number, 0, answer);
        if (answer.kind() == Kind.ACCEPTED) {
          accepted++;
        }
        Pause.of(Duration.ofMillis(1000 / PER_SECOND));
      }
    }
  }

  /** Waits until all calls have ended; says of those that are parked that they were delivered. */
  private Set<String> drain(GatewayProcess relay, GatewayProcess peer) {
    Set<String> resolved = new HashSet<>();
    Pause.until(
        DRAINED_WITHIN,
        Duration.ofSeconds(1),
        () -> {
          if (!retry) {
            resolved.addAll(resolve(relay));
          }
          return relay.calls().idle();
        });
    Draining.await(peer.calls(), null, Duration.ofSeconds(60));
    return resolved;
  }

  /** Decides about all that is parked; returns the people it is about. */
  private static Set<String> resolve(GatewayProcess relay) {
    Set<String> people =
        texts(
            relay,
            "select p.submitted_id || ' ' || d.journey_id from delivery d join delivery_person p on"
                + " p.delivery_uuid = d.delivery_uuid where d.state = 'unknown'");
    Set<String> unknown =
        texts(relay, "select delivery_uuid from delivery where state = 'unknown'");
    HttpClient http = HttpClient.newHttpClient();
    for (String delivery : unknown) {
      try {
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:%d/api/deliveries/%s/resolve"
                            .formatted(relay.port(), delivery)))
                .header("Authorization", "Api " + Catalogue.TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"as\": \"delivered\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new RigFailure("a call cannot be resolved", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return people;
  }

  private static Set<String> texts(GatewayProcess gateway, String sql) {
    try (Connection database = Storage.embedded(gateway.folder()).open();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Set<String> texts = new HashSet<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new RigFailure("the database cannot be read", e);
    }
  }

  private Outcome outcome(
      Trial trial,
      GatewayProcess relay,
      GatewayProcess peer,
      BadWire wire,
      Set<String> resolved,
      long atPoints) {
    Verdict here = RandomKill.check(trial, Storage.embedded(relay.folder()), 0);
    Set<String> sent = texts(relay, "select user_id || ' ' || journey_id from entry");
    Map<String, Integer> there = times(peer);
    List<String> examples = new ArrayList<>(here.examples());
    long twice = there.entrySet().stream().filter(one -> one.getValue() > 1).count();
    there.entrySet().stream()
        .filter(one -> one.getValue() > 1)
        .limit(4)
        .forEach(one -> examples.add("duplicate: " + one + " times at the peer"));
    long strange = there.keySet().stream().filter(id -> !sent.contains(id)).count();
    // Somebody said of what was parked that it was delivered, which may be wrong.
    long lost =
        sent.stream().filter(id -> !there.containsKey(id) && !resolved.contains(id)).count();
    if (lost > 0) {
      examples.add("lost: %d people are not at the peer".formatted(lost));
    }
    Verdict both =
        here.plus(new Verdict(0, 0, 0, lost, 0, twice, strange, 0, 0, 0, 0, 0, 0, examples));
    return new Outcome(
        trial.rounds(),
        both,
        new Outcome.Measures()
            .told("%d people at the relay, %d at the peer", sent.size(), there.size())
            .told(
                "%d calls spoiled by the wire, %d people parked and decided",
                wire.spoiled(), resolved.size())
            .told("%d times the relay ended right around a call", atPoints)
            .promised(wire.spoiled() > 0, "the wire was bad")
            .list());
  }

  private static Map<String, Integer> times(GatewayProcess peer) {
    try (Connection database = Storage.embedded(peer.folder()).open();
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select user_id || ' ' || journey_id, count(*) from entry group by user_id,"
                    + " journey_id")) {
      Map<String, Integer> times = new HashMap<>();
      while (rows.next()) {
        times.put(rows.getString(1), rows.getInt(2));
      }
      return times;
    } catch (SQLException e) {
      throw new RigFailure("the peer's database cannot be read", e);
    }
  }
}
