package dev.journeygateway.command;

import dev.journeygateway.backup.Backups;
import dev.journeygateway.backup.Manifest;
import java.io.IOException;
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
    try {
      Manifest manifest = new Backups(folders.folders(), Clock.systemUTC()).take(folder);
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %d requests accepted by %s, %d messages, %d files%n",
              folder,
              manifest.allRequests(),
              manifest.takenAt(),
              manifest.allMessages(),
              manifest.files().size());
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IllegalStateException e) {
      return refused(e.getMessage());
    } catch (IOException e) {
      return refused(e.toString());
    }
  }

  private int refused(String message) {
    spec.commandLine().getErr().println(message);
    spec.commandLine().getErr().flush();
    return 1;
  }
}
