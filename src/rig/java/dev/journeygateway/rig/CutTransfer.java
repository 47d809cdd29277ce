package dev.journeygateway.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Transfers that are cut half way, and made again later. No file is taken short. */
final class CutTransfer implements Row {

  private static final int ROWS = 500;

  /** Long enough for the gateway to have looked many times at what the cut left. */
  private static final Duration UNTIL_MADE_AGAIN = Duration.ofSeconds(8);

  @Override
  public String name() {
    return "cut-transfer";
  }

  @Override
  public String fault() {
    return "a transfer cut half way, under .part and under the final name in turn, made again 8 s later";
  }

  @Override
  public String load() {
    return "files of %,d rows, gateway.files.done-marker=true".formatted(ROWS);
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
                    "--gateway.files.done-marker=true"));
        RequestLog log = new RequestLog(trial.log())) {
      gateway.start();
      gateway.awaitReady();
      FileDrops files = new FileDrops(gateway.inbox(), log);
      List<Runnable> again = new ArrayList<>();
      for (int round = 0; round < trial.rounds(); round++) {
        again.add(files.dropCut(ROWS, round % 2 == 0));
      }
      Pause.of(UNTIL_MADE_AGAIN);
      int early = files.count() - files.outstanding();
      again.forEach(Runnable::run);
      boolean filed = Pause.until(Duration.ofSeconds(120), () -> files.outstanding() == 0);
      gateway.stop();
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), 0),
          new Outcome.Measures()
              .promised(early == 0, "%d taken before they were whole", early)
              .promised(filed, "%d files not filed away", files.outstanding())
              .list());
    }
  }
}
