package dev.journeygateway.process;

import dev.journeygateway.database.Database;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this process is among those that share a database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProcessSettings.class)
class ProcessConfiguration {

  /** For routes: {@code {{bean:roles.worker}}} says whether this process runs the worker. */
  @Bean
  Roles roles(ProcessSettings settings) {
    return new Roles(settings.roles());
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  ProcessLease processLease(Database database) {
    return new ProcessLease(database);
  }
}
