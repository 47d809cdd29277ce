package dev.journeygateway.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/** An ActiveMQ Classic broker that is none of the gateway's: on a port, stopped and started. */
public final class OutsideBroker implements AutoCloseable {

  private final Path folder;
  private final int port;
  private BrokerService broker;

  private OutsideBroker(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static OutsideBroker start() throws Exception {
    OutsideBroker outside =
        new OutsideBroker(Files.createTempDirectory("outside-broker-"), freePort());
    outside.startAgain();
    return outside;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  public String url() {
    return "tcp://localhost:" + port;
  }

  public void startAgain() throws Exception {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(folder.toFile());
    store.setJournalDiskSyncStrategy("ALWAYS");
    broker = new BrokerService();
    broker.setBrokerName("outside-" + port);
    broker.setPersistenceAdapter(store);
    broker.setDataDirectoryFile(folder.toFile());
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    broker.addConnector("tcp://127.0.0.1:" + port);
    broker.start();
    broker.waitUntilStarted();
  }

  public void stop() throws Exception {
    broker.stop();
    broker.waitUntilStopped();
  }

  /** Messages on a queue, those under way to a consumer included. */
  long depth(String queue) throws Exception {
    var destination = broker.getDestination(new org.apache.activemq.command.ActiveMQQueue(queue));
    return destination.getDestinationStatistics().getMessages().getCount();
  }

  @Override
  public void close() throws Exception {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
