package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Slots that were taken before a restart stay taken until their minute is over, and a refusal says
 * how long to the second. Each life of the gateway takes a few slots; the lives behind it ask for
 * them until their minute is over.
 */
final class RestartInTheMinute implements Row {

  private static final long PERIOD_MILLIS = 60_000;
  private static final int SLOTS_A_LIFE = 5;

  /** A slot that was taken between two moments of the client's clock. */
  private record Taken(String journey, long sentAt, long answeredAt) {}

  private long number;
  private long asked;
  private long tooEarly;
  private long wrongSeconds;
  private long worstMillis;
  private long freed;
  private long late;

  @Override
  public String name() {
    return "restart-in-the-minute";
  }

  @Override
  public String fault() {
    return "restart inside the minute, kill -9 and SIGTERM in turn";
  }

  @Override
  public String load() {
    return SLOTS_A_LIFE
        + " entry points a restart, each asked for again after each restart, period 60 s";
  }

  @Override
  public int promised() {
    return 50;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(
        trial.folder().resolve("journeys.yaml"), SLOTS_A_LIFE * (trial.rounds() + 1), 2);
    Deque<Taken> taken = new ArrayDeque<>();
    try (GatewayProcess gateway =
            new GatewayProcess(
                trial.launch(),
                trial.folder().resolve("gateway"),
                List.of(
                    "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                    "--gateway.limit.period=" + PERIOD_MILLIS + "ms"));
        RequestLog log = new RequestLog(trial.log())) {
      gateway.start();
      gateway.awaitReady();
      for (int round = 1; round <= trial.rounds(); round++) {
        for (int i = 0; i < SLOTS_A_LIFE; i++) {
          take(gateway.calls(), log, taken, Catalogue.journey((long) SLOTS_A_LIFE * round + i));
        }
        if (round % 2 == 0) {
          gateway.stop();
        } else {
          gateway.kill();
        }
        gateway.start();
        gateway.awaitReady();
        askAgain(gateway.calls(), log, taken);
        trial.say(
            "%s: round %d, %d asked again, %d slots outstanding",
            name(), round, asked, taken.size());
      }
      while (!taken.isEmpty()) {
        askAgain(gateway.calls(), log, taken);
        Pause.of(Duration.ofSeconds(1));
      }
      Pause.until(Duration.ofSeconds(30), gateway.calls()::idle);
      gateway.stop();
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), PERIOD_MILLIS),
          new Outcome.Measures()
              .promised(
                  tooEarly == 0,
                  "asked again %,d times within the minute, %d granted",
                  asked,
                  tooEarly)
              .promised(
                  wrongSeconds == 0,
                  "Retry-After wrong by more than a second %d times, at worst by %.1f s",
                  wrongSeconds,
                  worstMillis / 1000.0)
              .promised(late == 0, "%d slots free when their minute was over, %d not", freed, late)
              .list());
    }
  }

  private Answer call(Calls gateway, RequestLog log, String journey) {
    List<String> ids = List.of("u" + number + "-0");
    log.sending(number, 0, journey, null, ids);
    Answer answer = gateway.start(journey, ids, null);
    log.answered(number++, 0, answer);
    return answer;
  }

  private void take(Calls gateway, RequestLog log, Deque<Taken> taken, String journey) {
    long sent = RigClock.millis();
    Answer answer = call(gateway, log, journey);
    if (answer.kind() != Kind.ACCEPTED) {
      throw new RigFailure(journey + " was never asked for, and is refused: " + answer);
    }
    taken.add(new Taken(journey, sent, RigClock.millis()));
  }

  private void askAgain(Calls gateway, RequestLog log, Deque<Taken> taken) {
    for (int i = taken.size(); i > 0; i--) {
      Taken one = taken.remove();
      long sent = RigClock.millis();
      Answer answer = call(gateway, log, one.journey());
      long answered = RigClock.millis();
      boolean surelyTaken = answered < one.sentAt() + PERIOD_MILLIS;
      boolean surelyFree = sent > one.answeredAt() + PERIOD_MILLIS;
      if (answer.kind() == Kind.ACCEPTED) {
        tooEarly += surelyTaken ? 1 : 0;
        freed += surelyTaken ? 0 : 1;
        continue;
      }
      if (surelyFree) {
        late++;
        continue;
      }
      asked++;
      judgeRetryAfter(one, sent, answered, answer.retryAfterSeconds() * 1000L);
      taken.add(one);
    }
  }

  private void judgeRetryAfter(Taken one, long sent, long answered, long saidMillis) {
    // Whole seconds, rounded up: too short by nothing, too long by less than one.
    long least = one.sentAt() + PERIOD_MILLIS - answered;
    long most = one.answeredAt() + PERIOD_MILLIS - sent + 1000;
    long off = Math.max(0, Math.max(least - saidMillis, saidMillis - most));
    worstMillis = Math.max(worstMillis, off);
    if (off > 1000) {
      wrongSeconds++;
    }
  }
}
