package dev.journeygateway.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;
import org.apache.activemq.store.kahadb.disk.journal.Journal.PreallocationScope;
import org.apache.activemq.usage.SystemUsage;

/**
 * The broker inside the process: ActiveMQ Classic on KahaDB, whose journal is synced before a send
 * is answered. No setting changes that: with periodic syncs acknowledged messages were lost in
 * kills.
 */
final class EmbeddedBroker {

  static final String NAME = "journey-gateway";

  /** For this process alone; who connects while it is started again waits until it is. */
  static final String URL = "vm://" + NAME + "?create=false&waitForStart=10000";

  private static final long MEBIBYTE = 1024L * 1024;

  static {
    // Each message goes into three trees of the index, and each time a whole page is written anew.
    // KahaDB knows this as a property of the process alone; a store that is there keeps its size.
    System.setProperty("defaultPageSize", "1024");
  }

  private EmbeddedBroker() {}

  /** Makes the broker, not yet started, with no listener for anybody outside the process. */
  static BrokerService at(Path folder, Channels channels) throws IOException {
    KahaDBPersistenceAdapter store = store(folder);

    BrokerService broker = new BrokerService();
    broker.setBrokerName(NAME);
    broker.setPersistenceAdapter(store);
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    broker.setAdvisorySupport(false);
    broker.setSchedulerSupport(false);
    broker.setDataDirectoryFile(folder.toFile());
    NothingUnseen unseen = new NothingUnseen(channels);
    broker.setPlugins(new BrokerPlugin[] {unseen});
    PolicyMap policies = new PolicyMap();
    policies.setDefaultEntry(policy(unseen));
    // The queues that may hold millions. A browser reads no further than its queue's memory, so the
    // dead letters have all there is.
    policies.setPolicyEntries(
        List.of(
            mostlyOnDisk(channels.accepted(), unseen), mostlyOnDisk(channels.requests(), unseen)));
    broker.setDestinationPolicy(policies);
    SystemUsage usage = broker.getSystemUsage();
    usage.getMemoryUsage().setLimit(Math.min(256 * MEBIBYTE, Runtime.getRuntime().maxMemory() / 4));
    // Refuse before the disk is full: on a full disk KahaDB hangs, also after space is freed.
    // Before that FreeSpace refuses; this is for what comes past it, as dead letters do.
    usage.getStoreUsage().setPercentLimit(90);
    usage.getTempUsage().setPercentLimit(5);
    usage.setSendFailIfNoSpace(true);
    // Of the whole disk the limit is above what is free; looked at again, it comes down to that.
    broker.setSchedulePeriodForDiskUsageCheck(2000);
    broker.setDiskUsageCheckRegrowThreshold(0);
    return broker;
  }

  /** The messages in a folder, as a broker keeps them; not yet opened. */
  static KahaDBPersistenceAdapter store(Path folder) throws IOException {
    Files.createDirectories(folder);
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(folder.toFile());
    store.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
    // Not ahead of time (entire_journal_async): what a kill leaves of that is written after its
    // end in the next life (6.3.1), where a recovery does not look.
    store.setPreallocationScope(PreallocationScope.ENTIRE_JOURNAL.name());
    return store;
  }

  private static PolicyEntry policy(NothingUnseen unseen) {
    PolicyEntry policy = new PolicyEntry();
    policy.setDeadLetterStrategy(unseen.strategy());
    // What is being worked on may fill the memory; what comes then is stored all the same and read
    // back from the disk, where flow control would refuse it.
    policy.setProducerFlowControl(false);
    // A policy ends a browser after 400 messages, without a word; there may be more dead letters.
    policy.setMaxBrowsePageSize(Integer.MAX_VALUE);
    return policy;
  }

  /**
   * A backlog that is kept on the heap costs each request more in collecting garbage than reading
   * it back does ({@code bench/run accept}).
   */
  private static PolicyEntry mostlyOnDisk(String queue, NothingUnseen unseen) {
    PolicyEntry policy = policy(unseen);
    policy.setQueue(queue);
    policy.setMemoryLimit(32 * MEBIBYTE);
    return policy;
  }
}
