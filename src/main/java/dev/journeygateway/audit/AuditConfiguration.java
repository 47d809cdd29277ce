package dev.journeygateway.audit;

import dev.journeygateway.database.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who changed what. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

  @Bean
  Audit audit(Database database) {
    return new Audit(database);
  }
}
