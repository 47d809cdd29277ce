package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import dev.journeygateway.rig.LoadClient.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The broker or the database is away, or hangs, for a minute, and comes back. */
final class Outage implements Row {

  /** What is done to whom. */
  enum Fault {
    BROKER_AWAY("broker-away", "the broker is killed and away 60 s", 10),
    BROKER_HANGING("broker-hanging", "the broker hangs (SIGSTOP) 60 s", 10),
    DATABASE_AWAY("database-away", "the database is stopped and away 60 s", 15),
    DATABASE_HANGING("database-hanging", "the database hangs (SIGSTOP) 60 s", 15);

    private final String name;
    private final String says;
    private final int backWithinSeconds;

    Fault(String name, String says, int backWithinSeconds) {
      this.name = name;
      this.says = says;
      this.backWithinSeconds = backWithinSeconds;
    }
  }

  private static final int JOURNEYS = 5000;
  private static final Duration AWAY = Duration.ofSeconds(60);
  private static final long PERIOD_MILLIS = 60_000;
  private static final int PERCENT_BACK = 95;

  private final Fault fault;

  Outage(Fault fault) {
    this.fault = fault;
  }

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      rows.add(new Outage(fault));
    }
    return rows;
  }

  @Override
  public String name() {
    return fault.name;
  }

  @Override
  public String fault() {
    return fault.says;
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
      try (GatewayProcess gateway =
              new GatewayProcess(trial.launch(), trial.folder().resolve("gateway"), settings);
          RequestLog log = new RequestLog(trial.log());
          LoadClient load = new LoadClient(Load.usual(JOURNEYS), log, List.of(gateway.calls()))) {
        gateway.start();
        gateway.awaitReady();
        load.start();
        Pause.of(Duration.ofSeconds(10));
        for (int round = 1; round <= trial.rounds(); round++) {
          once(trial, round, load, postgres, broker, measures);
        }
        load.finish(Duration.ofSeconds(30));
        Duration drained = Draining.await(gateway.calls(), load, null, Duration.ofSeconds(120));
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
            .promised(
                gateway.logged("Set aside on the dead-letter queue") == 0,
                "%d dead letters",
                gateway.logged("Set aside on the dead-letter queue"));
        gateway.stop();
      }
      return new Outcome(
          trial.rounds(), RandomKill.check(trial, postgres, PERIOD_MILLIS), measures.list());
    }
  }

  private void once(
      Trial trial,
      int round,
      LoadClient load,
      PostgresServer postgres,
      BrokerServer broker,
      Outcome.Measures measures) {
    begin(postgres, broker);
    long from = RigClock.millis();
    Pause.of(AWAY);
    long accepted = load.timeline().count(Kind.ACCEPTED, from + 2000, RigClock.millis());
    long unavailable = load.timeline().count(Kind.UNAVAILABLE, from, RigClock.millis());
    end(postgres, broker);
    long back = RigClock.millis();
    trial.say(
        "%s: round %d, back again, %d accepted and %d times 503 meanwhile",
        name(), round, accepted, unavailable);
    Pause.of(Duration.ofSeconds(25));
    OptionalLong seconds = load.timeline().secondsUntilAccepted(back, PERCENT_BACK);
    measures
        .told("%d accepted and %,d times 503 while away", accepted, unavailable)
        .promised(
            seconds.isPresent() && seconds.getAsLong() <= fault.backWithinSeconds,
            "%d %% accepted again %s",
            PERCENT_BACK,
            seconds.isPresent() ? seconds.getAsLong() + " s after its return" : "not within 25 s");
  }

  private void begin(PostgresServer postgres, BrokerServer broker) {
    switch (fault) {
      case BROKER_AWAY -> broker.kill();
      case BROKER_HANGING -> broker.hang();
      case DATABASE_AWAY -> postgres.stop();
      case DATABASE_HANGING -> postgres.hang();
      default -> throw new IllegalStateException(fault.name);
    }
  }

  private void end(PostgresServer postgres, BrokerServer broker) {
    switch (fault) {
      case BROKER_AWAY -> broker.start();
      case BROKER_HANGING -> broker.goOn();
      case DATABASE_AWAY -> postgres.start();
      case DATABASE_HANGING -> postgres.goOn();
      default -> throw new IllegalStateException(fault.name);
    }
  }
}
