package dev.journeygateway.http;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The server's thread that is at work for a call, of which there is one at a time. Until it is back
 * the server reads nothing of the next call on the connection.
 */
final class ServerThread {
  private final AtomicReference<Thread> thread = new AtomicReference<>();

  /** Does what the server calls for. */
  void run(Runnable work) {
    Thread own = Thread.currentThread();
    thread.set(own);
    try {
      work.run();
    } finally {
      // Another one may have come for the rest of the body meanwhile.
      thread.compareAndSet(own, null);
    }
  }

  /** Whether one is at work, and it is not the one that asks. */
  boolean isAnother() {
    Thread working = thread.get();
    return working != null && working != Thread.currentThread();
  }
}
