package dev.journeygateway.request.camel;

import dev.journeygateway.request.HttpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * What serves platform-http: a bounded pool of our own, for Spring's has eight threads and a line
 * without an end.
 */
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
  PlatformHttpEngine platformHttpEngine(
      @Value("${server.port}") int port, ThreadPoolTaskExecutor httpExecutor) {
    return new SpringBootPlatformHttpEngine(port, httpExecutor) {
      @Override
      public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor route) {
        return new SpringBootPlatformHttpConsumer(endpoint, route, httpExecutor) {
          @Override
          protected void handleService(HttpServletRequest call, HttpServletResponse answer)
              throws Exception {
            super.handleService(new UnreadBody(call), answer);
          }
        };
      }
    };
  }

  @Bean
  WebServerFactoryCustomizer<JettyServletWebServerFactory> unsoundCalls() {
    return factory ->
        factory.addServerCustomizers(server -> server.setErrorHandler(new UnsoundCalls()));
  }

  @Bean
  FilterRegistrationBean<TraceFilter> traceFilter() {
    var filter = new FilterRegistrationBean<>(new TraceFilter());
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    return filter;
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
