package dev.journeygateway.http;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The server's threads that are at work for a call: one, and for a moment a second that comes for
 * the rest of the body. Until they are back the server reads nothing of the next call on the
 * connection.
 */
final class ServerThreads {
  private final Set<Thread> working = new CopyOnWriteArraySet<>();

  /** Does what the server calls for. */
  void run(Runnable work) {
    Thread own = Thread.currentThread();
    // The rest of the body may come while its reader still runs on this very thread.
    boolean first = working.add(own);
    try {
      work.run();
    } finally {
      if (first) {
        working.remove(own);
      }
    }
  }

  /** Whether one is at work other than the one that asks. */
  boolean isAnother() {
    Thread own = Thread.currentThread();
    return working.stream().anyMatch(thread -> thread != own);
  }
}
