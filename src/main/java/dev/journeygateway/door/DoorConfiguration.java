package dev.journeygateway.door;

import dev.journeygateway.activity.ActivityCounts;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all doors share. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DoorSettings.class)
class DoorConfiguration {

  @Bean
  StartRequestMeter startRequestMeter(MeterRegistry meters, ActivityCounts activity) {
    return new StartRequestMeter(meters, activity);
  }

  @Bean
  TracedRoutes tracedRoutes(Traces traces) {
    return new TracedRoutes(traces);
  }
}
