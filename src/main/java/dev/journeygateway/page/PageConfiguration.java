package dev.journeygateway.page;

import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The operator page: static files, each call of which is one of the described API. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PageSettings.class)
class PageConfiguration {

  @Bean
  FilterRegistrationBean<PageFilter> pageFilter(PageSettings settings) {
    var filter =
        new FilterRegistrationBean<>(new PageFilter(settings.ui() == PageSettings.Shown.ON));
    filter.addUrlPatterns("/ui", "/ui/*");
    return filter;
  }

  /** The page's files go packed, and the description that it reads; answers of the API do not. */
  @Bean
  WebServerFactoryCustomizer<JettyServletWebServerFactory> packedPage() {
    return factory ->
        factory.addServerCustomizers(
            server -> {
              GzipHandler gzip = new GzipHandler();
              gzip.setIncludedPaths("/ui/*", "/openapi.yaml");
              gzip.setMinGzipSize(512);
              gzip.setHandler(server.getHandler());
              server.setHandler(gzip);
            });
  }
}
