package dev.journeygateway.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.KahaDBStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded broker, begun anew when it ends by itself. It does so for good where its store fails
 * once: an error of the disk, or a thread of it that is interrupted. What it had confirmed is in
 * the store, and its clients connect again.
 */
final class KeptBroker {
  private static final Logger LOG = LoggerFactory.getLogger(KeptBroker.class);

  private static final long BETWEEN_LOOKS_MILLIS = 500;

  private static final List<String> INDEX = List.of("db.data", "db.free", "db.redo");

  private final Callable<BrokerService> make;
  private final Thread watch = new Thread(this::watch, "broker-watch");
  private volatile BrokerService broker;
  private KahaDBStore store;
  private volatile boolean stopped;

  /**
   * @param make a broker on the store, not yet started
   */
  KeptBroker(Callable<BrokerService> make) {
    this.make = make;
    watch.setDaemon(true);
  }

  void start() throws Exception {
    begin();
    watch.start();
  }

  private void begin() throws Exception {
    BrokerService fresh = make.call();
    broker = fresh;
    // A broker that has stopped does not know it any more.
    store = ((KahaDBPersistenceAdapter) fresh.getPersistenceAdapter()).getStore();
    fresh.start();
    fresh.waitUntilStarted();
  }

  /** The one that runs, or that has just ended; empty before the start. */
  Optional<BrokerService> running() {
    return Optional.ofNullable(broker);
  }

  private void watch() {
    while (!stopped) {
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
        synchronized (this) {
          if (!stopped && broker.isStopped()) {
            LOG.error("The broker has ended by itself; it is started again");
            closeStore();
            begin();
            LOG.info("The broker runs again");
          }
        }
      } catch (InterruptedException e) {
        LOG.debug("Looks at once", e);
      } catch (Exception e) {
        LOG.error("The broker cannot be started, tries again: {}", e.toString());
        end(broker);
      }
    }
  }

  /**
   * A store that has failed leaves its files open when it ends, and an index that may not be as its
   * journal says. The index is made anew from the journal when there is none.
   */
  private void closeStore() throws IOException {
    try {
      store.getPageFile().unload();
      store.getJournal().close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("The store of a broker that has ended could not be closed", e);
    }
    for (String file : INDEX) {
      Files.deleteIfExists(store.getDirectory().toPath().resolve(file));
    }
  }

  /** What is left of one that did not start holds the store's lock. */
  private static void end(BrokerService failed) {
    try {
      failed.stop();
    } catch (Exception e) {
      LOG.debug("A broker that did not start could not be stopped", e);
    }
  }

  /** Stops it for good. */
  synchronized void stop() throws Exception {
    stopped = true;
    broker.stop();
    broker.waitUntilStopped();
  }
}
