package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Commits a row now and then, as an accepted request does, and notes how long each took. */
final class OtherWriter implements AutoCloseable {

  private static final int PAUSE_MILLIS = 20;

  private final Database database;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<List<Double>> times;
  private volatile boolean over;

  OtherWriter(Database database) {
    this.database = database;
    this.times = thread.submit(this::write);
  }

  private List<Double> write() throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    while (!over) {
      long start = System.nanoTime();
      database.begin(
          status ->
              database
                  .writing()
                  .update(
                      "insert into application (code, name) values (?, 'Other')",
                      UUID.randomUUID().toString().substring(0, 11)));
      millis.add((System.nanoTime() - start) / 1e6);
      Thread.sleep(PAUSE_MILLIS);
    }
    return millis;
  }

  /** Milliseconds of each row, from the wish to write it to its commit. */
  List<Double> stop() throws InterruptedException {
    over = true;
    try {
      return times.get();
    } catch (ExecutionException e) {
      throw new BenchFailure("a row was not written while devices were loaded", e.getCause());
    }
  }

  @Override
  public void close() {
    over = true;
    thread.shutdown();
  }
}
