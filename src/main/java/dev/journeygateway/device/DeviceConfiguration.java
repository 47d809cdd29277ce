package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Devices, and whose they are. */
@Configuration(proxyBeanMethods = false)
class DeviceConfiguration {

  @Bean
  DeviceLoader deviceLoader(Database database) {
    return new DeviceLoader(database);
  }

  @Bean
  DeviceOwners deviceOwners(Database database) {
    return new DeviceOwners(database);
  }
}
