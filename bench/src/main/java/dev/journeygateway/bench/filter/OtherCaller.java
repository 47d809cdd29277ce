package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.gateway.StartCalls;
import dev.journeygateway.bench.load.HttpLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/**
 * Somebody who starts another journey for three people now and then, while the gateway is up, and
 * notes how long each answer took.
 */
final class OtherCaller implements AutoCloseable {

  private static final int PAUSE_MILLIS = 50;

  private final StartCalls calls;
  private final IntSupplier port;
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
  private final Map<Integer, Integer> others = Collections.synchronizedMap(new TreeMap<>());
  private final Thread thread = new Thread(this::call, "other-caller");
  private volatile boolean over;

  /**
   * @param port where the gateway listens now; 0 while it is down
   * @param journeys in the catalogue; the first is left alone
   */
  OtherCaller(IntSupplier port, int journeys) {
    this.port = port;
    this.calls = new StartCalls(journeys);
    calls.next();
    thread.start();
  }

  private void call() {
    while (!over) {
      try {
        Thread.sleep(PAUSE_MILLIS);
        int to = port.getAsInt();
        if (to != 0) {
          call(to);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void call(int to) {
    long start = System.nanoTime();
    try {
      int status = HttpLoad.once(to, calls.next()).status();
      if (status == 200) {
        millis.add((System.nanoTime() - start) / 1e6);
      } else {
        others.merge(status, 1, Integer::sum);
      }
    } catch (IOException killed) {
      others.merge(0, 1, Integer::sum);
    }
  }

  /** Ends the calls and says how long they took. */
  String end() throws InterruptedException {
    over = true;
    thread.join();
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.isEmpty()
        ? "none"
        : String.format(
            Locale.ROOT,
            "%.0f, %.0f, %.0f (%,d answers%s)",
            sorted.get(sorted.size() / 2),
            sorted.get(sorted.size() * 99 / 100),
            sorted.get(sorted.size() - 1),
            sorted.size(),
            others.isEmpty() ? "" : ", others by status, 0 for cut off: " + others);
  }

  @Override
  public void close() {
    over = true;
  }
}
