package dev.journeygateway.rig;

import dev.journeygateway.rig.LoadClient.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The process ends itself at named points of its own code (rig/points.btm), each a few times. */
final class NamedPoints implements Row {

  private static final long PERIOD_MILLIS = 2000;
  private static final int JOURNEYS = 400;

  /** So many that each has its two of a round done before the next, however long a start takes. */
  private static final int WAIT_JOURNEYS = 60;

  private static final String UNDOING = "while-undoing";
  private static final int FILE_ROWS = 3000;
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(60);

  private final Rules points = Rules.read("points");
  private final List<String> only;

  /**
   * @param only these points; empty for all
   */
  NamedPoints(List<String> only) {
    this.only = only;
  }

  @Override
  public String name() {
    return "named-points";
  }

  @Override
  public String fault() {
    return "the process ends at a named point: " + String.join(", ", names());
  }

  @Override
  public String load() {
    return "50 requests/s over %d entry points, period 2 s, one in twenty waits for its slot, lists of %,d rows"
        .formatted(JOURNEYS + WAIT_JOURNEYS, FILE_ROWS);
  }

  @Override
  public int promised() {
    return 100 * names().size();
  }

  private List<String> names() {
    return only.isEmpty() ? List.copyOf(points.names()) : only;
  }

  /** The rounds of the trial are those of each point. */
  @Override
  public Outcome run(Trial trial) {
    int perPoint = Math.max(1, trial.rounds() / names().size());
    Catalogue.write(
        trial.folder().resolve("journeys.yaml"),
        JOURNEYS,
        2 * perPoint * names().size() + 4,
        WAIT_JOURNEYS);
    List<String> settings = new ArrayList<>(Catalogue.waitSettings(WAIT_JOURNEYS));
    settings.add("--gateway.catalog=" + trial.folder().resolve("journeys.yaml"));
    settings.add("--gateway.limit.period=" + PERIOD_MILLIS + "ms");
    settings.add("--gateway.files.settle=200ms");
    GatewayProcess gateway =
        new GatewayProcess(trial.launch(), trial.folder().resolve("gateway"), settings);
    Random random = ThreadLocalRandom.current();
    Duration drained;
    int rounds = 0;
    try (gateway;
        RequestLog log = new RequestLog(trial.log());
        LoadClient load =
            new LoadClient(
                Load.usual(JOURNEYS).withWaiting(WAIT_JOURNEYS), log, List.of(gateway.calls()))) {
      FileDrops files = new FileDrops(gateway.inbox(), log);
      load.start();
      for (String point : names()) {
        for (int i = 0; i < perPoint; i++) {
          int nth = 1 + random.nextInt(mostTimesInALife(point));
          long halts = rounds == 0 ? 0 : gateway.logged(Rules.HALTS + point);
          gateway.start(points.option(point, nth, trial.folder()));
          files.drop(FILE_ROWS);
          reach(gateway, point, halts);
          log.killed();
          rounds++;
          trial.say("%s: %s, round %d, %d accepted", name(), point, i + 1, load.acceptedCount());
        }
      }
      gateway.start();
      gateway.awaitReady();
      load.finish(Duration.ofSeconds(30));
      drained = Draining.await(gateway.calls(), files, Duration.ofSeconds(120));
      gateway.stop();
    }
    Verdict verdict = RandomKill.check(trial, Storage.embedded(gateway.folder()), PERIOD_MILLIS);
    return new Outcome(
        rounds,
        verdict,
        new Outcome.Measures()
            .told("each of %d points %d times", names().size(), perPoint)
            .promised(
                drained.compareTo(Duration.ofSeconds(60)) <= 0,
                "everything entered %.1f s after the load ended",
                drained.toMillis() / 1000.0)
            .promised(verdict.stuck() == 0, "%d slots held longer than the period", verdict.stuck())
            .list());
  }

  /** How often a life is sure to come by a point. */
  private static int mostTimesInALife(String point) {
    if (point.contains("file")) {
      return 1;
    }
    return point.contains("granting") || point.equals(UNDOING) || point.contains("delete") ? 3 : 20;
  }

  /** Waits until the process ended itself at the point. */
  private void reach(GatewayProcess gateway, String point, long haltsBefore) {
    gateway.awaitReadyOrEnd();
    if (!gateway.awaitEnd(REACHED_WITHIN)) {
      Rules.requireNoErrors(gateway);
      throw new RigFailure(
          "the point %s was not reached within %d s: look at its rule"
              .formatted(point, REACHED_WITHIN.toSeconds()));
    }
    if (gateway.logged(Rules.HALTS + point) != haltsBefore + 1) {
      throw new RigFailure("the gateway ended elsewhere than at " + point + gateway.logEnd());
    }
  }
}
