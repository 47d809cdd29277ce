package dev.journeygateway.retention;

import dev.journeygateway.database.Database;
import dev.journeygateway.door.file.InboxSettings;
import dev.journeygateway.person.EnteredOnce;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How long what is over is kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
class RetentionConfiguration {

  @Bean
  Retention retention(Database database, EnteredOnce enteredOnce, RetentionSettings settings) {
    return new Retention(database, enteredOnce, settings, System::nanoTime);
  }

  @Bean
  OldFiles oldFiles(InboxSettings inbox, RetentionSettings settings) {
    return new OldFiles(inbox.inbox(), settings.files());
  }
}
