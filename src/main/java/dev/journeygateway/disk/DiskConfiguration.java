package dev.journeygateway.disk;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The disk under the data folder. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DiskSettings.class)
class DiskConfiguration {

  @Bean
  FreeSpace freeSpace(DiskSettings settings) {
    return new FreeSpace(settings.dataDir(), settings.diskReserve());
  }
}
