package dev.journeygateway.journey;

import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verb of the route reload-catalog. */
@Configuration(proxyBeanMethods = false)
class CatalogSteps {

  @Bean
  Processor reloadCatalog(CatalogWatch watch) {
    return exchange -> watch.reloadWhenChanged();
  }
}
