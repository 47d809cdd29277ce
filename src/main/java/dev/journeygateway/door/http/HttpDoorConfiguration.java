package dev.journeygateway.door.http;

import dev.journeygateway.http.HttpThreads;
import dev.journeygateway.request.IdBounds;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP door. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
class HttpDoorConfiguration {

  @Bean
  HttpThreads httpThreads(HttpSettings settings) {
    return new HttpThreads(settings.threads());
  }

  @Bean
  IdBounds idBounds(HttpSettings settings) {
    return new IdBounds(settings.maxIds());
  }

  @Bean
  CallerHeaders callerHeaders() {
    return new CallerHeaders();
  }
}
