package dev.journeygateway.rig;

import java.time.Duration;
import java.util.List;

/** Writers that do not write as they should: with pauses, or in place. No file is taken short. */
final class PausedWriter implements Row {

  private static final int ROWS = 500;

  @Override
  public String name() {
    return "paused-writer";
  }

  @Override
  public String fault() {
    return "a writer that pauses under the final name, one that fills a file of its final length, in turn";
  }

  @Override
  public String load() {
    return "files of %,d rows; the pauses are shorter than gateway.files.settle (1 s)"
        .formatted(ROWS);
  }

  @Override
  public int promised() {
    return 100;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), 1, trial.rounds() + 1);
    try (GatewayProcess gateway =
            new GatewayProcess(
                trial.launch(),
                trial.folder().resolve("gateway"),
                List.of(
                    "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                    "--gateway.files.settle=1s"));
        RequestLog log = new RequestLog(trial.log())) {
      gateway.start();
      gateway.awaitReady();
      FileDrops files = new FileDrops(gateway.inbox(), log);
      for (int round = 0; round < trial.rounds(); round++) {
        if (round % 2 == 0) {
          files.dropSlowly(ROWS, 4, Duration.ofMillis(600));
        } else {
          files.dropInPlace(ROWS, 4, Duration.ofMillis(600));
        }
      }
      trial.say("%s: %d files written", name(), files.count());
      boolean filed = Pause.until(Duration.ofSeconds(60), () -> files.outstanding() == 0);
      gateway.stop();
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), 0),
          new Outcome.Measures()
              .promised(filed, "%d files not filed away", files.outstanding())
              .list());
    }
  }
}
