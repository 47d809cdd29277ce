package dev.journeygateway.person;

import dev.journeygateway.database.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How people are known again whose rows are gone. */
@Configuration(proxyBeanMethods = false)
class PersonConfiguration {

  @Bean
  PersonKey personKey(Database database) {
    return new PersonKey(database);
  }

  @Bean
  ForgottenPeople forgottenPeople(Database database, PersonKey key) {
    return new ForgottenPeople(database, key);
  }

  @Bean
  EnteredOnce enteredOnce(Database database, PersonKey key) {
    return new EnteredOnce(database, key);
  }
}
