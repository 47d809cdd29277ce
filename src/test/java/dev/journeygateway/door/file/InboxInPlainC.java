package dev.journeygateway.door.file;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.process.ProcessLease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One look at a folder, for a process of its own whose locale the test chooses. */
final class InboxInPlainC {

  private InboxInPlainC() {}

  /**
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    Database database = TestDatabase.SQLITE.migrated();
    StartFiles rows = new StartFiles(database, new ProcessLease(database));
    var settings =
        new FileSettings(
            Duration.ZERO, false, null, null, 2, Duration.ofMillis(500), 200, List.of(), null);
    FileTroubles troubles = new FileTroubles(new SimpleMeterRegistry(), System::nanoTime);
    Inbox lists =
        new InboxOpener(settings, rows, troubles, System::nanoTime)
            .lists(new FolderPlace(Path.of(args[0])), Duration.ZERO, Optional.empty(), true);
    System.out.println("unicode=" + FileNames.areUnicode());
    for (ClaimedFile file : lists.claim(100)) {
      boolean readable = Found.readable(file.name());
      System.out.println(
          (readable ? file.name() : "unreadable") + " attributes=" + file.attributes().isPresent());
      if (readable) {
        lists.open(file).orElseThrow();
      }
      lists.fileAway(file, readable, "{}");
    }
  }
}
