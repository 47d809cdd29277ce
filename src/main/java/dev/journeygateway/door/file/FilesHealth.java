package dev.journeygateway.door.file;

import java.util.Map;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Down where files wait in a folder or on a server and none of them is taken. */
final class FilesHealth extends AbstractHealthIndicator {

  private final FileTroubles troubles;

  FilesHealth(FileTroubles troubles) {
    super("the inboxes cannot be told about");
    this.troubles = troubles;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Map<String, String> silent = troubles.silent();
    if (silent.isEmpty()) {
      builder.up();
    } else {
      builder.down().withDetails(silent);
    }
  }
}
