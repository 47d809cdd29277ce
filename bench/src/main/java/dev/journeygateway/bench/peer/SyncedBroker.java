package dev.journeygateway.bench.peer;

import java.nio.file.Path;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;

/**
 * An embedded ActiveMQ broker as durable as the gateway's: KahaDB, and the journal synced before a
 * send returns.
 *
 * <p>Tuned as the gateway's own is, unless the plain one is asked for, so that a ratio says
 * something of the code before the broker and not of a setting that anybody could copy. Plain is
 * what a team gets that sets the sync and nothing else.
 */
final class SyncedBroker {

  static final String URL = "vm://bench?create=false";

  private SyncedBroker() {}

  static BrokerService start(Path folder, boolean plain) throws Exception {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(folder.toFile());
    store.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
    BrokerService broker = new BrokerService();
    broker.setBrokerName("bench");
    broker.setPersistent(true);
    broker.setPersistenceAdapter(store);
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    if (!plain) {
      store.setPreallocationScope("entire_journal");
      broker.setAdvisorySupport(false);
      broker.setSchedulerSupport(false);
      broker.getSystemUsage().getMemoryUsage().setLimit(Runtime.getRuntime().maxMemory() / 4);
    }
    broker.start();
    broker.waitUntilStarted();
    return broker;
  }
}
