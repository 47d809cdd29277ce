package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of devices for tests, each in a folder of its own. */
public final class DeviceFiles {

  private DeviceFiles() {}

  /** Loads a CSV file that is good. */
  public static void load(Database database, String application, String csv) {
    try {
      Path folder = Files.createTempDirectory("devices-");
      DeviceFileResult result =
          load(
              new DeviceLoader(database),
              application,
              folder,
              "devices.csv",
              csv.getBytes(StandardCharsets.UTF_8));
      if (result.refusal().isPresent()) {
        throw new IllegalStateException(result.refusal().get().message());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads a file; its rejects are {@link #rejects} of the folder. */
  static DeviceFileResult load(
      DeviceLoader loader, String application, Path folder, String name, byte[] bytes)
      throws IOException {
    Path file = Files.write(folder.resolve("claimed"), bytes);
    Files.deleteIfExists(rejects(folder));
    return loader.load(
        application, file, (ListName) InboxName.of(name), rejects(folder), Progress.SILENT);
  }

  static Path rejects(Path folder) {
    return folder.resolve("rejects");
  }
}
