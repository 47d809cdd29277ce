package dev.journeygateway.bench.status;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.gateway.StartCalls;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.load.LoadResult;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Pause;
import dev.journeygateway.bench.run.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Accepted requests a second before, while and after the people of old requests are removed from a
 * filled PostgreSQL, and how long each removing transaction holds its locks.
 */
final class RetentionLoad {

  private static final int CONNECTIONS = 32;
  private static final int WINDOWS = 4;
  private static final Duration RUN_IN = Duration.ofSeconds(1);
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  private static final Duration BEGINS_WITHIN = Duration.ofSeconds(90);
  private static final double TARGET = 0.9;
  private static final double TARGET_MILLIS = 100;

  private static final String REMOVED =
      "select n_tup_del from pg_stat_user_tables where relname = 'entry'";

  /** Milliseconds since the oldest transaction began that removes entries. */
  private static final String HELD =
      "select cast(1000 * max(extract(epoch from clock_timestamp() - xact_start)) as text)"
          + " from pg_stat_activity where query ilike '%delete from entry%' and pid <> pg_backend_pid()"
          + " and backend_xid is not null";

  private final GatewayDatabase database;
  private final Children children;
  private final Path jar;
  private final int journeys;
  private volatile boolean looking;
  private volatile double longestMillis;
  private volatile long looks;

  RetentionLoad(GatewayDatabase database, Children children, Path jar, int journeys) {
    this.database = database;
    this.children = children;
    this.jar = jar;
    this.journeys = journeys;
  }

  void run() throws IOException {
    List<Double> without = new ArrayList<>(rates("before", List.of(), false));
    List<Double> with = rates("removing", List.of("--gateway.retention.people=1h"), true);
    without.addAll(rates("after", List.of(), false));
    double ratio = Spread.of(with).median() / Spread.of(without).median();
    System.out.printf(
        Locale.ROOT,
        "%nAccepted a second on %d connections, period 0, with the worker on, in windows of %d s: %s while nothing is removed (half of"
            + " the windows before, half after), %s while people of old requests are removed; %,d entries were removed"
            + " meanwhile. Their transactions were looked at every %d ms, %,d times.%n%n- Accepting while people are removed: %.2f of its"
            + " rate; target %.1f, %s.%n- The longest transaction that removes: %.0f ms; target %.0f, %s.%n",
        CONNECTIONS,
        WINDOW.toSeconds(),
        Spread.of(without).whole(),
        Spread.of(with).whole(),
        removed(),
        BETWEEN_LOOKS.toMillis(),
        looks,
        ratio,
        TARGET,
        ratio >= TARGET ? "reached" : "missed",
        longestMillis,
        TARGET_MILLIS,
        longestMillis <= TARGET_MILLIS ? "reached" : "missed");
  }

  private long removed() {
    return Long.parseLong(database.text(REMOVED).orElseThrow());
  }

  private List<Double> rates(String name, List<String> more, boolean removing) throws IOException {
    List<String> settings = new ArrayList<>(more);
    settings.add("--spring.datasource.url=" + database.url());
    settings.add("--gateway.limit.period=0s");
    Gateway gateway =
        Gateway.start(
            children,
            "gateway-" + name,
            jar,
            new DemoCatalogue(journeys),
            List.of("-Xmx512m"),
            settings);
    try {
      StartCalls calls = new StartCalls(journeys);
      load(gateway, calls, WARM_UP, RUN_IN);
      Thread watch = new Thread(this::look, "looks-at-locks");
      if (removing) {
        long before = removed();
        long deadline = System.nanoTime() + BEGINS_WITHIN.toNanos();
        while (removed() == before) {
          if (System.nanoTime() > deadline) {
            throw new BenchFailure("nobody was removed within " + BEGINS_WITHIN.toSeconds() + " s");
          }
          Pause.of(BETWEEN_LOOKS);
        }
        looking = true;
        watch.start();
      }
      List<Double> rates = new ArrayList<>();
      for (int i = 0; i < WINDOWS; i++) {
        long before = removed();
        rates.add(load(gateway, calls, RUN_IN, WINDOW));
        System.err.printf(Locale.ROOT, "%s: %,.0f/s%n", name, rates.get(i));
        if (removing && removed() == before) {
          throw new BenchFailure("nobody was removed during a window: take more --entries");
        }
      }
      return rates;
    } finally {
      looking = false;
      children.end(gateway.child());
    }
  }

  private static double load(Gateway gateway, StartCalls calls, Duration runIn, Duration window)
      throws IOException {
    LoadResult result =
        HttpLoad.run(gateway.port(), calls, CONNECTIONS, runIn, window, Set.of(200));
    if (result.errors() > 0) {
      throw new BenchFailure("answers by status " + result.statuses());
    }
    return result.perSecond();
  }

  private void look() {
    while (looking) {
      Optional<String> held = database.text(HELD);
      held.ifPresent(millis -> longestMillis = Math.max(longestMillis, Double.parseDouble(millis)));
      looks++;
      Pause.of(BETWEEN_LOOKS);
    }
  }
}
