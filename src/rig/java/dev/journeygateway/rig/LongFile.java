package dev.journeygateway.rig;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** One very long list on a small heap, killed while it is under way; a round is a kill. */
final class LongFile implements Row {

  private final int rows;
  private final boolean uploaded;

  /**
   * @param uploaded over HTTP, else dropped into the folder; it is killed once it is safe
   */
  LongFile(int rows, boolean uploaded) {
    this.rows = rows;
    this.uploaded = uploaded;
  }

  @Override
  public String name() {
    return uploaded ? "ten-million-uploaded" : "ten-million";
  }

  @Override
  public String fault() {
    return "kill -9 at a random moment while one list is under way, 256 MiB heap";
  }

  @Override
  public String load() {
    return "one list of %,d rows%s".formatted(rows, uploaded ? " over HTTP" : "");
  }

  @Override
  public int promised() {
    return 5;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), 1, 1);
    try (GatewayProcess gateway =
            new GatewayProcess(
                trial.launch(),
                trial.folder().resolve("gateway"),
                List.of(
                    "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                    "--gateway.files.settle=500ms"));
        RequestLog log = new RequestLog(trial.log())) {
      gateway.heap("256m");
      FileDrops files = new FileDrops(gateway.inbox(), log);
      if (!uploaded) {
        files.drop(rows);
      }
      long from = System.nanoTime();
      if (uploaded) {
        gateway.start();
        gateway.awaitReady();
        long sending = System.nanoTime();
        files.upload(gateway.calls(), rows);
        trial.say("%s: uploaded in %.1f s", name(), (System.nanoTime() - sending) / 1e9);
      }
      for (int round = 1; round <= trial.rounds(); round++) {
        if (!gateway.alive()) {
          gateway.start();
          gateway.awaitReady();
        }
        Pause.of(Duration.ofMillis(3000 + ThreadLocalRandom.current().nextInt(10_000)));
        gateway.kill();
        trial.say("%s: killed %d times", name(), round);
      }
      gateway.start();
      gateway.awaitReady();
      boolean filed =
          Pause.until(
              Duration.ofMinutes(60),
              Duration.ofSeconds(1),
              () -> files.outstanding() == 0 || !gateway.alive());
      double seconds = (System.nanoTime() - from) / 1e9;
      long outOfMemory =
          gateway.logged("OutOfMemoryError")
              + gateway.logged("Terminating due to java.lang.OutOfMemory");
      gateway.stop();
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), 0),
          new Outcome.Measures()
              .promised(filed && files.outstanding() == 0, "done after %.0f s", seconds)
              .promised(outOfMemory == 0, "%d times out of memory", outOfMemory)
              .list());
    }
  }
}
