package dev.journeygateway.bench.accept;

import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.load.LoadResult;
import dev.journeygateway.bench.load.Requests;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A server behind a port.
 *
 * @param counted the status that every measured answer must have
 * @param proof text that an answer of that status carries, looked for once before each measurement
 * @param strays how many answers of another status are no error in one measurement: a grant among
 *     refusals
 */
record HttpSubject(
    String name,
    Child child,
    int port,
    int[] loads,
    Requests requests,
    int counted,
    String proof,
    int strays)
    implements Subject {

  @Override
  public Sample measure(int load, int round, Duration runIn, Duration window) throws IOException {
    prove();
    Duration cpu = child.cpu();
    Map<String, Duration> threads = child.cpuByThread();
    LoadResult result = HttpLoad.run(port, requests, load, runIn, window, Set.of(counted));
    double cpuMicros = child.cpu().minus(cpu).toNanos() / 1e3 / Math.max(1, result.allAnswers());
    long errors = result.broken() + Math.max(0, result.unexpected() - strays);
    if (errors > 0) {
      System.err.println(
          "  "
              + name
              + ": answers by status "
              + result.statuses()
              + ", unanswered "
              + result.broken());
    }
    return new Sample(
        name,
        load,
        round,
        result.perSecond(),
        result.percentileMillis(50),
        result.percentileMillis(99),
        cpuMicros,
        threadMicros(threads, Math.max(1, result.allAnswers())),
        result.clientCpu().toNanos() / 1e3 / Math.max(1, result.allAnswers()),
        errors);
  }

  private Map<String, Double> threadMicros(Map<String, Duration> before, long answers) {
    Map<String, Double> each = new TreeMap<>();
    child
        .cpuByThread()
        .forEach(
            (name, cpu) ->
                each.put(
                    name,
                    cpu.minus(before.getOrDefault(name, Duration.ZERO)).toNanos() / 1e3 / answers));
    return each;
  }

  private void prove() throws IOException {
    HttpLoad.Answer answer = HttpLoad.once(port, requests.next());
    // Where strays are allowed, one of them may come first: it is what the refusals are counted
    // behind.
    for (int i = 0; i < strays && answer.status() != counted; i++) {
      answer = HttpLoad.once(port, requests.next());
    }
    if (answer.status() != counted || !answer.body().contains(proof)) {
      throw new BenchFailure(
          name
              + " should answer "
              + counted
              + " with '"
              + proof
              + "', but answers\n"
              + answer.head()
              + answer.body());
    }
  }
}
