package dev.journeygateway.bench.activity;

import dev.journeygateway.activity.ActivityCounts;
import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.gateway.GatewayOptions;
import dev.journeygateway.bench.gateway.StartCalls;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.load.LoadResult;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.ChildOptions;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.database.Database;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Processor time that counting a request for the page's activity takes, by the gateway's own class
 * in this process, beside the processor time of a whole request in a gateway, in turn.
 */
@Command(
    name = "activity",
    description = "What counting a request for the page's activity costs it.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ActivityCommand implements Callable<Integer> {

  private static final double TARGET_PERCENT = 1;
  private static final int COUNTED = 20_000_000;
  private static final int CONNECTIONS = 32;
  private static final int JOURNEYS = 20_000;
  private static final Duration REST = Duration.ofSeconds(120);

  @Option(names = "--rounds", defaultValue = "5", description = "Each is measured once a round.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "10", description = "Load of the gateway in a round.")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "40", description = "Seconds of load before them.")
  private int warmUp;

  @Mixin private GatewayOptions measured = new GatewayOptions();

  @Mixin private ChildOptions place = new ChildOptions();

  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() throws Exception {
    ActivityCounts counts = counts();
    try (Children children = place.children("activity", List.of("-Xms512m", "-Xmx512m"))) {
      String machine = Machine.describe(children.folder("probe"));
      Gateway gateway =
          measured.start(
              children,
              "gateway",
              new DemoCatalogue(JOURNEYS),
              List.of(),
              List.of("--gateway.roles=http,worker", "--gateway.limit.period=1s"));
      StartCalls calls = new StartCalls(JOURNEYS);
      request(children, gateway, calls, warmUp);
      counting(counts);
      List<Double> requests = new ArrayList<>();
      List<Double> counted = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        requests.add(request(children, gateway, calls, seconds));
        counted.add(counting(counts));
        System.err.printf(
            Locale.ROOT,
            "round %d: a request %.0f us, counting it %.3f us%n",
            round + 1,
            requests.get(round),
            counted.get(round));
      }
      String report = report(machine, Spread.of(requests), Spread.of(counted));
      System.out.println(report);
      page.put("activity", report);
    }
    return 0;
  }

  /** Nothing of it asks the database before it is told to write. */
  private static ActivityCounts counts() throws ReflectiveOperationException {
    Constructor<ActivityCounts> made =
        ActivityCounts.class.getDeclaredConstructor(Database.class, Clock.class);
    made.setAccessible(true);
    return made.newInstance(null, Clock.systemUTC());
  }

  /** Microseconds for what is counted of one request: that it came, and who entered. */
  private static double counting(ActivityCounts counts) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < COUNTED; i++) {
      counts.accepted(DemoCatalogue.APPLICATION, "http");
      counts.entered(DemoCatalogue.APPLICATION, "http", 3);
    }
    return (threads.getCurrentThreadCpuTime() - before) / 1e3 / COUNTED;
  }

  /** Microseconds from the first call until everybody has entered. */
  private static double request(Children children, Gateway gateway, StartCalls calls, int seconds)
      throws IOException {
    children.awaitQuiet(REST);
    Duration before = gateway.child().cpu();
    LoadResult result =
        HttpLoad.run(
            gateway.port(),
            calls,
            CONNECTIONS,
            Duration.ZERO,
            Duration.ofSeconds(seconds),
            Set.of(200));
    children.awaitQuiet(REST);
    if (result.errors() > 0) {
      throw new BenchFailure("answers by status " + result.statuses());
    }
    return gateway.child().cpu().minus(before).toNanos() / 1e3 / result.allAnswers();
  }

  private String report(String machine, Spread request, Spread counting) {
    double percent = 100 * counting.median() / request.median();
    return String.format(
        Locale.ROOT,
        """
        ## What the page's activity costs: `bench/run activity`

        %s: %d alternating rounds; %s. An accepted request of three users takes %s us of the gateway's processor time, from its call on \
        %d connections until everybody has entered. Counting it and its people for the table `activity` takes %.3f us \
        (%.3f-%.3f), by the gateway's own class on one thread, %,d times a round; one statement every ten seconds writes what was counted, \
        however many requests there were.

        - Counting a request is %.2f %% of it; target less than %.0f %%, %s.
        """,
        LocalDate.now(ZoneOffset.UTC),
        rounds,
        machine,
        request.whole(),
        CONNECTIONS,
        counting.median(),
        counting.min(),
        counting.max(),
        COUNTED,
        percent,
        TARGET_PERCENT,
        percent < TARGET_PERCENT ? "reached" : "missed");
  }
}
