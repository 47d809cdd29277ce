package dev.journeygateway.rig;

import dev.journeygateway.rig.LoadClient.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Faults that are put into the gateway from outside, because it refuses the settings that would
 * make them: a rig that does not find these proves nothing.
 */
final class Planted {

  private static final int JOURNEYS = 500;
  private static final int PER_SECOND = 1000;
  private static final String INDEX = "unique-index-dropped";
  private static final Rules ANY = Rules.read("planted");

  /** Those that kill -9 cannot show: the kernel keeps what was written and not synced. */
  private static final Rules AT_A_POWER_CUT = Rules.read("planted-power-cut");

  private static final String PERIODIC_SYNC = "periodic-sync";

  /**
   * Shown by a broker of its own that is killed: the embedded one does its work before it answers.
   */
  private static final String ASYNCHRONOUS_SENDS = "asynchronous-sends";

  private final Launch launch;
  private final String name;

  Planted(Launch launch, String name) {
    this.launch = launch;
    this.name = name;
  }

  /**
   * @param round in which it was found; 0 when it was not
   * @param how what the checker saw
   */
  record Found(int round, String how) {}

  static List<String> names() {
    List<String> names = new ArrayList<>(ANY.names());
    names.addAll(AT_A_POWER_CUT.names());
    names.add(INDEX);
    return names;
  }

  static String says(String name) {
    return name.equals(INDEX)
        ? "the unique index over journeys and idempotency keys is dropped"
        : rules(name).says(name);
  }

  private static Rules rules(String name) {
    return AT_A_POWER_CUT.names().contains(name) ? AT_A_POWER_CUT : ANY;
  }

  private boolean powerCut() {
    return name.equals(PERIODIC_SYNC) || AT_A_POWER_CUT.names().contains(name);
  }

  Found look(Path place, int rounds) {
    if (powerCut()) {
      LoopDisk.requireThatItForgets(place);
    }
    for (int round = 1; round <= rounds; round++) {
      Path folder = place.resolve("round-" + round);
      Verdict verdict =
          switch (name) {
            case "size-only-watching" -> writeInPlace(folder);
            case "in-memory-limit" -> restartWithinThePeriod(folder);
            case ASYNCHRONOUS_SENDS -> killBrokerUnderLoad(folder);
            case "repeated-unknown-calls" -> relayToAPeerWithoutKeys(folder);
            default -> powerCut() ? cutUnderLoad(folder) : killUnderLoad(folder);
          };
      System.out.println("  round " + round + ": " + verdict.counts());
      if (verdict.foundFault()) {
        return new Found(
            round,
            verdict.examples().stream()
                .filter(one -> !one.startsWith("broken"))
                .findFirst()
                .orElseThrow()
                .replace("|", "/"));
      }
      Rig.delete(folder);
    }
    return new Found(0, "");
  }

  private String[] options(Path folder) {
    return name.equals(INDEX) ? new String[0] : new String[] {rules(name).option(name, 0, folder)};
  }

  private GatewayProcess gateway(Path folder, int journeys, String period) {
    return gateway(folder, folder, journeys, period, List.of());
  }

  private GatewayProcess gateway(
      Path place, Path folder, int journeys, String period, List<String> more) {
    List<String> settings = new ArrayList<>(more);
    settings.add("--gateway.catalog=" + folder.resolve("journeys.yaml"));
    settings.add("--gateway.limit.period=" + period);
    settings.add("--gateway.files.settle=300ms");
    GatewayProcess gateway = new GatewayProcess(launch, place, settings);
    Catalogue.write(folder.resolve("journeys.yaml"), journeys, 2);
    return gateway;
  }

  private Verdict killUnderLoad(Path folder) {
    boolean index = name.equals(INDEX);
    GatewayProcess gateway = gateway(folder, JOURNEYS, "0s");
    Row.Trial trial = new Row.Trial(launch, folder, 1);
    Load usual = Load.usual(JOURNEYS);
    Path inMemory = logInMemory(trial);
    try (gateway;
        RequestLog log = new RequestLog(trial.log());
        LoadClient load =
            new LoadClient(
                index ? usual.withTwins() : usual.flood(PER_SECOND),
                log,
                List.of(gateway.calls()))) {
      gateway.start(options(folder));
      gateway.awaitReady();
      if (index) {
        gateway.stop();
        dropIndex(gateway);
        gateway.start();
        gateway.awaitReady();
      }
      Rules.requireNoErrors(gateway);
      load.start();
      Pause.until(Duration.ofSeconds(15), () -> load.acceptedCount() >= (index ? 300 : 3000));
      try (BusyDisk busy = index ? null : new BusyDisk(folder)) {
        int before = load.acceptedCount();
        Pause.until(Duration.ofSeconds(5), () -> load.acceptedCount() >= before + 100);
        RandomKill.killAtAnAnswer(gateway, load);
      }
      load.pause();
      gateway.start(options(folder));
      gateway.awaitReady();
      load.finish(Duration.ofSeconds(20));
      Draining.await(gateway.calls(), null, Duration.ofSeconds(15));
      gateway.stop();
    }
    Verdict verdict = RandomKill.check(trial, Storage.embedded(folder), 0);
    Rig.delete(inMemory);
    return verdict;
  }

  private Verdict relayToAPeerWithoutKeys(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new RigFailure("cannot make " + folder, e);
    }
    return new Relay(false).run(new Row.Trial(launch, folder, 2), options(folder)).verdict();
  }

  /** The gateway's folder lies on a disk that loses what was not synced. */
  private Verdict cutUnderLoad(Path folder) {
    Path place = folder.resolve("gateway");
    Row.Trial trial = new Row.Trial(launch, folder, 1);
    try (LoopDisk disk = new LoopDisk(folder.resolve("images"), place);
        GatewayProcess gateway = gateway(place, folder, JOURNEYS, "0s", List.of())) {
      try (RequestLog log = new RequestLog(trial.log());
          LoadClient load =
              new LoadClient(
                  Load.usual(JOURNEYS).flood(PER_SECOND), log, List.of(gateway.calls()))) {
        gateway.start(options(folder));
        gateway.awaitReady();
        Rules.requireNoErrors(gateway);
        load.start();
        Pause.until(Duration.ofSeconds(15), () -> load.acceptedCount() >= 3000);
        RandomKill.killAtAnAnswer(gateway, load);
        load.pause();
        disk.cut();
        gateway.start(options(folder));
        if (!comesUp(gateway)) {
          return allLost(load.acceptedCount());
        }
        load.finish(Duration.ofSeconds(20));
        Draining.await(gateway.calls(), null, Duration.ofSeconds(15));
        gateway.stop();
      }
      return RandomKill.check(trial, Storage.embedded(place), 0);
    }
  }

  /** What a cut left of a database may be none at all. */
  private static boolean comesUp(GatewayProcess gateway) {
    try {
      gateway.awaitReady();
      return true;
    } catch (RigFailure e) {
      if (gateway.alive()) {
        throw e;
      }
      return false;
    }
  }

  private static Verdict allLost(int accepted) {
    String how = "lost: all %d that were accepted: the gateway finds no database any more and ends";
    return new Verdict(
        accepted,
        accepted,
        0,
        accepted,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(how.formatted(accepted)));
  }

  private Verdict killBrokerUnderLoad(Path folder) {
    Row.Trial trial = new Row.Trial(launch, folder, 1);
    try (BrokerServer broker = new BrokerServer(folder);
        GatewayProcess gateway = gateway(folder, folder, JOURNEYS, "0s", broker.settings())) {
      Path inMemory = logInMemory(trial);
      try (RequestLog log = new RequestLog(trial.log());
          LoadClient load =
              new LoadClient(
                  Load.usual(JOURNEYS).flood(PER_SECOND), log, List.of(gateway.calls()))) {
        gateway.start(options(folder));
        gateway.awaitReady();
        Rules.requireNoErrors(gateway);
        load.start();
        Pause.until(Duration.ofSeconds(15), () -> load.acceptedCount() >= 3000);
        try (BusyDisk busy = new BusyDisk(folder)) {
          int before = load.acceptedCount();
          Pause.until(Duration.ofSeconds(5), () -> load.acceptedCount() >= before + 100);
          broker.kill();
        }
        load.pause();
        broker.start();
        load.finish(Duration.ofSeconds(20));
        Draining.await(gateway.calls(), null, Duration.ofSeconds(30));
        gateway.stop();
      }
      Verdict verdict = RandomKill.check(trial, Storage.embedded(folder), 0);
      Rig.delete(inMemory);
      return verdict;
    }
  }

  /**
   * The client's syncs must not hold up the load when the disk is kept busy; it is not the client
   * that is killed.
   */
  private static Path logInMemory(Row.Trial trial) {
    Path memory = Path.of("/dev/shm");
    try {
      Path file =
          Files.createTempFile(
              Files.isWritable(memory) ? memory : trial.folder(), "rig-requests-", ".log");
      Files.createSymbolicLink(trial.log(), file);
      return file;
    } catch (IOException e) {
      throw new RigFailure("the log cannot be made", e);
    }
  }

  private static void dropIndex(GatewayProcess gateway) {
    try (Connection database = Storage.embedded(gateway.folder()).open();
        Statement statement = database.createStatement()) {
      statement.execute(
          "create table any_key (journey_id text, idempotency_key text, request_uuid text,"
              + " body_sha256 text, replayed integer not null default 0)");
      statement.execute("insert into any_key select * from idempotency_key");
      statement.execute("drop table idempotency_key");
      statement.execute("alter table any_key rename to idempotency_key");
    } catch (SQLException e) {
      throw new RigFailure("the index cannot be dropped: adapt its table", e);
    }
  }

  private Verdict restartWithinThePeriod(Path folder) {
    int journeys = 100;
    GatewayProcess gateway = gateway(folder, journeys, "60s");
    Row.Trial trial = new Row.Trial(launch, folder, 1);
    try (gateway;
        RequestLog log = new RequestLog(trial.log());
        LoadClient load = new LoadClient(Load.usual(journeys), log, List.of(gateway.calls()))) {
      gateway.start(options(folder));
      gateway.awaitReady();
      Rules.requireNoErrors(gateway);
      load.start();
      Pause.until(Duration.ofSeconds(30), () -> load.acceptedCount() >= journeys);
      gateway.kill();
      gateway.start(options(folder));
      gateway.awaitReady();
      int before = load.acceptedCount();
      Pause.until(Duration.ofSeconds(5), () -> load.acceptedCount() >= before + 20);
      load.finish(Duration.ofSeconds(20));
      Draining.await(gateway.calls(), null, Duration.ofSeconds(20));
      gateway.stop();
    }
    return RandomKill.check(trial, Storage.embedded(folder), 60_000);
  }

  /** Lists that have their length at once and their rows bit by bit, as some transfers write. */
  private Verdict writeInPlace(Path folder) {
    GatewayProcess gateway = gateway(folder, 2, "0s");
    Row.Trial trial = new Row.Trial(launch, folder, 1);
    try (gateway;
        RequestLog log = new RequestLog(trial.log())) {
      gateway.start(options(folder));
      gateway.awaitReady();
      Rules.requireNoErrors(gateway);
      FileDrops files = new FileDrops(gateway.inbox(), log);
      files.dropInPlace(200, 10, Duration.ofMillis(400));
      Pause.until(Duration.ofSeconds(20), () -> files.outstanding() == 0);
      gateway.stop();
    }
    return RandomKill.check(trial, Storage.embedded(folder), 0);
  }
}
