package dev.journeygateway.why;

import dev.journeygateway.accept.WaitingLine;
import dev.journeygateway.audience.AudienceCatalog;
import dev.journeygateway.database.Database;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.person.PersonKey;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Why a person is in, or not. */
@Configuration(proxyBeanMethods = false)
class WhyConfiguration {

  @Bean
  Traces recordedTraces(Database database) {
    return new RecordedTraces(database);
  }

  @Bean
  Traces deliveryTraces(Database database) {
    return new DeliveryTraces(database);
  }

  @Bean
  People people(
      List<Traces> traces,
      WaitingLine line,
      JourneyCatalog journeys,
      AudienceCatalog tags,
      PersonKey key,
      Database database) {
    return new People(
        traces,
        new OpenRequests(database, line),
        new Standings(journeys, tags, key, database),
        database);
  }
}
