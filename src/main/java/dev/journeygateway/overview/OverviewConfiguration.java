package dev.journeygateway.overview;

import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.database.Database;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.status.OverviewPart;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.Statuses;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is seen of the whole at a glance. */
@Configuration(proxyBeanMethods = false)
class OverviewConfiguration {

  @Bean
  Journeys journeys(Database database, SlotPeriods periods) {
    return new Journeys(database, periods);
  }

  @Bean
  Parts parts(HealthEndpoint health, Clock clock) {
    return new Parts(health::health, clock);
  }

  @Bean
  Overview overview(
      Database database,
      StartRequests requests,
      Statuses statuses,
      Journeys journeys,
      QueueDepth queues,
      Parts parts,
      ObjectProvider<OverviewPart> more,
      SlotPeriods periods,
      Clock clock) {
    return new Overview(
        database,
        requests,
        statuses,
        journeys,
        queues,
        parts,
        more.orderedStream().toList(),
        periods,
        clock);
  }
}
