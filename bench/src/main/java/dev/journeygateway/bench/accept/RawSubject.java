package dev.journeygateway.bench.accept;

import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Child;
import java.time.Duration;
import java.util.Map;

/**
 * JMS producers in a process of their own, each of its threads sending on a connection of its own.
 */
record RawSubject(String name, Child child, int[] loads, int transaction, int messageBytes)
    implements Subject {

  @Override
  public Sample measure(int load, int round, Duration runIn, Duration window) {
    Duration cpu = child.cpu();
    String answer =
        child.ask(
            load
                + " "
                + transaction
                + " "
                + messageBytes
                + " "
                + runIn.toMillis()
                + " "
                + window.toMillis());
    String[] words = answer.split(" ");
    if (words.length != 4) {
      throw new BenchFailure(name + " answers '" + answer + "'");
    }
    long inAll = Long.parseLong(words[3]);
    return new Sample(
        name,
        load,
        round,
        Long.parseLong(words[0]) * 1e3 / window.toMillis(),
        Long.parseLong(words[1]) / 1e6,
        Long.parseLong(words[2]) / 1e6,
        child.cpu().minus(cpu).toNanos() / 1e3 / Math.max(1, inAll),
        Map.of(),
        0,
        0);
  }
}
