package dev.journeygateway.extension;

import dev.journeygateway.door.DoorSettings;
import dev.journeygateway.door.http.HttpSettings;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Routes of a team's own, as {@link ExtensionStart} found them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExtensionSettings.class)
class ExtensionConfiguration {

  @Bean
  ExtensionRoutes extensionRoutes(
      ObjectProvider<CheckedExtensions> checked,
      DoorSettings doors,
      HttpSettings http,
      ApplicationContext beans) {
    CheckedExtensions none = new CheckedExtensions(List.of(), getClass().getClassLoader());
    return new ExtensionRoutes(checked.getIfAvailable(() -> none), doors, http, beans);
  }
}
