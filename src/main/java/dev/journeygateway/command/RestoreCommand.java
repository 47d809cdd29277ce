package dev.journeygateway.command;

import dev.journeygateway.backup.Restore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restore DIR}: puts a backup into an empty data folder. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = "Checks a backup and puts it into an empty data folder, for a gateway to start.")
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private FolderOptions folders;

  @Parameters(paramLabel = "DIR", description = "What ./gateway backup has written.")
  private Path folder;

  @Override
  public Integer call() throws InterruptedException {
    return folders.run(
        gateway ->
            tell(
                new Restore(gateway, Clock.systemUTC()).from(folder.toAbsolutePath().normalize())));
  }

  private void tell(Restore.Restored restored) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d requests as they were at %s. Start the gateway.%n",
        restored.manifest().allRequests(), restored.manifest().takenAt());
    if (restored.stopped() > 0) {
      out.printf(
          "%d destinations are stopped: calls made after the backup are not known here. Compare"
              + " with each, then: ./gateway destinations resume NAME%n",
          restored.stopped());
    }
    out.flush();
  }
}
