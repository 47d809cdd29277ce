package dev.journeygateway.door.file;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The threads that feed files to the queue and file them away: each inbox has its own, so that a
 * server that hangs keeps no other from going on.
 */
final class FeederThreads implements AutoCloseable {

  private static final int SECONDS_TO_END = 5;

  private final Map<String, Executor> inboxes = new HashMap<>();
  private final Executor looks;

  /**
   * @param threads of each inbox
   */
  FeederThreads(Collection<String> inboxes, int threads) {
    int number = 1;
    for (String inbox : inboxes) {
      this.inboxes.put(inbox, pool(threads, "file-feeder-" + number++ + "-"));
    }
    this.looks = pool(1, "file-look-");
  }

  /** One for everything, as in tests. */
  FeederThreads(Executor all) {
    this.looks = all;
  }

  private static ThreadPoolTaskExecutor pool(int threads, String name) {
    ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
    pool.setCorePoolSize(threads);
    pool.setMaxPoolSize(threads);
    pool.setAllowCoreThreadTimeOut(true);
    pool.setThreadNamePrefix(name);
    pool.setWaitForTasksToCompleteOnShutdown(true);
    pool.setAwaitTerminationSeconds(SECONDS_TO_END);
    pool.initialize();
    return pool;
  }

  /** Works on a file of an inbox. */
  void of(String inbox, Runnable work) {
    inboxes.getOrDefault(inbox, looks).execute(work);
  }

  /** Looks what there is to do, which reads a row and waits for no place. */
  void looks(Runnable work) {
    looks.execute(work);
  }

  @Override
  public void close() {
    inboxes.values().forEach(FeederThreads::end);
    end(looks);
  }

  private static void end(Executor pool) {
    if (pool instanceof ThreadPoolTaskExecutor own) {
      own.shutdown();
    }
  }
}
