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
  Permits permits(Database database, SlotPeriods periods) {
    return new Permits(database, periods);
  }

  @Bean
  RateLimitCache rateLimitCache() {
    return new RateLimitCache(Ticker.systemTicker());
  }
}
