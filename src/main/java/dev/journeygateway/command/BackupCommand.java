package dev.journeygateway.command;

import dev.journeygateway.backup.Backups;
import dev.journeygateway.backup.Manifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backup DIR}: a copy of the gateway's work, also while it runs. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description =
        "Copies the embedded database, the broker's messages and the files that are worked on, also"
            + " while the gateway runs.")
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private FolderOptions folders;

  @Parameters(
      paramLabel = "DIR",
      description = "A new or empty folder; it appears when all is in it.")
  private Path folder;

  @Override
  public Integer call() throws InterruptedException {
    return folders.run(
        gateway -> {
          Manifest manifest = new Backups(gateway, Clock.systemUTC()).take(folder);
          PrintWriter out = spec.commandLine().getOut();
          out.printf(
              "%s: %d requests accepted by %s, %d messages, %d files%n",
              folder,
              manifest.allRequests(),
              manifest.takenAt(),
              manifest.allMessages(),
              manifest.files().size());
          out.flush();
        });
  }
}
