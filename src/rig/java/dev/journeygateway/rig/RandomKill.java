package dev.journeygateway.rig;

import dev.journeygateway.rig.LoadClient.Load;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * kill -9 at random moments: half of them at some time, half right behind the answer to a caller,
 * which is the moment that hurts most.
 */
final class RandomKill implements Row {

  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENTERED_WITHIN = Duration.ofSeconds(60);
  private static final long PERIOD_MILLIS = 60_000;

  /**
   * @param journeys how many entry points
   * @param fileRows rows of the list that is under way; another follows when one is filed away
   * @param longestLifeMillis the longest time between being ready and the kill
   */
  record Size(int journeys, int fileRows, int longestLifeMillis) {}

  private final Size size;
  private final Random random = new Random();

  RandomKill(Size size) {
    this.size = size;
  }

  @Override
  public String name() {
    return "random-kill";
  }

  @Override
  public String fault() {
    return "kill -9 at a random moment";
  }

  @Override
  public String load() {
    return "50 requests/s over %,d entry points, a list of %,d rows running"
        .formatted(size.journeys(), size.fileRows());
  }

  @Override
  public int promised() {
    return 1000;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(
        trial.folder().resolve("journeys.yaml"), size.journeys(), 2 * trial.rounds() + 2);
    GatewayProcess gateway =
        new GatewayProcess(
            trial.launch(),
            trial.folder().resolve("gateway"),
            List.of(
                "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                "--gateway.limit.period=" + PERIOD_MILLIS + "ms",
                "--gateway.files.settle=300ms"));
    List<Duration> starts = new ArrayList<>();
    Duration drained;
    long slow;
    try (gateway;
        RequestLog log = new RequestLog(trial.log());
        LoadClient load =
            new LoadClient(Load.usual(size.journeys()), log, List.of(gateway.calls()))) {
      FileDrops files = new FileDrops(gateway.inbox(), log);
      gateway.start();
      gateway.awaitReady();
      load.start();
      for (int round = 1; round <= trial.rounds(); round++) {
        if (files.outstanding() == 0) {
          files.drop(size.fileRows());
        }
        killOnce(gateway, load);
        log.killed();
        gateway.start();
        starts.add(gateway.awaitReady());
        trial.say(
            "%s: round %d, %d accepted, ready again after %d ms",
            name(), round, load.acceptedCount(), starts.get(starts.size() - 1).toMillis());
      }
      load.finish(Duration.ofSeconds(30));
      drained = Draining.await(gateway.calls(), files, ENTERED_WITHIN.multipliedBy(2));
      slow = load.slow();
      gateway.stop();
    }
    Verdict verdict = check(trial, Storage.embedded(gateway.folder()), PERIOD_MILLIS);
    // Where the broker and its client put by themselves what they take for a duplicate.
    int setAside = StoredQueue.read(gateway.folder(), "ActiveMQ.DLQ", message -> 1).size();
    Duration slowest = starts.stream().max(Duration::compareTo).orElseThrow();
    return new Outcome(
        trial.rounds(),
        verdict,
        new Outcome.Measures()
            .promised(
                slowest.compareTo(READY_WITHIN) <= 0,
                "ready again within %.1f s, median %.1f s (%s)",
                slowest.toMillis() / 1000.0,
                starts.stream().sorted().toList().get(starts.size() / 2).toMillis() / 1000.0,
                trial.launch().says())
            .promised(
                drained.compareTo(ENTERED_WITHIN) <= 0,
                "everything entered %.1f s after the load ended",
                drained.toMillis() / 1000.0)
            .promised(slow == 0, "%d answers later than 5 s", slow)
            .promised(setAside == 0, "%d messages set aside by the broker", setAside)
            .list());
  }

  private void killOnce(GatewayProcess gateway, LoadClient load) {
    // Something must have been accepted in this life, else there is nothing to lose.
    int before = load.acceptedCount();
    if (!Pause.until(Duration.ofSeconds(30), () -> load.acceptedCount() >= before + 3)) {
      throw new RigFailure("nothing was accepted within 30 s" + gateway.logEnd());
    }
    Pause.of(Duration.ofMillis(random.nextInt(size.longestLifeMillis())));
    if (random.nextBoolean()) {
      killAtAnAnswer(gateway, load);
    } else {
      gateway.kill();
    }
  }

  static void killAtAnAnswer(GatewayProcess gateway, LoadClient load) {
    CountDownLatch answered = new CountDownLatch(1);
    load.onAccepted(
        () -> {
          if (answered.getCount() > 0) {
            gateway.kill();
            answered.countDown();
          }
        });
    try {
      if (!answered.await(10, TimeUnit.SECONDS)) {
        gateway.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      load.onAccepted(() -> {});
    }
  }

  static Verdict check(Trial trial, Storage storage, long periodMillis) {
    try (Connection database = storage.open()) {
      return Checker.check(History.read(trial.log()), database, periodMillis);
    } catch (SQLException e) {
      throw new RigFailure("the database cannot be opened", e);
    }
  }
}
