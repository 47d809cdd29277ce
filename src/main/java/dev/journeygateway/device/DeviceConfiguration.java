package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Devices, and whose they are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeviceSettings.class)
class DeviceConfiguration {

  @Bean
  DeviceLoader deviceLoader(Database database, DeviceSettings settings) {
    return new DeviceLoader(database, settings.badRows());
  }

  @Bean
  DeviceOwners deviceOwners(Database database) {
    return new DeviceOwners(database);
  }
}
