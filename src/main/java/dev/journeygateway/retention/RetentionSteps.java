package dev.journeygateway.retention;

import java.time.Clock;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verb of the route {@code apply-retention}. */
@Configuration(proxyBeanMethods = false)
class RetentionSteps {

  @Bean
  Processor applyRetention(Retention retention, OldFiles files, Clock clock) {
    return exchange -> {
      retention.apply();
      files.remove(clock.instant());
    };
  }
}
