package dev.journeygateway.page;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operator page.
 *
 * @param ui on, or off for a gateway without the page at /ui/
 */
@ConfigurationProperties(prefix = "gateway")
record PageSettings(@DefaultValue("on") Shown ui) {

  /** Whether the page is there. */
  enum Shown {
    ON,
    OFF
  }
}
