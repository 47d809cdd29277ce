package dev.journeygateway.bench.accept;

import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Pause;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One call a second of servers that have just been started, each on a connection of its own: most
 * servers are never warm.
 */
final class RareCalls {

  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final double TARGET = 1.5;

  /** What a server did in one round, in milliseconds. */
  private record Taken(double first, double p50, double p99) {
    static Taken of(List<Double> millis) {
      List<Double> sorted = millis.stream().sorted().toList();
      return new Taken(millis.get(0), percentile(sorted, 50), percentile(sorted, 99));
    }

    private static double percentile(List<Double> sorted, int percent) {
      return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
  }

  private final int calls;
  private final Map<String, List<Taken>> rounds = new LinkedHashMap<>();

  /**
   * @param calls of each server in a round
   */
  RareCalls(int calls) {
    this.calls = calls;
  }

  /** Calls each server once a second, a part of the second after the one before it. */
  void round(List<HttpSubject> servers) throws IOException {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    long begin = System.nanoTime();
    for (int call = 0; call < calls; call++) {
      for (int i = 0; i < servers.size(); i++) {
        long due = begin + BETWEEN.toNanos() * call + BETWEEN.toNanos() * i / servers.size();
        Pause.of(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        HttpSubject server = servers.get(i);
        millis.computeIfAbsent(server.name(), any -> new ArrayList<>()).add(call(server));
      }
    }
    millis.forEach(
        (name, each) -> {
          Taken taken = Taken.of(each);
          rounds.computeIfAbsent(name, any -> new ArrayList<>()).add(taken);
          System.err.printf(
              Locale.ROOT,
              "rare calls: %-28s first %6.1f ms  p50 %6.2f ms  p99 %6.1f ms%n",
              name,
              taken.first(),
              taken.p50(),
              taken.p99());
        });
  }

  private static double call(HttpSubject server) throws IOException {
    byte[] request = server.requests().next();
    long from = System.nanoTime();
    HttpLoad.Answer answer = HttpLoad.once(server.port(), request);
    double millis = (System.nanoTime() - from) / 1e6;
    if (answer.status() != server.counted() || !answer.body().contains(server.proof())) {
      throw new BenchFailure(server.name() + " answers " + answer.status() + " " + answer.body());
    }
    return millis;
  }

  Table table() {
    Table table = new Table("subject", "first ms", "p50 ms", "p99 ms");
    rounds.forEach(
        (name, each) ->
            table.row(
                name, brief(each, Taken::first), brief(each, Taken::p50), brief(each, Taken::p99)));
    return table;
  }

  private static String brief(List<Taken> rounds, ToDoubleFunction<Taken> figure) {
    Spread spread = Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", spread.median(), spread.min(), spread.max());
  }

  /** A line for each figure: whether one subject is at most so many times another. */
  void targets(StringBuilder text, String subject, String peer, String whose) {
    if (!rounds.containsKey(subject) || !rounds.containsKey(peer)) {
      return;
    }
    line(text, "The first answer", Taken::first, subject, peer, whose);
    line(text, "The p50 of rare calls", Taken::p50, subject, peer, whose);
    line(text, "The p99 of rare calls", Taken::p99, subject, peer, whose);
  }

  private void line(
      StringBuilder text,
      String what,
      ToDoubleFunction<Taken> figure,
      String subject,
      String peer,
      String whose) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds.get(subject).size(); i++) {
      ratios.add(
          figure.applyAsDouble(rounds.get(subject).get(i))
              / figure.applyAsDouble(rounds.get(peer).get(i)));
    }
    double ratio = Spread.of(ratios).median();
    text.append(
        String.format(
            Locale.ROOT,
            "- %s: %.2f times %s; target at most %.1f, %s.%n",
            what,
            ratio,
            whose,
            TARGET,
            ratio <= TARGET ? "reached" : "missed"));
  }
}
