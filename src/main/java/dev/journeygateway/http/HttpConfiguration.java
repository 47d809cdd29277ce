package dev.journeygateway.http;

import jakarta.servlet.DispatcherType;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What serves platform-http: Jetty's own handlers, ahead of its servlets. Camel's engine for Spring
 * Boot goes through a servlet and holds a thread for as long as a route takes; here none waits for
 * a commit.
 */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  /**
   * Long enough for a burst on a busy machine, short enough that every caller has an answer within
   * five seconds.
   */
  private static final long PATIENCE_MILLIS = 1500;

  /**
   * New connections that the kernel keeps until they are accepted, at most its own bound
   * (net.core.somaxconn). Java's default is 50: of a burst of 256 some found no room, and their
   * clients asked again a second later.
   */
  private static final int ACCEPT_QUEUE = 1024;

  /**
   * In the address of each route that takes the fields of a call as they are named there. The
   * endpoint itself gives its filter in a wrapper, which no longer tells.
   */
  private static final String FIELDS = "callerHeaders";

  @Bean
  HttpRoutes httpRoutes(HttpThreads settings) {
    return new HttpRoutes(settings.threads(), PATIENCE_MILLIS);
  }

  @Bean("platform-http-engine")
  PlatformHttpEngine platformHttpEngine(HttpRoutes routes, CallFields fields) {
    return (endpoint, route) ->
        new HttpConsumer(
            endpoint,
            route,
            routes,
            endpoint.getEndpointUri().contains(FIELDS)
                ? fields
                : new FilteredFields(endpoint.getHeaderFilterStrategy(), fields));
  }

  @Bean
  WebServerFactoryCustomizer<JettyServletWebServerFactory> routesAheadOfServlets(
      HttpRoutes routes, HttpErrorAnswers errors) {
    return factory ->
        factory.addServerCustomizers(
            server -> {
              routes.setHandler(server.getHandler());
              server.setHandler(routes);
              server.setErrorHandler(new UnsoundCalls(errors));
            });
  }

  @Bean
  WebServerFactoryCustomizer<JettyServletWebServerFactory> roomForBursts() {
    return factory ->
        factory.addServerCustomizers(
            server ->
                server
                    .getBeans(ServerConnector.class)
                    .forEach(connector -> connector.setAcceptQueueSize(ACCEPT_QUEUE)));
  }

  @Bean
  FilterRegistrationBean<TraceFilter> traceFilter() {
    var filter = new FilterRegistrationBean<>(new TraceFilter());
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    return filter;
  }
}
