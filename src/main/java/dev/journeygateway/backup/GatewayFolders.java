package dev.journeygateway.backup;

import dev.journeygateway.broker.Channels;
import dev.journeygateway.database.StoppedDatabase;
import java.nio.file.Path;

/**
 * Where an embedded gateway keeps what it must not lose.
 *
 * @param dataDir {@code gateway.data-dir}
 * @param inbox {@code gateway.inbox}
 * @param channels the names of its queues
 */
public record GatewayFolders(Path dataDir, Path inbox, Channels channels) {

  public GatewayFolders {
    dataDir = dataDir.toAbsolutePath().normalize();
    inbox = inbox.toAbsolutePath().normalize();
  }

  /** Whether a gateway works on them now. */
  public boolean inUse() {
    return StoppedDatabase.isInUse(dataDir);
  }

  /**
   * @throws IllegalStateException when a gateway works on them now
   */
  void requireStopped() {
    if (inUse()) {
      throw new IllegalStateException(
          "a gateway runs on " + dataDir + ": stop it first, and run this again");
    }
  }
}
