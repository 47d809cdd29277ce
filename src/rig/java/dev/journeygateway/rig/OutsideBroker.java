package dev.journeygateway.rig;

import java.nio.file.Path;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/** ActiveMQ Classic as a process of its own: {@code OutsideBroker PORT FOLDER}. */
final class OutsideBroker {

  private OutsideBroker() {}

  public static void main(String[] args) throws Exception {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(Path.of(args[1]).toFile());
    store.setJournalDiskSyncStrategy("always");
    BrokerService broker = new BrokerService();
    broker.setBrokerName("outside");
    broker.setPersistenceAdapter(store);
    broker.setUseJmx(false);
    broker.setAdvisorySupport(false);
    broker.setDataDirectoryFile(Path.of(args[1]).toFile());
    broker.addConnector("tcp://127.0.0.1:" + args[0]);
    broker.start();
    broker.waitUntilStopped();
  }
}
