package dev.journeygateway.rig;

import dev.journeygateway.rig.LoadClient.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Power cuts: the gateway's folder lies on a disk whose plug is pulled. kill -9 leaves to the
 * kernel what was written and not synced; this does not.
 */
final class PowerCut implements Row {

  private static final int JOURNEYS = 5000;
  private static final int FILE_ROWS = 20_000;
  private static final long PERIOD_MILLIS = 60_000;
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENTERED_WITHIN = Duration.ofSeconds(60);
  private static final int LONGEST_LIFE_MILLIS = 2000;

  private final Random random = new Random();

  @Override
  public String name() {
    return "power-cut";
  }

  @Override
  public String fault() {
    return "power cut: kill -9, and what was not synced is gone from the disk (ext4 over a loop"
        + " device)";
  }

  @Override
  public String load() {
    return "50 requests/s over %,d entry points, a list of %,d rows running"
        .formatted(JOURNEYS, FILE_ROWS);
  }

  @Override
  public int promised() {
    return 20;
  }

  @Override
  public Outcome run(Trial trial) {
    LoopDisk.requireThatItForgets(trial.folder());
    trial.say("%s: the disk forgets what was not synced, and keeps what was", name());
    Catalogue.write(trial.folder().resolve("journeys.yaml"), JOURNEYS, 2 * trial.rounds() + 2);
    Path folder = trial.folder().resolve("gateway");
    try (LoopDisk disk = new LoopDisk(trial.folder().resolve("images"), folder);
        GatewayProcess gateway =
            new GatewayProcess(
                trial.launch(),
                folder,
                List.of(
                    "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                    "--gateway.limit.period=" + PERIOD_MILLIS + "ms",
                    "--gateway.files.settle=300ms"))) {
      Outcome.Measures measures = new Outcome.Measures();
      try (RequestLog log = new RequestLog(trial.log());
          LoadClient load = new LoadClient(Load.usual(JOURNEYS), log, List.of(gateway.calls()))) {
        FileDrops files = new FileDrops(gateway.inbox(), log);
        gateway.start();
        gateway.awaitReady();
        load.start();
        Duration slowest = Duration.ZERO;
        for (int round = 1; round <= trial.rounds(); round++) {
          if (files.outstanding() == 0) {
            files.drop(FILE_ROWS);
            // It was handed over once its writer synced it; from there on it is the gateway's.
            disk.sync();
          }
          cutOnce(gateway, disk, load);
          log.killed();
          gateway.start();
          Duration ready = gateway.awaitReady();
          slowest = ready.compareTo(slowest) > 0 ? ready : slowest;
          trial.say(
              "%s: round %d, %d accepted, ready again after %d ms",
              name(), round, load.acceptedCount(), ready.toMillis());
        }
        load.finish(Duration.ofSeconds(30));
        Duration drained = Draining.await(gateway.calls(), files, ENTERED_WITHIN.multipliedBy(2));
        measures
            .promised(
                slowest.compareTo(READY_WITHIN) <= 0,
                "ready again within %.1f s (%s)",
                slowest.toMillis() / 1000.0,
                trial.launch().says())
            .promised(
                drained.compareTo(ENTERED_WITHIN) <= 0,
                "everything entered %.1f s after the load ended",
                drained.toMillis() / 1000.0)
            .told("%d lists", files.count());
      }
      gateway.stop();
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), PERIOD_MILLIS),
          measures.list());
    }
  }

  private void cutOnce(GatewayProcess gateway, LoopDisk disk, LoadClient load) {
    int before = load.acceptedCount();
    if (!Pause.until(Duration.ofSeconds(30), () -> load.acceptedCount() >= before + 3)) {
      throw new RigFailure("nothing was accepted within 30 s" + gateway.logEnd());
    }
    Pause.of(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
    RandomKill.killAtAnAnswer(gateway, load);
    disk.cut();
  }
}
