package dev.journeygateway.bench.relay;

import dev.journeygateway.bench.peer.ServicePeer;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Child;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The hosted service that the gateway calls, a process of its own. */
record Service(Child child, int port) {

  static Service start(Children children, int answerMillis) {
    int port = Children.freePort();
    Child child =
        children.startDatabasePeer(
            "service",
            ServicePeer.class,
            // A flight recording would answer first.
            List.of("-Xmx256m", "-Xlog:jfr+startup=off"),
            List.of(Integer.toString(port), Integer.toString(answerMillis)));
    if (!child.read().equals("ready")) {
      throw new BenchFailure("the service does not start");
    }
    return new Service(child, port);
  }

  /**
   * What it has seen since it was told to forget.
   *
   * @param nanos from the first call to the last answer
   * @param mostAtOnce calls under way
   * @param gaps calls for an entry point that had been called before
   * @param leastMicros from the answer to the next call for its entry point
   */
  record Seen(
      long calls,
      long ids,
      long nanos,
      long mostAtOnce,
      long gaps,
      long leastMicros,
      long medianMicros,
      long p99Micros,
      long mostMicros) {

    double seconds() {
      return nanos / 1e9;
    }

    double callsASecond() {
      return calls / seconds();
    }

    double idsASecond() {
      return ids / seconds();
    }
  }

  void forget() {
    child.ask("forget");
  }

  Seen seen() {
    long[] told = Arrays.stream(child.ask("tell").split(" ")).mapToLong(Long::parseLong).toArray();
    return new Seen(
        told[0], told[1], told[2], told[3], told[4], told[5], told[6], told[7], told[8]);
  }

  /**
   * Waits until it has seen so much.
   *
   * @throws BenchFailure when nothing comes for as long as {@code idle}
   */
  Seen await(Predicate<Seen> enough, Duration idle) {
    Seen seen = seen();
    long changed = System.nanoTime();
    while (!enough.test(seen)) {
      Pause.of(Duration.ofMillis(100));
      Seen now = seen();
      if (now.calls() != seen.calls()) {
        changed = System.nanoTime();
      } else if (System.nanoTime() - changed > idle.toNanos()) {
        throw new BenchFailure("the service gets no more calls: " + now);
      }
      seen = now;
    }
    return seen;
  }
}
