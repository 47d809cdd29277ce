package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two gateways on one PostgreSQL and one broker, and everybody asks for the same entry point; the
 * second one's clock may be ahead. A round is a period.
 */
final class TwoGateways implements Row {

  private static final long PERIOD_MILLIS = 2000;
  private static final int THREADS = 64;
  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final List<String> FAKETIME =
      List.of(
          "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
          "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1");

  private final int aheadSeconds;

  /**
   * @param aheadSeconds of the second gateway's clock; 0 for none
   */
  TwoGateways(int aheadSeconds) {
    this.aheadSeconds = aheadSeconds;
  }

  @Override
  public String name() {
    return aheadSeconds == 0 ? "two-gateways" : "clock-ahead";
  }

  @Override
  public String fault() {
    return aheadSeconds == 0
        ? "two gateways on one PostgreSQL and one broker"
        : "the same, one with a clock " + aheadSeconds + " s ahead";
  }

  @Override
  public String load() {
    return THREADS + " threads on one entry point, period 2 s; a round is a period";
  }

  @Override
  public int promised() {
    return 200;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), 1, 2);
    AtomicLong accepted = new AtomicLong();
    long[] byGateway;
    try (PostgresServer postgres = new PostgresServer(trial.folder());
        BrokerServer broker = new BrokerServer(trial.folder())) {
      List<String> settings = new ArrayList<>(postgres.settings());
      settings.addAll(broker.settings());
      settings.add("--gateway.catalog=" + trial.folder().resolve("journeys.yaml"));
      settings.add("--gateway.limit.period=" + PERIOD_MILLIS + "ms");
      settings.add("--gateway.limit.flood-guard=10000");
      try (GatewayProcess one =
              new GatewayProcess(trial.launch(), trial.folder().resolve("one"), settings);
          GatewayProcess other =
              new GatewayProcess(trial.launch(), trial.folder().resolve("other"), settings);
          RequestLog log = new RequestLog(trial.log())) {
        setClock(other);
        one.start();
        one.awaitReady();
        other.start();
        other.awaitReady();
        byGateway = ask(List.of(one.calls(), other.calls()), log, trial.rounds(), accepted);
        trial.say("%s: %d accepted in %d periods", name(), accepted.get(), trial.rounds());
        Pause.until(Duration.ofSeconds(30), one.calls()::idle);
        one.stop();
        other.stop();
      }
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, postgres, PERIOD_MILLIS),
          new Outcome.Measures()
              .promised(
                  accepted.get() <= trial.rounds() + 1L,
                  "%d accepted in %d periods: %d by one gateway, %d by the other",
                  accepted.get(),
                  trial.rounds(),
                  byGateway[0],
                  byGateway[1])
              .list());
    }
  }

  private void setClock(GatewayProcess gateway) {
    if (aheadSeconds == 0) {
      return;
    }
    String library =
        FAKETIME.stream()
            .filter(file -> Files.exists(Path.of(file)))
            .findFirst()
            .orElseThrow(
                () ->
                    new RigFailure(
                        "the clock cannot be moved: Debian's package libfaketime is missing"));
    gateway.environment("LD_PRELOAD", library);
    gateway.environment("FAKETIME", "+" + aheadSeconds);
    gateway.environment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    gateway.environment("DONT_FAKE_MONOTONIC", "1");
  }

  private static long[] ask(
      List<Calls> gateways, RequestLog log, int periods, AtomicLong accepted) {
    AtomicInteger numbers = new AtomicInteger();
    AtomicLong[] by = {new AtomicLong(), new AtomicLong()};
    CountDownLatch done = new CountDownLatch(THREADS);
    long end = System.nanoTime() + periods * PERIOD_MILLIS * 1_000_000;
    for (int thread = 0; thread < THREADS; thread++) {
      int which = thread % gateways.size();
      new Thread(
              () -> {
                while (System.nanoTime() < end) {
                  long number = numbers.getAndIncrement();
                  List<String> ids = List.of("u" + number + "-0");
                  log.sending(number, 0, Catalogue.journey(0), null, ids);
                  Answer answer = gateways.get(which).start(Catalogue.journey(0), ids, null);
                  log.answered(number, 0, answer);
                  if (answer.kind() == Kind.ACCEPTED) {
                    accepted.incrementAndGet();
                    by[which].incrementAndGet();
                  }
                  Pause.of(BETWEEN);
                }
                done.countDown();
              },
              "asker-" + thread)
          .start();
    }
    try {
      done.await(periods * PERIOD_MILLIS + 60_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new long[] {by[0].get(), by[1].get()};
  }
}
