package dev.journeygateway.cancel;

import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.status.StartRequests;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How requests are cancelled. */
@Configuration(proxyBeanMethods = false)
class CancelConfiguration {

  @Bean
  CancelledPeople cancelledPeople(Database database) {
    return new CancelledPeople(database);
  }

  @Bean
  Cancellation cancellation(
      Database database,
      StartRequests requests,
      OutboxSender sender,
      AudienceSelection audiences,
      CancelledPeople people,
      ObjectProvider<CancelledPart> parts,
      Audit audit) {
    return new Cancellation(
        database, requests, sender, audiences, people, parts.orderedStream().toList(), audit);
  }
}
