package dev.journeygateway.delivery;

import dev.journeygateway.support.OutsideBroker;
import dev.journeygateway.support.RunningGateway;
import java.util.ArrayList;
import java.util.List;

/** The hosted service of the tests: a second gateway, with a broker of its own. */
final class Peer implements AutoCloseable {

  private final OutsideBroker broker;
  private final RunningGateway gateway;

  private Peer(OutsideBroker broker, RunningGateway gateway) {
    this.broker = broker;
    this.gateway = gateway;
  }

  static Peer start(String... settings) throws Exception {
    return startWith(Hosted.journeysOfTheTests(), settings);
  }

  static Peer startWith(String catalog, String... settings) throws Exception {
    OutsideBroker broker = OutsideBroker.start();
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("spring.activemq.broker-url=failover:(" + broker.url() + ")");
    return new Peer(broker, RunningGateway.startWith(catalog, all.toArray(String[]::new)));
  }

  RunningGateway gateway() {
    return gateway;
  }

  int port() {
    return gateway.port();
  }

  @Override
  public void close() throws Exception {
    gateway.close();
    broker.close();
  }
}
