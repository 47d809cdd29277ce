package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Normal callers, alone and beside a crowd of slow ones, in turn and in one run. A round is a slow
 * client.
 */
final class SlowClients implements Row {

  private static final int JOURNEYS = 500;
  private static final int PER_SECOND = 50;
  private static final int THREADS = 64;
  private static final int TURNS = 2;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration TURN = Duration.ofSeconds(20);

  private final AtomicLong number = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();

  @Override
  public String name() {
    return "slow-clients";
  }

  @Override
  public String fault() {
    return "slow clients: a byte a second, half in a header, half in a body, never ending";
  }

  @Override
  public String load() {
    return PER_SECOND
        + " requests/s, %d s alone and %d s beside them, %d times in turn; a round is a slow client"
            .formatted(TURN.toSeconds(), TURN.toSeconds(), TURNS);
  }

  @Override
  public int promised() {
    return 1000;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), JOURNEYS, 1);
    try (GatewayProcess gateway =
        new GatewayProcess(
            trial.launch(),
            trial.folder().resolve("gateway"),
            List.of(
                "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                "--gateway.limit.period=0s"))) {
      List<Long> alone = Collections.synchronizedList(new ArrayList<>());
      List<Long> beside = Collections.synchronizedList(new ArrayList<>());
      int fewest = trial.rounds();
      long turnedOut = 0;
      try (RequestLog log = new RequestLog(trial.log())) {
        gateway.start();
        gateway.awaitReady();
        normal(gateway.calls(), log, WARM_UP, new ArrayList<>());
        for (int turn = 0; turn < TURNS; turn++) {
          normal(gateway.calls(), log, TURN, alone);
          try (SlowCrowd crowd = new SlowCrowd(gateway.port(), trial.rounds())) {
            Pause.of(Duration.ofSeconds(2));
            fewest = Math.min(fewest, crowd.present());
            normal(gateway.calls(), log, TURN, beside);
            fewest = Math.min(fewest, crowd.present());
            turnedOut += crowd.turnedOut();
          }
          trial.say(
              "%s: turn %d, p99 alone %.1f ms, beside %.1f ms",
              name(), turn + 1, millis(alone, 99), millis(beside, 99));
        }
        Pause.until(Duration.ofSeconds(30), gateway.calls()::idle);
        gateway.stop();
      }
      double ratio = millis(beside, 99) / millis(alone, 99);
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), 0),
          new Outcome.Measures()
              .promised(
                  unanswered.get() == 0,
                  "%d of %,d normal requests not answered 200",
                  unanswered.get(),
                  number.get())
              .promised(
                  ratio <= 2,
                  "p99 %.2f times that without them: %.1f ms beside, %.1f ms alone (median %.1f and"
                      + " %.1f, slowest %.0f and %.0f, %,d and %,d requests)",
                  ratio,
                  millis(beside, 99),
                  millis(alone, 99),
                  millis(beside, 50),
                  millis(alone, 50),
                  millis(beside, 100),
                  millis(alone, 100),
                  beside.size(),
                  alone.size())
              .promised(
                  fewest >= trial.rounds() * 9 / 10,
                  "at least %,d of them at a time; %,d were turned out meanwhile and came back",
                  fewest,
                  turnedOut)
              .list());
    }
  }

  /** Calls at a steady rate, whether they are answered or not. */
  private void normal(Calls calls, RequestLog log, Duration time, List<Long> nanos) {
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    long count = time.toSeconds() * PER_SECOND;
    for (long i = 0; i < count; i++) {
      threads.schedule(
          () -> call(calls, log, nanos), i * 1_000_000 / PER_SECOND, TimeUnit.MICROSECONDS);
    }
    threads.shutdown();
    try {
      threads.awaitTermination(time.toSeconds() + 60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call(Calls calls, RequestLog log, List<Long> nanos) {
    long mine = number.getAndIncrement();
    String journey = Catalogue.journey(mine % JOURNEYS);
    List<String> ids = List.of("u" + mine);
    log.sending(mine, 0, journey, null, ids);
    long from = System.nanoTime();
    Answer answer = calls.start(journey, ids, null);
    nanos.add(System.nanoTime() - from);
    log.answered(mine, 0, answer);
    if (answer.kind() != Kind.ACCEPTED) {
      unanswered.incrementAndGet();
    }
  }

  private static double millis(List<Long> nanos, int percentile) {
    List<Long> sorted = nanos.stream().sorted().toList();
    int last = sorted.size() - 1;
    return sorted.isEmpty() ? 0 : sorted.get(Math.min(last, last * percentile / 100)) / 1e6;
  }
}
