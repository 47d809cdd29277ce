package dev.journeygateway.rig;

import dev.journeygateway.rig.LoadClient.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * kill -9 at random moments, right after an answer to a caller, and while a receiver has a message
 * and has not answered: each request that ends is told at least once.
 */
final class ToldAtLeastOnce implements Row {

  private static final int JOURNEYS = 2000;
  private static final int LONGEST_LIFE_MILLIS = 3000;
  private static final long PERIOD_MILLIS = 60_000;

  /** Longer than the pause after a second attempt: an attempt that a kill ended counts as one. */
  private static final Duration TOLD_WITHIN = Duration.ofMinutes(7);

  private static final int EXAMPLES = 4;

  private final Random random = new Random();

  @Override
  public String name() {
    return "webhooks";
  }

  @Override
  public String fault() {
    return "kill -9, a third while a receiver has a message and has not answered";
  }

  @Override
  public String load() {
    return "50 requests/s over %,d entry points; one message of twenty refused once"
        .formatted(JOURNEYS);
  }

  @Override
  public int promised() {
    return 200;
  }

  @Override
  public Outcome run(Trial trial) {
    GatewayProcess gateway =
        new GatewayProcess(
            trial.launch(),
            trial.folder().resolve("gateway"),
            List.of(
                "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                "--gateway.limit.period=" + PERIOD_MILLIS + "ms",
                "--gateway.webhooks.allow-internal=127.0.0.1",
                "--gateway.webhooks.timeout=2s"));
    gateway.environment("HOOK_SECRET", ToldReceiver.SECRET);
    try (ToldReceiver receiver = new ToldReceiver()) {
      writeCatalogue(trial, receiver);
      try (gateway;
          RequestLog log = new RequestLog(trial.log());
          LoadClient load = new LoadClient(Load.usual(JOURNEYS), log, List.of(gateway.calls()))) {
        gateway.start();
        gateway.awaitReady();
        load.start();
        for (int round = 1; round <= trial.rounds(); round++) {
          killOnce(gateway, load, receiver);
          log.killed();
          gateway.start();
          gateway.awaitReady();
          receiver.verify(trial.folder());
          trial.say(
              "%s: round %d, %d accepted, %d told",
              name(), round, load.acceptedCount(), receiver.distinct());
        }
        load.finish(Duration.ofSeconds(30));
        Draining.await(gateway.calls(), null, TOLD_WITHIN);
        Storage storage = Storage.embedded(gateway.folder());
        Pause.until(
            TOLD_WITHIN,
            Duration.ofMillis(500),
            () -> {
              receiver.verify(trial.folder());
              return number(storage, "select count(*) from webhook_message where state = 'waiting'")
                  == 0;
            });
        gateway.stop();
      }
      receiver.verify(trial.folder());
      return outcome(trial, Storage.embedded(gateway.folder()), receiver);
    }
  }

  private static void writeCatalogue(Trial trial, ToldReceiver receiver) {
    Path file = trial.folder().resolve("journeys.yaml");
    Catalogue.write(file, JOURNEYS, 0);
    try {
      Files.writeString(
          file,
          Files.readString(file)
              .replaceFirst(
                  "(?m)^ {4}journeys:$",
                  receiver.catalogue().replace("$", "\\$") + "    journeys:"));
    } catch (IOException e) {
      throw new RigFailure("cannot write " + file, e);
    }
  }

  private void killOnce(GatewayProcess gateway, LoadClient load, ToldReceiver receiver) {
    int before = load.acceptedCount();
    if (!Pause.until(Duration.ofSeconds(30), () -> load.acceptedCount() >= before + 3)) {
      throw new RigFailure("nothing was accepted within 30 s" + gateway.logEnd());
    }
    Pause.of(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
    switch (random.nextInt(3)) {
      case 0 -> gateway.kill();
      case 1 -> RandomKill.killAtAnAnswer(gateway, load);
      default -> killWhileTelling(gateway, receiver);
    }
  }

  private static void killWhileTelling(GatewayProcess gateway, ToldReceiver receiver) {
    CountDownLatch came = new CountDownLatch(1);
    receiver.beforeAnswer(
        () -> {
          synchronized (came) {
            if (came.getCount() > 0) {
              gateway.kill();
              came.countDown();
            }
          }
        });
    try {
      if (!came.await(10, TimeUnit.SECONDS)) {
        gateway.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      receiver.beforeAnswer(() -> {});
    }
  }

  private static Outcome outcome(Trial trial, Storage storage, ToldReceiver receiver) {
    Verdict verdict = RandomKill.check(trial, storage, PERIOD_MILLIS);
    long ended = 0;
    long untold = 0;
    StringBuilder examples = new StringBuilder();
    try (Connection database = storage.open();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select request_uuid, state from start_request"
                    + " where state in ('done', 'failed', 'cancelled')")) {
      while (row.next()) {
        ended++;
        if (!receiver.wasTold(row.getString(1), row.getString(2))) {
          untold++;
          if (untold <= EXAMPLES) {
            examples.append(' ').append(row.getString(1));
          }
        }
      }
    } catch (SQLException e) {
      throw new RigFailure("the database cannot be read", e);
    }
    return new Outcome(
        trial.rounds(),
        verdict,
        new Outcome.Measures()
            .promised(
                untold == 0 && ended > 0,
                "%d of %d ended requests not told%s",
                untold,
                ended,
                examples)
            .promised(
                receiver.wrong().isEmpty(),
                "%d signatures refused by the npm package standardwebhooks",
                receiver.wrong().size())
            .told(
                "%d messages to the receiver, %d different ones taken",
                receiver.messages(), receiver.distinct())
            .list());
  }

  private static long number(Storage storage, String sql) {
    try (Connection database = storage.open();
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    } catch (SQLException e) {
      throw new RigFailure("the database cannot be read", e);
    }
  }
}
