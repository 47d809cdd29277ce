package dev.journeygateway.door.queue;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The queue door. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueueSettings.class)
class QueueDoorConfiguration {

  @Bean
  QueueRefusals queueRefusals(QueueSettings settings) {
    return new QueueRefusals(settings);
  }
}
