package dev.journeygateway;

import org.junit.jupiter.api.AfterAll;

/** The same on a broker outside. */
class DeadLetterOnOutsideBrokerIT extends DeadLetterIT {

  private OutsideBroker outside;

  @Override
  String[] broker() throws Exception {
    outside = OutsideBroker.start();
    return new String[] {"spring.activemq.broker-url=failover:(" + outside.url() + ")"};
  }

  @AfterAll
  void stopBroker() throws Exception {
    outside.close();
  }
}
