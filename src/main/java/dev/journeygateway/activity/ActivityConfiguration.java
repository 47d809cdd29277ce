package dev.journeygateway.activity;

import dev.journeygateway.database.Database;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What happened, counted. */
@Configuration(proxyBeanMethods = false)
class ActivityConfiguration {

  @Bean
  ActivityCounts activityCounts(Database database, Clock clock) {
    return new ActivityCounts(database, clock);
  }

  @Bean
  Activity activity(Database database) {
    return new Activity(database);
  }
}
