package dev.journeygateway.audience;

import dev.journeygateway.database.Database;
import dev.journeygateway.device.JdbcTags;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom a filter selects. */
@Configuration(proxyBeanMethods = false)
class AudienceConfiguration {

  @Bean
  AudienceCatalog audienceCatalog(Database database) {
    return new AudienceCatalog(new JdbcTags(database), database);
  }

  @Bean
  AudienceSelection audienceSelection(Database database) {
    return new AudienceSelection(database);
  }
}
