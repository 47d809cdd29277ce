package dev.journeygateway.bench.peer;

import java.nio.file.Path;
import java.util.List;

/** A broker in a process of its own; its arguments are its connectors. */
public final class BrokerPeer {

  private BrokerPeer() {}

  public static void main(String[] connectors) throws Exception {
    Peers.takeStandardOutput();
    Peers.endWithParent();
    SyncedBroker.start(Path.of("broker"), List.of(connectors)).waitUntilStopped();
  }
}
