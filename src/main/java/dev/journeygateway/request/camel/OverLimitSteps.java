package dev.journeygateway.request.camel;

import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.request.HttpSettings;
import dev.journeygateway.request.QueueSettings;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What each door does with a request that comes while its entry point's slot is taken, as its
 * settings say.
 */
@Configuration(proxyBeanMethods = false)
class OverLimitSteps {

  /**
   * A caller who waits for an answer is refused at once; only where callers may share a slot they
   * stand in line.
   */
  @Bean
  Processor decideOverLimitOfHttp(HttpSettings settings) {
    return exchange -> {
      if (settings.overLimit() != OverLimit.REFUSE) {
        new StartExchange(exchange).overLimit(settings.overLimit());
      }
    };
  }

  @Bean
  Processor decideOverLimitOfQueue(QueueSettings settings) {
    return exchange -> new StartExchange(exchange).overLimit(settings.overLimit());
  }
}
