package dev.journeygateway.door;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all doors share. */
@Configuration(proxyBeanMethods = false)
class DoorConfiguration {

  @Bean
  StartRequestMeter startRequestMeter(MeterRegistry meters) {
    return new StartRequestMeter(meters);
  }
}
