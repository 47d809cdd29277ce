package dev.journeygateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.Browser;
import dev.journeygateway.support.OutsideBroker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page while the broker is away. */
class PageAwayIT {

  private static final String SHOTS = System.getProperty("page.screenshots");

  @Test
  void saysThatTheBrokerIsAwayAndGoesOn() throws Exception {
    OutsideBroker broker = OutsideBroker.start();
    try (Browser browser = Browser.start();
        PageGateway page =
            PageGateway.start("spring.activemq.broker-url=failover:(" + broker.url() + ")")) {
      browser.size(1400, 900);
      browser.scheme("light");
      browser.open(page.url() + "/ui/");
      browser.type("input[name=token]", "start-and-read");
      browser.click("Open");
      browser.waitFor("all parts up");
      browser.waitFor("The broker is outside");

      broker.stop();
      page.gateway().post("welcome", "{\"users\": [\"anna\"]}");
      browser.waitFor("broker is away; what is accepted waits in the outbox");
      browser.waitFor("✕ broker away");
      browser.waitFor("outbox 1");
      assertThat(browser.violations()).isEmpty();
      if (SHOTS != null) {
        for (String scheme : List.of("light", "dark")) {
          for (int width : List.of(1400, 360)) {
            browser.scheme(scheme);
            browser.size(width, width == 360 ? 1400 : 900);
            browser.script("return new Promise(done => setTimeout(done, 300))");
            browser.shoot(Path.of(SHOTS).resolve("away-" + scheme + "-" + width + ".png"));
          }
        }
      }
      assertThat(browser.console()).isEmpty();
    }
  }
}
