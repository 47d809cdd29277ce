package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import dev.journeygateway.rig.LoadClient.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The broker or the database is away, or hangs, for a minute, and comes back. Without the broker
 * requests are accepted and wait in the outbox, until that is full; without the database nobody is
 * accepted.
 */
final class Outage implements Row {

  /** What is done to whom. */
  enum Fault {
    BROKER_AWAY("broker-away", "the broker is killed and away %d s"),
    BROKER_HANGING("broker-hanging", "the broker hangs (SIGSTOP) %d s"),
    OUTBOX_FULL(
        "outbox-full",
        "the broker is killed and away %d s, and the outbox holds " + FEW + " messages"),
    DATABASE_AWAY("database-away", "the database is stopped and away %d s"),
    DATABASE_HANGING(
        "database-hanging",
        "the database hangs (SIGSTOP) %d s, then " + SHORT_HANGS + " times for 3 s");

    private final String name;
    private final String says;

    Fault(String name, String says) {
      this.name = name;
      this.says = says;
    }

    /** Whether requests are accepted meanwhile. */
    boolean accepts() {
      return this == BROKER_AWAY || this == BROKER_HANGING;
    }

    boolean ofTheDatabase() {
      return this == DATABASE_AWAY || this == DATABASE_HANGING;
    }
  }

  private static final int FEW = 300;
  private static final int SHORT_HANGS = 20;
  private static final int JOURNEYS = 5000;
  private static final Duration AWAY = Duration.ofSeconds(60);
  private static final Duration WATCHED_BEHIND = Duration.ofSeconds(25);
  private static final long PERIOD_MILLIS = 60_000;
  private static final int PERCENT = 95;
  private static final long QUICK_MILLIS = 1000;
  private static final Duration ENTERED_WITHIN = Duration.ofSeconds(15);
  private static final int ACCEPTING_WITHIN_SECONDS = 15;

  private final Fault fault;
  private final Duration away;

  /**
   * @param away for how long
   */
  Outage(Fault fault, Duration away) {
    this.fault = fault;
    this.away = away;
  }

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      rows.add(new Outage(fault, AWAY));
    }
    return rows;
  }

  @Override
  public String name() {
    return fault.name;
  }

  @Override
  public String fault() {
    return fault.says.formatted(away.toSeconds());
  }

  @Override
  public String load() {
    return "50 requests/s over %,d entry points, on PostgreSQL and an outside broker"
        .formatted(JOURNEYS);
  }

  @Override
  public int promised() {
    return 1;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), JOURNEYS, 2);
    Outcome.Measures measures = new Outcome.Measures();
    try (PostgresServer postgres = new PostgresServer(trial.folder());
        BrokerServer broker = new BrokerServer(trial.folder())) {
      List<String> settings = new ArrayList<>(postgres.settings());
      settings.addAll(broker.settings());
      settings.add("--gateway.catalog=" + trial.folder().resolve("journeys.yaml"));
      settings.add("--gateway.limit.period=" + PERIOD_MILLIS + "ms");
      if (fault == Fault.OUTBOX_FULL) {
        settings.add("--gateway.outbox.max-messages=" + FEW);
      }
      try (GatewayProcess gateway =
              new GatewayProcess(trial.launch(), trial.folder().resolve("gateway"), settings);
          RequestLog log = new RequestLog(trial.log());
          LoadClient load = new LoadClient(Load.usual(JOURNEYS), log, List.of(gateway.calls()))) {
        gateway.start();
        gateway.awaitReady();
        load.start();
        Pause.of(Duration.ofSeconds(10));
        for (int round = 1; round <= trial.rounds(); round++) {
          once(trial, round, gateway.calls(), load, postgres, broker, measures);
        }
        load.finish(Duration.ofSeconds(30));
        Duration drained = Draining.await(gateway.calls(), null, Duration.ofSeconds(120));
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
                load.slowestMillis() / 1000.0)
            .promised(gateway.alive(), "the process is %s", gateway.alive() ? "the same" : "gone");
        if (fault == Fault.DATABASE_HANGING) {
          measures.told(
              "%d acceptances came too late for their callers and were undone, %d were kept for a key sent again",
              gateway.logged("Undone: its commit came too late"),
              gateway.logged("Kept: its caller asked again"));
        }
        gateway.stop();
      }
      return new Outcome(
          trial.rounds(), RandomKill.check(trial, postgres, PERIOD_MILLIS), measures.list());
    }
  }

  private void once(
      Trial trial,
      int round,
      Calls gateway,
      LoadClient load,
      PostgresServer postgres,
      BrokerServer broker,
      Outcome.Measures measures) {
    begin(postgres, broker);
    long from = RigClock.millis();
    Pause.of(away);
    long to = RigClock.millis();
    long accepted = load.timeline().count(Kind.ACCEPTED, from + 2000, to);
    long unavailable = load.timeline().count(Kind.UNAVAILABLE, from, to);
    long slowest = load.timeline().percentileMillis(PERCENT, from, to);
    Set<String> owed = new HashSet<>(load.accepted());
    end(postgres, broker);
    long back = RigClock.millis();
    Duration entered = entered(gateway, owed);
    trial.say(
        "%s: round %d, back again, %d accepted and %d times 503 meanwhile, %d %% of the answers within %d ms; all"
            + " entered after %d ms",
        name(), round, accepted, unavailable, PERCENT, slowest, entered.toMillis());
    String meanwhile =
        "%,d accepted and %,d times 503 while away, %d %% of the answers within %.2f s"
            .formatted(accepted, unavailable, PERCENT, slowest / 1000.0);
    if (fault.accepts()) {
      measures.promised(unavailable == 0 && slowest <= QUICK_MILLIS, "%s", meanwhile);
    } else if (fault.ofTheDatabase()) {
      measures.promised(accepted == 0, "%s", meanwhile);
    } else {
      measures.promised(accepted <= FEW + 50 && unavailable > 0, "%s", meanwhile);
    }
    measures.promised(
        entered.compareTo(ENTERED_WITHIN) <= 0,
        "all that was accepted before is entered %.1f s after its return",
        entered.toMillis() / 1000.0);
    Duration watched = away.compareTo(WATCHED_BEHIND) < 0 ? away : WATCHED_BEHIND;
    Pause.of(watched.minus(Duration.ofMillis(RigClock.millis() - back)));
    OptionalLong seconds = load.timeline().secondsUntilAccepted(back, PERCENT);
    measures.promised(
        seconds.isPresent() && seconds.getAsLong() <= ACCEPTING_WITHIN_SECONDS,
        "%d %% accepted %s",
        PERCENT,
        seconds.isPresent()
            ? seconds.getAsLong() + " s after its return"
            : "not within " + watched.toSeconds() + " s");
    if (fault == Fault.DATABASE_HANGING) {
      hangShortly(postgres);
    }
  }

  /** What is under way when the database hangs comes back to callers who have been told 503. */
  private static void hangShortly(PostgresServer postgres) {
    for (int i = 0; i < SHORT_HANGS; i++) {
      postgres.hang();
      Pause.of(Duration.ofSeconds(3));
      postgres.goOn();
      Pause.of(Duration.ofSeconds(4));
    }
  }

  /** How long it takes until all of these are done; a minute at most. */
  private static Duration entered(Calls gateway, Set<String> owed) {
    long from = System.nanoTime();
    Pause.until(
        Duration.ofSeconds(60),
        Duration.ofMillis(250),
        () -> {
          Set<String> unfinished = gateway.unfinished();
          return unfinished != null && owed.stream().noneMatch(unfinished::contains);
        });
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private void begin(PostgresServer postgres, BrokerServer broker) {
    switch (fault) {
      case BROKER_AWAY, OUTBOX_FULL -> broker.kill();
      case BROKER_HANGING -> broker.hang();
      case DATABASE_AWAY -> postgres.stop();
      case DATABASE_HANGING -> postgres.hang();
      default -> throw new IllegalStateException(fault.name);
    }
  }

  private void end(PostgresServer postgres, BrokerServer broker) {
    switch (fault) {
      case BROKER_AWAY, OUTBOX_FULL -> broker.start();
      case BROKER_HANGING -> broker.goOn();
      case DATABASE_AWAY -> postgres.start();
      case DATABASE_HANGING -> postgres.goOn();
      default -> throw new IllegalStateException(fault.name);
    }
  }
}
