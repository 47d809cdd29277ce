package dev.journeygateway.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file in a data folder that keeps every gateway from starting there: its work has moved
 * elsewhere, or is not all here yet. It says so itself, and what to do.
 */
public final class StartStopper {

  private static final String NAME = "do-not-start.txt";

  private StartStopper() {}

  /** A gateway does not start in this folder. */
  public static final class Stopped extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String wayOut;

    Stopped(String reason, String wayOut) {
      super(reason);
      this.wayOut = wayOut;
    }

    public String wayOut() {
      return wayOut;
    }
  }

  /**
   * Puts it there, or another in its place.
   *
   * @param reason one line
   * @param wayOut one line
   */
  public static void put(Path dataDir, String reason, String wayOut) throws IOException {
    Files.createDirectories(dataDir);
    Files.write(dataDir.resolve(NAME), List.of(reason, wayOut));
    SyncedFiles.sync(dataDir.resolve(NAME));
    SyncedFiles.sync(dataDir);
  }

  /** Takes it away. */
  public static void remove(Path dataDir) throws IOException {
    Files.deleteIfExists(dataDir.resolve(NAME));
    SyncedFiles.sync(dataDir);
  }

  /**
   * @throws Stopped when it is there
   */
  public static void requireNone(Path dataDir) {
    try {
      List<String> lines = Files.readAllLines(dataDir.resolve(NAME));
      throw new Stopped(
          lines.isEmpty() ? dataDir + " has the file " + NAME : lines.get(0),
          lines.size() < 2 ? "Start with another gateway.data-dir." : lines.get(1));
    } catch (NoSuchFileException e) {
      // Nobody keeps it from starting.
    } catch (IOException e) {
      throw new Stopped(
          dataDir.resolve(NAME) + " cannot be read: " + e, "Let the gateway's account read it.");
    }
  }
}
