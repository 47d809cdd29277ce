package dev.journeygateway.api;

import dev.journeygateway.support.OutsideBroker;
import org.junit.jupiter.api.AfterAll;

/**
 * The same on a broker outside: ActiveMQ Classic on a port or, where the system property {@code
 * outside.broker} names the URL, user and password with a comma between them, whichever that is.
 */
class DeadLetterOnOutsideBrokerIT extends DeadLetterIT {

  private OutsideBroker outside;

  @Override
  String[] broker() throws Exception {
    String[] named = System.getProperty("outside.broker", "").split(",");
    if (named.length == 3) {
      return new String[] {
        "spring.activemq.broker-url=" + named[0],
        "spring.activemq.user=" + named[1],
        "spring.activemq.password=" + named[2]
      };
    }
    outside = OutsideBroker.start();
    return new String[] {"spring.activemq.broker-url=failover:(" + outside.url() + ")"};
  }

  @AfterAll
  void stopBroker() throws Exception {
    if (outside != null) {
      outside.close();
    }
  }
}
