package dev.journeygateway.deadletter;

import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.person.ForgottenPeople;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What could not be processed. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeadLetterSettings.class)
class DeadLetterConfiguration {

  @Bean
  DeadLetters deadLetters(
      Database database,
      Outbox outbox,
      OutboxSender sender,
      Audit audit,
      ForgottenPeople forgotten,
      DeadLetterSettings settings) {
    return new DeadLetters(database, outbox, sender, audit, forgotten, settings);
  }
}
