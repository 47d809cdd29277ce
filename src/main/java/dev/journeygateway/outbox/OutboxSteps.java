package dev.journeygateway.outbox;

import dev.journeygateway.database.Database;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.process.Roles;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs that the outbox lends to the routes under routes/outbox/. */
@Configuration(proxyBeanMethods = false)
class OutboxSteps {

  /** A process sends what it committed, whatever its roles; what a dead one left is a worker's. */
  @Bean
  Processor takeOverMessages(OutboxSender sender, Roles roles, Database database) {
    return exchange -> {
      if (roles.worker() || database.embedded()) {
        sender.takeOver();
      }
    };
  }

  @Bean
  Processor renewLease(ProcessLease lease) {
    return exchange -> lease.renew();
  }
}
