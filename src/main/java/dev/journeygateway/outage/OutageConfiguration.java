package dev.journeygateway.outage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is away, broken or wrong. */
@Configuration(proxyBeanMethods = false)
class OutageConfiguration {

  @Bean
  HealthIndicator vitalsHealthIndicator(ObjectProvider<Vital> vitals) {
    return new VitalsHealth(vitals.orderedStream().toList());
  }
}
