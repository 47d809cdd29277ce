package dev.journeygateway.request.camel;

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
      StartExchange start = new StartExchange(exchange);
      start.overLimit(settings.overLimit(journeyId(start)));
    };
  }

  @Bean
  Processor decideOverLimitOfQueue(QueueSettings settings) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      start.overLimit(settings.overLimit(journeyId(start)));
    };
  }

  /** A body of a wrong shape names none, and is refused before its slot is asked for. */
  private static String journeyId(StartExchange start) {
    return start.read().fault() == null ? start.read().request().journeyId() : "";
  }
}
