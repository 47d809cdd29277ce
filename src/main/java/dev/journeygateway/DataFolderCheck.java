package dev.journeygateway;

import dev.journeygateway.disk.StartStopper;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Stops the start in a data folder whose work has moved elsewhere or is not all there yet, before
 * anything opens it.
 */
final class DataFolderCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    StartStopper.requireNone(
        Path.of(event.getEnvironment().getProperty("gateway.data-dir", "./data")));
  }
}
