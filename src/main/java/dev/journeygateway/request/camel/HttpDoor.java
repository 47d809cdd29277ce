package dev.journeygateway.request.camel;

import dev.journeygateway.request.HttpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What serves platform-http: a bounded pool of our own, for Spring's has eight threads and a line without an end. */
@Configuration(proxyBeanMethods = false)
class HttpDoor {

  @Bean
  ThreadPoolTaskExecutor httpExecutor(HttpSettings settings) {
    ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
    executor.setCorePoolSize(settings.threads());
    executor.setMaxPoolSize(settings.threads());
    executor.setQueueCapacity(settings.maxWaiting());
    executor.setThreadNamePrefix("http-door-");
    return executor;
  }

  @Bean("platform-http-engine")
  PlatformHttpEngine platformHttpEngine(@Value("${server.port}") int port, ThreadPoolTaskExecutor httpExecutor) {
    return new SpringBootPlatformHttpEngine(port, httpExecutor);
  }

  @Bean
  HeaderFilterStrategy callerHeaders() {
    return new CallerHeaders();
  }

  @Bean
  StartRequestMeter startRequestMeter(MeterRegistry meters) {
    return new StartRequestMeter(meters);
  }
}
