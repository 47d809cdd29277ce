package dev.journeygateway.rig;

import dev.journeygateway.support.KafkaOnLoopback;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * kill -9 while requests come through doors of a team's own, as docs/examples has them: rows of a
 * table in PostgreSQL and records of a Kafka topic. Each person is a row or record of their own, so
 * that whoever is lost or enters twice is seen.
 */
final class OwnDoors implements Row {

  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(120);
  private static final int LONGEST_LIFE_MILLIS = 4000;
  private static final Pattern JARS =
      Pattern.compile("(camel-(sql|kafka)|kafka-clients)-[0-9][^/]*\\.jar");

  private final Random random = new Random();

  @Override
  public String name() {
    return "own-door";
  }

  @Override
  public String fault() {
    return "kill -9 at a random moment while two doors of a team's own take requests";
  }

  @Override
  public String load() {
    return "20 rows/s through the query door (PostgreSQL) and 20 records/s through the Kafka door,"
        + " as in docs/examples";
  }

  @Override
  public int promised() {
    return 100;
  }

  /** People that a source has confirmed to hold. */
  private static final class Source implements AutoCloseable {

    private interface Putting {
      void put(String id) throws SQLException;
    }

    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stopped;

    Source(String prefix, Putting putting) {
      thread =
          new Thread(
              () -> {
                for (int n = 0; !stopped; n++) {
                  String id = prefix + n;
                  try {
                    putting.put(id);
                    confirmed.add(id);
                  } catch (SQLException e) {
                    throw new RigFailure("the source takes nothing", e);
                  }
                  Pause.of(Duration.ofMillis(50));
                }
              },
              prefix + "source");
      thread.start();
    }

    @Override
    public void close() {
      stopped = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), 2, 1);
    try (PostgresServer postgres = new PostgresServer(trial.folder());
        KafkaOnLoopback kafka = KafkaOnLoopback.start();
        Connection team = postgres.open()) {
      kafka.createTopic("journey.starts");
      kafka.createTopic("journey.starts.refused");
      try (Statement statement = team.createStatement()) {
        statement.execute(
            "create table winback (id bigint generated always as identity primary key, user_id text"
                + " not null, night text, request_uuid text)");
      }
      return run(trial, postgres, kafka, team);
    } catch (RigFailure e) {
      throw e;
    } catch (Exception e) {
      throw new RigFailure("the sources of the doors failed", e);
    }
  }

  private static Path extensions(Path folder) {
    try {
      Path lib = Files.createDirectories(folder.resolve("extensions/lib"));
      for (String example : List.of("query-door", "kafka-door")) {
        Files.copy(
            Path.of("docs/examples", example + ".camel.yaml"),
            folder.resolve("extensions").resolve(example + ".camel.yaml"));
      }
      for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path jar = Path.of(path);
        if (JARS.matcher(jar.getFileName().toString()).matches()) {
          Files.copy(jar, lib.resolve(jar.getFileName()));
        }
      }
      return folder.resolve("extensions");
    } catch (IOException e) {
      throw new RigFailure("the extensions cannot be copied", e);
    }
  }

  private static List<String> settings(
      Path folder, PostgresServer postgres, KafkaOnLoopback kafka) {
    String url = postgres.settings().get(0).replaceFirst("^[^=]*=", "");
    return List.of(
        "--gateway.catalog=" + folder.resolve("journeys.yaml"),
        "--gateway.limit.period=0s",
        "--gateway.extensions=" + extensions(folder),
        "--winback.url=" + url,
        "--winback.username=postgres",
        "--winback.password=postgres",
        "--winback.application=" + Catalogue.APPLICATION,
        "--winback.journey=" + Catalogue.journey(0),
        "--winback.look-every=200",
        "--winback.not-before=00:00",
        // A night of 200 ms.
        "--winback.night=yyyyMMddHHmmssSSS",
        "--kafka-door.brokers=" + kafka.address(),
        "--kafka-door.application=" + Catalogue.APPLICATION);
  }

  private Outcome run(Trial trial, PostgresServer postgres, KafkaOnLoopback kafka, Connection team)
      throws SQLException, ExecutionException, InterruptedException {
    List<Duration> starts = new ArrayList<>();
    Set<String> rows;
    Set<String> records;
    Duration drained;
    Storage storage;
    try (GatewayProcess gateway =
        new GatewayProcess(
            trial.launch(),
            trial.folder().resolve("gateway"),
            settings(trial.folder(), postgres, kafka))) {
      storage = Storage.embedded(gateway.folder());
      gateway.start();
      gateway.awaitReady();
      Source query = new Source("row-", id -> insert(team, id));
      Source topic =
          new Source("record-", id -> kafka.send("journey.starts", null, record(id), Map.of()));
      try (query;
          topic) {
        for (int round = 1; round <= trial.rounds(); round++) {
          int known = gateway.calls().unfinished() == null ? 0 : 1;
          Pause.of(Duration.ofMillis(1000L * known + random.nextInt(LONGEST_LIFE_MILLIS)));
          gateway.kill();
          gateway.start();
          starts.add(gateway.awaitReady());
          trial.say(
              "%s: round %d, %d rows and %d records, ready again after %d ms",
              name(),
              round,
              query.confirmed.size(),
              topic.confirmed.size(),
              starts.get(starts.size() - 1).toMillis());
        }
      }
      rows = query.confirmed;
      records = topic.confirmed;
      long from = System.nanoTime();
      Pause.until(
          DRAINED_WITHIN,
          Duration.ofMillis(500),
          () ->
              waiting(team) == 0
                  && committed(kafka) >= topic.confirmed.size()
                  && gateway.calls().idle());
      drained = Duration.ofNanos(System.nanoTime() - from);
      gateway.stop();
    }
    Duration slowest = starts.stream().max(Duration::compareTo).orElseThrow();
    return new Outcome(
        trial.rounds(),
        check(storage, rows, records),
        new Outcome.Measures()
            .told("%,d rows and %,d records", rows.size(), records.size())
            .promised(
                slowest.compareTo(READY_WITHIN) <= 0,
                "ready again within %.1f s (%s)",
                slowest.toMillis() / 1000.0,
                trial.launch().says())
            .promised(
                drained.compareTo(DRAINED_WITHIN) < 0,
                "everything entered %.1f s after the load ended",
                drained.toMillis() / 1000.0)
            .list());
  }

  private static void insert(Connection team, String id) throws SQLException {
    synchronized (team) {
      try (var statement = team.prepareStatement("insert into winback (user_id) values (?)")) {
        statement.setString(1, id);
        statement.executeUpdate();
      }
    }
  }

  private static String record(String id) {
    return "{\"journey_id\": \"%s\", \"payload\": {\"users\": [\"%s\"]}}"
        .formatted(Catalogue.journey(1), id);
  }

  private static long waiting(Connection team) {
    synchronized (team) {
      try (Statement statement = team.createStatement();
          ResultSet r =
              statement.executeQuery("select count(*) from winback where request_uuid is null")) {
        r.next();
        return r.getLong(1);
      } catch (SQLException e) {
        throw new RigFailure("the table cannot be read", e);
      }
    }
  }

  private static long committed(KafkaOnLoopback kafka) {
    try {
      return kafka.committed("journey-gateway", "journey.starts");
    } catch (ExecutionException e) {
      throw new RigFailure("the group cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** Each person that a source holds entered once, and nobody else. */
  private static Verdict check(Storage storage, Set<String> rows, Set<String> records) {
    Map<String, Integer> entered = new HashMap<>();
    List<String> examples = new ArrayList<>();
    long[] unbalanced = {0};
    try (Connection database = storage.open();
        Statement statement = database.createStatement()) {
      try (ResultSet r = statement.executeQuery("select user_id from entry")) {
        while (r.next()) {
          entered.merge(r.getString(1), 1, Integer::sum);
        }
      }
      try (ResultSet r =
          statement.executeQuery(
              "select count(*) from start_request where state <> 'done' or requested <> entered")) {
        r.next();
        unbalanced[0] = r.getLong(1);
      }
    } catch (SQLException e) {
      throw new RigFailure("the database cannot be read", e);
    }
    long lost = 0;
    long duplicate = 0;
    for (Set<String> source : List.of(rows, records)) {
      for (String id : source) {
        int times = entered.getOrDefault(id, 0);
        lost += times == 0 ? 1 : 0;
        duplicate += times > 1 ? 1 : 0;
        if (times != 1 && examples.size() < 8) {
          examples.add(
              (times == 0 ? "lost: " : "duplicate: ") + id + " entered " + times + " times");
        }
        entered.remove(id);
      }
    }
    // A source that was stopped may hold one more of which it was not told.
    long unexpected = Math.max(0, entered.size() - 2);
    entered.keySet().stream().limit(4).forEach(id -> examples.add("untold: " + id));
    long all = rows.size() + (long) records.size();
    return new Verdict(
        all,
        all,
        all,
        lost,
        unbalanced[0],
        duplicate,
        unexpected,
        0,
        0,
        0,
        0,
        0,
        0,
        unexpected + lost + duplicate + unbalanced[0] == 0 ? List.of() : examples);
  }
}
