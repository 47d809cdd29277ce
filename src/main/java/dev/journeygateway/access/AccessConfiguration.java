package dev.journeygateway.access;

import dev.journeygateway.database.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may call. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  @Bean
  ApiTokens apiTokens(Database database) {
    return new ApiTokens(new JdbcApiTokens(database)::inForce);
  }
}
