package dev.journeygateway.journey;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.SlotPeriods;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The catalogue, as it is in the file, in the database and in memory. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CatalogSettings.class, WebhookSettings.class})
class JourneyConfiguration {

  @Bean
  JourneyCatalog journeyCatalog(Database database) {
    return new JourneyCatalog(new JdbcJourneys(database)::find);
  }

  @Bean
  JourneyHolds journeyHolds(Database database, JourneyCatalog journeys, Audit audit) {
    return new JourneyHolds(database, journeys, audit);
  }

  @Bean
  DestinationCatalog destinationCatalog(Database database) {
    return new DestinationCatalog(database);
  }

  /** An entry point's own limit, else the gateway's. */
  @Bean
  SlotPeriods slotPeriods(JourneyCatalog journeys, LimitSettings limit) {
    return slot ->
        journeys.find(slot.journeyId()).stream()
            .flatMap(journey -> journey.entryPoints().stream())
            .filter(point -> point.id().equals(slot.entryPointId()))
            .flatMap(point -> point.limit().stream())
            .findFirst()
            .orElse(limit.period());
  }

  @Bean(initMethod = "start")
  CatalogWatch catalogWatch(
      CatalogSettings settings,
      WebhookSettings webhooks,
      Database database,
      Audit audit,
      JourneyCatalog journeys,
      DestinationCatalog destinations,
      ApiTokens tokens) {
    return new CatalogWatch(
        settings.catalog(),
        new CatalogLoader(database, audit, webhooks),
        () -> {
          tokens.refresh();
          journeys.forget();
          destinations.forget();
        },
        System::nanoTime);
  }
}
