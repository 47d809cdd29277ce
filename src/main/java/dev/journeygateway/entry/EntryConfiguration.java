package dev.journeygateway.entry;

import dev.journeygateway.audience.AudienceCatalog;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.database.Database;
import dev.journeygateway.deadletter.DeadLetters;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.ChunkSettings;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.person.EnteredOnce;
import dev.journeygateway.person.ForgottenPeople;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who enters. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerSettings.class)
class EntryConfiguration {

  @Bean
  RecordedChunks recordedChunks(Database database) {
    return new RecordedChunks(database);
  }

  @Bean
  EntryRecorder entryRecorder(
      JourneyCatalog journeys,
      DeviceOwners owners,
      RecordedChunks chunks,
      ForgottenPeople forgotten,
      EnteredOnce enteredOnce,
      Database database) {
    return new EntryRecorder(journeys, owners, chunks, forgotten, enteredOnce, database);
  }

  @Bean
  AudienceRecorder audienceRecorder(
      ChunkSettings settings,
      JourneyCatalog journeys,
      AudienceSelection selection,
      AudienceCatalog tags,
      RecordedChunks chunks,
      ForgottenPeople forgotten,
      EnteredOnce enteredOnce,
      Database database) {
    return new AudienceRecorder(
        journeys, selection, tags, chunks, forgotten, enteredOnce, database, settings.chunkSize());
  }

  @Bean
  HeldChunks heldChunks(
      Database database, Outbox outbox, OutboxSender sender, DeadLetters deadLetters) {
    return new HeldChunks(database, outbox, sender, deadLetters);
  }
}
