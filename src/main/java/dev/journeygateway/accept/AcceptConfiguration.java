package dev.journeygateway.accept;

import dev.journeygateway.accept.Acceptance.Verdict;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.database.Database;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.RateLimitCache;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.outage.Outage;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** How requests are accepted. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdempotencySettings.class)
class AcceptConfiguration {
  /** Larger groups gain nothing: by then a sync is a small part of the commit. */
  private static final int LARGEST_GROUP = 256;

  private static final long HEAVIEST_GROUP = 8L << 20;

  private static final int LONGEST_LINE = 4096;

  @Bean
  StartRequestReader startRequestReader() {
    return new StartRequestReader();
  }

  @Bean
  AudienceCount audienceCount(AudienceSelection selection, DeviceOwners owners) {
    return new AudienceCount(selection, owners);
  }

  @Bean
  RequestRows requestRows(Database database) {
    return new RequestRows(database);
  }

  @Bean
  IdempotencyKeys idempotencyKeys(Database database, IdempotencySettings settings) {
    return new IdempotencyKeys(database, settings);
  }

  @Bean
  WaitingLine waitingLine(
      LimitSettings limit,
      SlotPeriods periods,
      Permits permits,
      RequestRows rows,
      Database database) {
    return new WaitingLine(limit, periods, permits, rows, database);
  }

  @Bean
  ScheduledRequests scheduledRequests(
      LimitSettings limit,
      SlotPeriods periods,
      Permits permits,
      WaitingLine line,
      RequestRows rows,
      Database database) {
    return new ScheduledRequests(limit, periods, permits, line, rows, database);
  }

  @Bean
  SlotGrants slotGrants(
      LimitSettings limit,
      SlotPeriods periods,
      Permits permits,
      RateLimitCache taken,
      Outbox outbox,
      OutboxSender sender,
      Database database) {
    return new SlotGrants(limit, periods, permits, taken, outbox, sender, database);
  }

  @Bean
  LateAcceptances lateAcceptances(
      Database database, SlotPeriods periods, Permits permits, Outbox outbox, OutboxSender sender) {
    return new LateAcceptances(database, periods, permits, outbox, sender, System::nanoTime);
  }

  @Bean
  AcceptedRows acceptedRows(
      Database database,
      SlotPeriods periods,
      Permits permits,
      WaitingLine line,
      RequestRows rows,
      Outbox outbox) {
    return database.either(
        () -> new AcceptedByTransaction(database, periods, permits, line, rows, outbox),
        () -> new AcceptedByStatement(database, periods, outbox));
  }

  @Bean
  Acceptance acceptance(
      SlotPeriods periods,
      AcceptedRows rows,
      WaitingLine line,
      ScheduledRequests scheduled,
      Permits permits,
      RateLimitCache taken,
      OutboxSender sender,
      Database database,
      LateAcceptances late) {
    return new Acceptance(periods, rows, line, scheduled, permits, taken, sender, database, late);
  }

  /** The one that goes on where more came during a commit. */
  @Bean(destroyMethod = "shutdown")
  ExecutorService acceptCommitter() {
    return Executors.newSingleThreadExecutor(new CustomizableThreadFactory("accept-commit-"));
  }

  /** The rest of a route after a group's commit: short, and never blocking. */
  @Bean(destroyMethod = "shutdown")
  ExecutorService acceptContinuations() {
    return Executors.newFixedThreadPool(
        Math.max(2, Runtime.getRuntime().availableProcessors()),
        new CustomizableThreadFactory("accept-continue-"));
  }

  @Bean
  GroupCommit<Candidate, Verdict> acceptanceGroup(
      Acceptance acceptance,
      LateAcceptances late,
      Traces traces,
      @Qualifier("acceptCommitter") ExecutorService acceptCommitter,
      @Qualifier("acceptContinuations") ExecutorService acceptContinuations) {
    return new GroupCommit<>(
        "accept",
        LARGEST_GROUP,
        HEAVIEST_GROUP,
        Candidate::weight,
        LONGEST_LINE,
        group ->
            traces.on()
                ? traces.together(
                    "commit",
                    group.stream().map(one -> one.request().traceparent()).toList(),
                    () -> acceptance.decide(group))
                : acceptance.decide(group),
        failure -> Outage.of(failure) == Outage.Kind.WRONG,
        (candidate, verdict) -> {
          if (verdict instanceof Verdict.Accepted) {
            late.add(candidate);
          }
        },
        acceptCommitter,
        acceptContinuations);
  }

  @Bean
  MeterBinder acceptMeters(GroupCommit<Candidate, Verdict> acceptanceGroup) {
    return meters ->
        Gauge.builder("journey_gateway_accept_waiting", acceptanceGroup, GroupCommit::waiting)
            .description("Requests that wait for the commit under way to end")
            .register(meters);
  }
}
