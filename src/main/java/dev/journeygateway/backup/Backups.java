package dev.journeygateway.backup;

import dev.journeygateway.backup.BackupCalls.Answer;
import dev.journeygateway.backup.BackupCalls.Asked;
import dev.journeygateway.broker.StoredMessages;
import dev.journeygateway.database.StoppedDatabase;
import dev.journeygateway.disk.StartStopper;
import dev.journeygateway.door.file.WorkFiles;
import dev.journeygateway.outbox.OutboxSender.Copying;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Backups as a command takes them: by the gateway that runs, or without one. */
public final class Backups {

  private static final int LOOKS_UNTIL_TAKEN = 120;

  private final GatewayFolders gateway;
  private final Clock clock;

  public Backups(GatewayFolders gateway, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  /**
   * Takes one.
   *
   * @param folder new or empty
   * @throws IllegalStateException with a sentence to be shown, when there is none
   */
  public Manifest take(Path folder) throws IOException, InterruptedException {
    Path to = folder.toAbsolutePath().normalize();
    Backup.requireEmpty(to);
    StartStopper.requireNone(gateway.dataDir());
    return gateway.inUse() ? ofTheRunning(to) : ofTheStopped(to);
  }

  private Manifest ofTheStopped(Path to) throws IOException {
    try (StoppedDatabase database = StoppedDatabase.in(gateway.dataDir(), clock)) {
      return new Backup(
              database.snapshots(),
              () -> StoredMessages.in(gateway.dataDir(), gateway.channels()),
              new WorkFiles(gateway.inbox(), gateway.dataDir()),
              Copying::copy,
              false,
              clock)
          .into(to);
    }
  }

  private Manifest ofTheRunning(Path to) throws IOException, InterruptedException {
    BackupCalls calls = new BackupCalls(gateway.dataDir());
    Asked asked = new Asked(UUID.randomUUID(), to.toString());
    calls.ask(asked);
    for (int looks = 0; ; looks++) {
      Optional<Answer> answer = calls.answer(asked);
      if (answer.isPresent()) {
        return answer
            .get()
            .manifest()
            .orElseThrow(() -> new IllegalStateException(answer.get().error().orElse("failed")));
      }
      if (!gateway.inUse()) {
        calls.takeBack();
        throw new IllegalStateException("the gateway has ended meanwhile: run this again");
      }
      if (looks == LOOKS_UNTIL_TAKEN && calls.takeBack()) {
        throw new IllegalStateException("the gateway on " + gateway.dataDir() + " does not answer");
      }
      // A latch that nobody counts down: the shutdown of the process ends the wait.
      boolean never = new CountDownLatch(1).await(250, TimeUnit.MILLISECONDS);
      assert !never;
    }
  }
}
