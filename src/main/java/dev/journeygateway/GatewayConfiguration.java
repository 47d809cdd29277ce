package dev.journeygateway;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.journeygateway.accept.IdempotencySettings;
import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.JdbcApiTokens;
import dev.journeygateway.audience.AudienceCatalog;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.audience.DeviceLoader;
import dev.journeygateway.audience.DeviceOwners;
import dev.journeygateway.audience.JdbcTags;
import dev.journeygateway.batch.FileSettings;
import dev.journeygateway.broker.BrokerSettings;
import dev.journeygateway.database.Database;
import dev.journeygateway.deadletter.DeadLetterSettings;
import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.entry.AudienceRecorder;
import dev.journeygateway.entry.EntryRecorder;
import dev.journeygateway.entry.HeldChunks;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.entry.WorkerSettings;
import dev.journeygateway.journey.CatalogLoader;
import dev.journeygateway.journey.CatalogWatch;
import dev.journeygateway.journey.JdbcJourneys;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.RateLimitCache;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.outbox.OutboxSettings;
import dev.journeygateway.request.AudienceCount;
import dev.journeygateway.request.HttpSettings;
import dev.journeygateway.request.QueueSettings;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.tracking.StartRequests;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.Processor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together that know neither Camel nor Spring. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewaySettings.class)
class GatewayConfiguration {

  @Bean
  Path dataDir(GatewaySettings settings) {
    return settings.dataDir();
  }

  /** For routes: {@code {{bean:roles.worker}}} says whether this process runs the worker. */
  @Bean
  Roles roles(GatewaySettings settings) {
    return new Roles(settings.roles());
  }

  @Bean
  LimitSettings limitSettings(GatewaySettings settings) {
    return settings.limit();
  }

  @Bean
  HttpSettings httpSettings(GatewaySettings settings) {
    return settings.http();
  }

  @Bean
  QueueSettings queueSettings(GatewaySettings settings) {
    return settings.queue();
  }

  @Bean
  IdempotencySettings idempotencySettings(GatewaySettings settings) {
    return settings.idempotency();
  }

  @Bean
  FileSettings filesSettings(GatewaySettings settings) {
    return settings.files();
  }

  @Bean
  OutboxSettings outboxSettings(GatewaySettings settings) {
    return settings.outbox();
  }

  @Bean
  DeviceLoader deviceLoader(Database database) {
    return new DeviceLoader(database);
  }

  @Bean
  WorkerSettings workerSettings(GatewaySettings settings) {
    return settings.worker();
  }

  @Bean
  BrokerSettings brokerSettings(GatewaySettings settings) {
    return settings.broker();
  }

  @Bean
  DeadLetterSettings deadLetterSettings(GatewaySettings settings) {
    return settings.deadLetters();
  }

  @Bean
  FreeSpace freeSpace(GatewaySettings settings) {
    return new FreeSpace(settings.dataDir(), settings.diskReserve());
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  JourneyCatalog journeyCatalog(Database database) {
    return new JourneyCatalog(new JdbcJourneys(database)::find);
  }

  @Bean
  ApiTokens apiTokens(Database database) {
    return new ApiTokens(new JdbcApiTokens(database)::inForce);
  }

  @Bean(initMethod = "start")
  CatalogWatch catalogWatch(
      GatewaySettings settings, Database database, JourneyCatalog journeys, ApiTokens tokens) {
    return new CatalogWatch(
        settings.catalog(),
        new CatalogLoader(database),
        () -> {
          tokens.refresh();
          journeys.forget();
        });
  }

  @Bean
  Processor reloadCatalog(CatalogWatch watch) {
    return exchange -> watch.reloadWhenChanged();
  }

  @Bean
  Permits permits(Database database, LimitSettings limit) {
    return new Permits(database, limit);
  }

  @Bean
  RateLimitCache rateLimitCache() {
    return new RateLimitCache(Ticker.systemTicker());
  }

  @Bean
  StartRequests startRequests(Database database) {
    return new StartRequests(database);
  }

  @Bean
  AcceptedMessages acceptedMessages(GatewaySettings settings) {
    return new AcceptedMessages(settings.chunkSize());
  }

  @Bean
  StartRequestReader startRequestReader() {
    return new StartRequestReader();
  }

  @Bean
  RecordedChunks recordedChunks(Database database) {
    return new RecordedChunks(database);
  }

  @Bean
  EntryRecorder entryRecorder(
      JourneyCatalog journeys, DeviceOwners owners, RecordedChunks chunks, Database database) {
    return new EntryRecorder(journeys, owners, chunks, database);
  }

  @Bean
  DeviceOwners deviceOwners(Database database) {
    return new DeviceOwners(database);
  }

  @Bean
  AudienceCatalog audienceCatalog(Database database) {
    return new AudienceCatalog(new JdbcTags(database), database);
  }

  @Bean
  AudienceSelection audienceSelection(Database database) {
    return new AudienceSelection(database);
  }

  @Bean
  AudienceRecorder audienceRecorder(
      GatewaySettings settings,
      JourneyCatalog journeys,
      AudienceSelection selection,
      AudienceCatalog tags,
      RecordedChunks chunks,
      Database database) {
    return new AudienceRecorder(journeys, selection, tags, chunks, database, settings.chunkSize());
  }

  @Bean
  AudienceCount audienceCount(AudienceSelection selection, DeviceOwners owners) {
    return new AudienceCount(selection, owners);
  }

  @Bean
  HeldChunks heldChunks(Database database, Outbox outbox, OutboxSender sender) {
    return new HeldChunks(database, outbox, sender);
  }
}
