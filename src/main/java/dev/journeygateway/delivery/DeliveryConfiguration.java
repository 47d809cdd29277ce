package dev.journeygateway.delivery;

import dev.journeygateway.access.Caller;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.cancel.CancelledPart;
import dev.journeygateway.database.Database;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.journey.DestinationCatalog;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.status.OverviewPart;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Calls to destinations. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class DeliveryConfiguration {

  @Bean
  DeliveryRecorder deliveryRecorder(
      JourneyCatalog journeys,
      DestinationCatalog destinations,
      DeviceOwners owners,
      RecordedChunks chunks,
      Database database) {
    return new DeliveryRecorder(journeys, destinations, owners, chunks, database);
  }

  @Bean
  DestinationAccess destinationAccess(Environment environment) {
    return new DestinationAccess(environment);
  }

  @Bean
  DestinationStates destinationStates(
      Database database,
      DestinationCatalog destinations,
      DestinationAccess access,
      Audit audit,
      Clock clock) {
    return new DestinationStates(database, destinations, access, audit, clock);
  }

  @Bean
  DeliveryAnswers deliveryAnswers(
      Database database, DeliverySettings settings, MeterRegistry meters) {
    return new DeliveryAnswers(database, settings, meters);
  }

  @Bean
  Deliveries deliveries(
      Database database, DeliveryAnswers answers, DestinationCatalog destinations, Audit audit) {
    return new Deliveries(database, answers, destinations, audit);
  }

  /**
   * People of calls under way count as cancelled until their calls end; none of them counted as
   * entered before.
   */
  @Bean
  CancelledPart cancelledCalls(Deliveries deliveries) {
    return request -> {
      deliveries.cancel(request);
      return 0;
    };
  }

  @Bean
  DestinationReport destinationReport(
      Database database, DestinationCatalog destinations, DestinationStates states) {
    return new DestinationReport(database, destinations, states);
  }

  /** The destinations on the overview. */
  @Bean
  OverviewPart destinationsOnTheOverview(DestinationReport report) {
    return new OverviewPart() {
      @Override
      public String name() {
        return "destinations";
      }

      @Override
      public Object shown(Caller caller) {
        return report.all();
      }
    };
  }

  /** Shown as the component destinations. */
  @Bean
  DestinationHealth destinationsHealthIndicator(DestinationReport report) {
    return new DestinationHealth(report);
  }

  @Bean
  DeliveryGauges deliveryGauges(
      Database database, DestinationCatalog destinations, DestinationReport report) {
    return new DeliveryGauges(database, destinations, report);
  }

  @Bean
  DeliveryLine deliveryLine(Database database, ProcessLease lease) {
    return new DeliveryLine(database, lease);
  }

  @Bean
  Deliverer deliverer(
      DeliverySettings settings,
      DeliveryLine line,
      DeliveryAnswers answers,
      DestinationCatalog destinations,
      DestinationStates states,
      DestinationAccess access,
      ProcessLease lease,
      Database database) {
    return new Deliverer(settings, line, answers, destinations, states, access, lease, database);
  }
}
