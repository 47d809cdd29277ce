package dev.journeygateway.process;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one process of several does.
 *
 * @param roles which parts it runs
 */
@ConfigurationProperties(prefix = "gateway")
record ProcessSettings(
    @DefaultValue({"http", "files", "sftp", "queue", "worker", "deliver", "extensions"})
        Set<Role> roles) {

  ProcessSettings {
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "gateway.roles must name at least one of http, files, sftp, queue, worker, deliver,"
              + " extensions");
    }
  }
}
