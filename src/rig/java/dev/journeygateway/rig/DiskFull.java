package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import dev.journeygateway.rig.LoadClient.Load;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * The disk under the data folder is full for a minute, then space is freed. The disk is a small
 * tmpfs, which takes root.
 */
final class DiskFull implements Row {

  private static final int JOURNEYS = 5000;
  private static final long PERIOD_MILLIS = 60_000;
  private static final String SIZE = "512m";
  private static final Duration FULL = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "disk-full";
  }

  @Override
  public String fault() {
    return "the disk under the data folder (tmpfs, " + SIZE + ") is full 60 s, then freed";
  }

  @Override
  public String load() {
    return "50 requests/s over %,d entry points".formatted(JOURNEYS);
  }

  @Override
  public int promised() {
    return 1;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), JOURNEYS, 2);
    Path data = trial.folder().resolve("gateway").resolve("data");
    mount(data);
    try (GatewayProcess gateway =
        new GatewayProcess(
            trial.launch(),
            trial.folder().resolve("gateway"),
            List.of(
                "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                "--gateway.limit.period=" + PERIOD_MILLIS + "ms"))) {
      Outcome.Measures measures = new Outcome.Measures();
      try (RequestLog log = new RequestLog(trial.log());
          LoadClient load = new LoadClient(Load.usual(JOURNEYS), log, List.of(gateway.calls()))) {
        gateway.start();
        gateway.awaitReady();
        load.start();
        Pause.of(Duration.ofSeconds(10));
        for (int round = 0; round < trial.rounds(); round++) {
          once(data, load, measures);
        }
        measures.promised(
            gateway.alive(), "the process is %s", gateway.alive() ? "the same" : "gone");
        load.finish(Duration.ofSeconds(30));
        Duration drained = Draining.await(gateway.calls(), null, Duration.ofSeconds(60));
        measures
            .promised(
                drained.compareTo(Duration.ofSeconds(60)) <= 0,
                "everything entered %.1f s after the load ended",
                drained.toMillis() / 1000.0)
            .promised(
                load.slow() == 0,
                "%d of %,d answers later than 5 s, the slowest %.1f s",
                load.slow(),
                load.sent(),
                load.slowestMillis() / 1000.0);
      }
      gateway.stop();
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), PERIOD_MILLIS),
          measures.list());
    } finally {
      Programs.run("umount", "-l", data.toString());
    }
  }

  private void once(Path data, LoadClient load, Outcome.Measures measures) {
    Path filler = data.resolve("filler");
    long from = RigClock.millis();
    long end = System.nanoTime() + FULL.toNanos();
    while (System.nanoTime() < end) {
      fill(filler);
      Pause.of(Duration.ofMillis(200));
    }
    int accepted = load.timeline().count(Kind.ACCEPTED, from + 2000, RigClock.millis());
    int unavailable = load.timeline().count(Kind.UNAVAILABLE, from, RigClock.millis());
    try {
      Files.delete(filler);
    } catch (IOException e) {
      throw new RigFailure("cannot free the disk", e);
    }
    long freed = RigClock.millis();
    Pause.of(Duration.ofSeconds(25));
    OptionalLong seconds = load.timeline().secondsUntilAccepted(freed, 95);
    measures
        .told("%d accepted and %,d times 503 while full", accepted, unavailable)
        .promised(
            seconds.isPresent(),
            "95 %% accepted again %s",
            seconds.isPresent()
                ? seconds.getAsLong() + " s after space was freed"
                : "not within 25 s");
  }

  /** What the gateway frees meanwhile is taken, too. */
  private static void fill(Path filler) {
    byte[] block = new byte[64 << 10];
    for (int size = block.length; size > 0; size /= 16) {
      try (OutputStream out =
          Files.newOutputStream(
              filler,
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)) {
        while (true) {
          out.write(block, 0, size);
        }
      } catch (IOException full) {
        // The next smaller block may still fit.
        continue;
      }
    }
  }

  private static void mount(Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new RigFailure("cannot make " + data, e);
    }
    if (Programs.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", data.toString()) != 0) {
      throw new RigFailure("a small disk cannot be mounted: this row takes root");
    }
  }
}
