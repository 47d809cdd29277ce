package dev.journeygateway.erasure;

import java.util.concurrent.ExecutorService;

/** Where erasures are worked on: one at a time. */
record ErasureThread(ExecutorService executor) implements AutoCloseable {
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
