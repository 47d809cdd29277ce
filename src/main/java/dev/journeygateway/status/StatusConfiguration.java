package dev.journeygateway.status;

import dev.journeygateway.accept.WaitingLine;
import dev.journeygateway.database.Database;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What became of requests. */
@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

  @Bean
  StartRequests startRequests(Database database) {
    return new StartRequests(database);
  }

  @Bean
  Timeline timeline(Database database) {
    return new Timeline(database);
  }

  @Bean
  Statuses statuses(WaitingLine line, Clock clock, CallForecast forecast) {
    return new Statuses(line, clock, forecast);
  }
}
