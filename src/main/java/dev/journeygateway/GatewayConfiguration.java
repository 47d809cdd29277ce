package dev.journeygateway;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.JdbcApiTokens;
import dev.journeygateway.audience.AudienceCatalog;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.audience.DeviceLoader;
import dev.journeygateway.audience.DeviceOwners;
import dev.journeygateway.audience.JdbcTags;
import dev.journeygateway.batch.FileSettings;
import dev.journeygateway.broker.BrokerSettings;
import dev.journeygateway.deadletter.DeadLetterSettings;
import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.entry.AudienceRecorder;
import dev.journeygateway.entry.EntryRecorder;
import dev.journeygateway.entry.HeldChunks;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.entry.WorkerSettings;
import dev.journeygateway.journey.CatalogLoader;
import dev.journeygateway.journey.CatalogWatch;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.journey.camel.JdbcJourneys;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.TakenSlots;
import dev.journeygateway.request.Acceptance;
import dev.journeygateway.request.AcceptedMessages;
import dev.journeygateway.request.AcceptedQueue;
import dev.journeygateway.request.AudienceCount;
import dev.journeygateway.request.HttpSettings;
import dev.journeygateway.request.IdempotencyKeys;
import dev.journeygateway.request.IdempotencySettings;
import dev.journeygateway.request.QueueSettings;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.request.Taking;
import dev.journeygateway.request.TakingByStatement;
import dev.journeygateway.request.TakingByTransaction;
import dev.journeygateway.request.WaitingLine;
import dev.journeygateway.tracking.StartRequests;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

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
  DeviceLoader deviceLoader(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    return new DeviceLoader(jdbc, transactions);
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
  JourneyCatalog journeyCatalog(ProducerTemplate camel) {
    return new JourneyCatalog(new JdbcJourneys(camel)::find);
  }

  @Bean
  ApiTokens apiTokens(@Qualifier("callersJdbc") JdbcTemplate callersJdbc) {
    return new ApiTokens(new JdbcApiTokens(callersJdbc)::inForce);
  }

  @Bean(initMethod = "start")
  CatalogWatch catalogWatch(
      GatewaySettings settings,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      JourneyCatalog journeys,
      ApiTokens tokens) {
    return new CatalogWatch(
        settings.catalog(),
        new CatalogLoader(jdbc, transaction),
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
  Permits permits(JdbcTemplate jdbc, LimitSettings limit) {
    return new Permits(jdbc, limit);
  }

  @Bean
  TakenSlots takenSlots() {
    return new TakenSlots(Ticker.systemTicker());
  }

  @Bean
  StartRequests startRequests(JdbcTemplate jdbc) {
    return new StartRequests(jdbc);
  }

  @Bean
  Taking taking(
      JdbcConnectionDetails database,
      LimitSettings limit,
      Permits permits,
      StartRequests startRequests,
      JdbcTemplate jdbc,
      TransactionTemplate transaction) {
    return limit.on() && database.getJdbcUrl().startsWith("jdbc:postgresql:")
        ? new TakingByStatement(jdbc, limit.period())
        : new TakingByTransaction(limit, permits, startRequests, jdbc, transaction);
  }

  @Bean
  Acceptance acceptance(
      LimitSettings limit,
      Taking taking,
      Permits permits,
      TakenSlots takenSlots,
      StartRequests startRequests,
      @Qualifier("finishing") TransactionTemplate finishing) {
    return new Acceptance(limit, taking, permits, takenSlots, startRequests, finishing);
  }

  @Bean
  AcceptedMessages acceptedMessages(GatewaySettings settings) {
    return new AcceptedMessages(settings.chunkSize());
  }

  @Bean
  WaitingLine waitingLine(
      LimitSettings limit,
      Permits permits,
      TakenSlots takenSlots,
      StartRequests startRequests,
      AcceptedMessages messages,
      AcceptedQueue queue,
      JdbcTemplate jdbc,
      TransactionTemplate transaction) {
    return new WaitingLine(
        limit, permits, takenSlots, startRequests, messages, queue, jdbc, transaction);
  }

  @Bean
  StartRequestReader startRequestReader() {
    return new StartRequestReader();
  }

  @Bean
  IdempotencyKeys idempotencyKeys(
      @Qualifier("callersJdbc") JdbcTemplate callersJdbc, IdempotencySettings settings) {
    return new IdempotencyKeys(callersJdbc, settings);
  }

  @Bean
  RecordedChunks recordedChunks(JdbcTemplate jdbc) {
    return new RecordedChunks(jdbc);
  }

  @Bean
  EntryRecorder entryRecorder(
      JourneyCatalog journeys,
      DeviceOwners owners,
      RecordedChunks chunks,
      JdbcTemplate jdbc,
      @Qualifier("finishing") TransactionTemplate finishing) {
    return new EntryRecorder(journeys, owners, chunks, jdbc, finishing);
  }

  @Bean
  DeviceOwners deviceOwners(JdbcTemplate jdbc) {
    return new DeviceOwners(jdbc);
  }

  @Bean
  AudienceCatalog audienceCatalog(JdbcClient client, JdbcTemplate jdbc) {
    return new AudienceCatalog(new JdbcTags(client), jdbc);
  }

  @Bean
  AudienceSelection audienceSelection(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    return new AudienceSelection(jdbc, transactions);
  }

  @Bean
  AudienceRecorder audienceRecorder(
      GatewaySettings settings,
      JourneyCatalog journeys,
      AudienceSelection selection,
      AudienceCatalog tags,
      RecordedChunks chunks,
      JdbcTemplate jdbc,
      @Qualifier("finishing") TransactionTemplate finishing) {
    return new AudienceRecorder(
        journeys, selection, tags, chunks, jdbc, finishing, settings.chunkSize());
  }

  /** For whoever asks what became of a request; {@link #startRequests} is the gateway's own. */
  @Bean(defaultCandidate = false)
  StartRequests callersStartRequests(@Qualifier("callersJdbc") JdbcTemplate callersJdbc) {
    return new StartRequests(callersJdbc);
  }

  @Bean
  AudienceCount audienceCount(AudienceSelection selection, DeviceOwners owners) {
    return new AudienceCount(selection, owners);
  }

  @Bean
  HeldChunks heldChunks(JdbcTemplate jdbc) {
    return new HeldChunks(jdbc);
  }
}
