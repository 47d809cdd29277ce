package dev.journeygateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.journeygateway.database.Database;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How often an entry point may be started. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitSettings.class)
class LimitConfiguration {

  @Bean
  Permits permits(Database database, LimitSettings limit) {
    return new Permits(database, limit);
  }

  @Bean
  RateLimitCache rateLimitCache() {
    return new RateLimitCache(Ticker.systemTicker());
  }
}
