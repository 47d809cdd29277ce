package dev.journeygateway.device;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;

/**
 * One of the ways to the database: a slice of rows is written by a thread of its own while the next
 * fills up, never more.
 */
final class DeviceLane implements AutoCloseable {

  private static final int MOST_ROWS = 1_000;

  private static final int ATTEMPTS = 5;

  private final DeviceWriter writer;
  private final SliceSize size;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "device-lane"));
  private Map<String, DeviceRow> rows = new LinkedHashMap<>();
  private Future<DevicesLoaded> underWay = CompletableFuture.completedFuture(DevicesLoaded.NONE);
  private DevicesLoaded written = DevicesLoaded.NONE;
  private long repeated;
  private int values;

  DeviceLane(DeviceWriter writer, SliceSize size) {
    this.writer = writer;
    this.size = size;
  }

  /** Adds a row to the lot, where it follows an earlier one of the same device. */
  void add(DeviceRow row) {
    DeviceRow earlier = rows.get(row.hwid());
    rows.put(row.hwid(), earlier == null ? row : earlier.then(row));
    repeated += earlier == null ? 0 : 1;
    values += row.size();
    if (values >= size.values() || rows.size() == MOST_ROWS) {
      send();
    }
  }

  /** Lets the lot be written, once the one before it is. */
  void send() {
    settle();
    Collection<DeviceRow> lot = rows.values();
    rows = new LinkedHashMap<>();
    values = 0;
    underWay = thread.submit(() -> write(lot));
  }

  /**
   * Waits until everything that was sent is written.
   *
   * @throws RuntimeException what kept it from being written
   */
  void settle() {
    Future<DevicesLoaded> lot = underWay;
    underWay = CompletableFuture.completedFuture(DevicesLoaded.NONE);
    try {
      written = written.and(lot.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while devices were written", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What was written so far; rows that were read but not written yet are not in it. */
  DevicesLoaded written() {
    return written.and(new DevicesLoaded(0, 0, 0, 0, repeated, 0));
  }

  /**
   * Another file of the application may add or change the same devices meanwhile: then the lot is
   * looked at anew.
   */
  private DevicesLoaded write(Collection<DeviceRow> lot) {
    for (int attempt = 1; ; attempt++) {
      try {
        return lot.isEmpty() ? DevicesLoaded.NONE : writer.write(lot);
      } catch (DuplicateKeyException | ConcurrencyFailureException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Waits for what is under way. It is never interrupted: an interrupt in the middle of a statement
   * costs a connection, and a slice is short.
   */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    for (boolean ended = false; !ended; ) {
      try {
        ended = thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
