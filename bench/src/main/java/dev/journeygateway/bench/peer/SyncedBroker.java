package dev.journeygateway.bench.peer;

import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;
import org.apache.activemq.store.kahadb.disk.journal.Journal.PreallocationScope;

/**
 * An ActiveMQ broker as durable as the gateway's: KahaDB, and the journal synced before a send
 * returns. Tuned as the gateway's own is, so that a ratio says something of the code before the
 * broker and not of a setting that anybody could copy.
 */
final class SyncedBroker {

  static final String URL = "vm://bench?create=false";

  private static final long MEBIBYTE = 1024L * 1024;

  static {
    System.setProperty("defaultPageSize", "1024");
  }

  private SyncedBroker() {}

  static BrokerService start(Path folder) throws Exception {
    return start(folder, List.of());
  }

  /**
   * @param connectors for clients in other processes, such as {@code tcp://127.0.0.1:61616}
   */
  static BrokerService start(Path folder, List<String> connectors) throws Exception {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(folder.toFile());
    store.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
    store.setPreallocationScope(PreallocationScope.ENTIRE_JOURNAL.name());
    BrokerService broker = new BrokerService();
    broker.setBrokerName("bench");
    broker.setPersistent(true);
    broker.setPersistenceAdapter(store);
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    broker.setAdvisorySupport(false);
    broker.setSchedulerSupport(false);
    PolicyEntry queues = new PolicyEntry();
    queues.setProducerFlowControl(false);
    queues.setMemoryLimit(32 * MEBIBYTE);
    PolicyMap policies = new PolicyMap();
    policies.setDefaultEntry(queues);
    broker.setDestinationPolicy(policies);
    broker
        .getSystemUsage()
        .getMemoryUsage()
        .setLimit(Math.min(256 * MEBIBYTE, Runtime.getRuntime().maxMemory() / 4));
    for (String connector : connectors) {
      broker.addConnector(connector);
    }
    broker.start();
    broker.waitUntilStarted();
    return broker;
  }
}
