package dev.journeygateway.journey;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The catalogue, as it is in the file, in the database and in memory. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogSettings.class)
class JourneyConfiguration {

  @Bean
  JourneyCatalog journeyCatalog(Database database) {
    return new JourneyCatalog(new JdbcJourneys(database)::find);
  }

  @Bean
  JourneyHolds journeyHolds(Database database, JourneyCatalog journeys) {
    return new JourneyHolds(database, journeys);
  }

  @Bean(initMethod = "start")
  CatalogWatch catalogWatch(
      CatalogSettings settings,
      Database database,
      Audit audit,
      JourneyCatalog journeys,
      ApiTokens tokens) {
    return new CatalogWatch(
        settings.catalog(),
        new CatalogLoader(database, audit),
        () -> {
          tokens.refresh();
          journeys.forget();
        },
        System::nanoTime);
  }
}
