package dev.journeygateway.bench.tracing;

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
import dev.journeygateway.bench.run.Pause;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What traces cost: processor time of a request from its call to its entries, without a collector
 * and with one, in alternating rounds of one run. A second gateway without one says how much of the
 * difference is noise.
 */
@Command(
    name = "tracing",
    description = "Processor time of a request, traced and not.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class TracingCommand implements Callable<Integer> {

  private static final double TARGET = 1.05;

  /** Spans are collected for a second. */
  private static final Duration SENT_AFTER = Duration.ofMillis(1500);

  private static final Duration REST = Duration.ofSeconds(120);

  @Option(names = "--rounds", defaultValue = "9", description = "Each is measured once a round.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "10", description = "Load of each in a round.")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description = "Seconds of load on each before round one.")
  private int warmUp;

  @Option(names = "--connections", defaultValue = "32", description = "Keep-alive connections.")
  private int connections;

  @Option(names = "--share", defaultValue = "0.1", description = "Of the requests, sampled.")
  private double share;

  @Option(
      names = "--journeys",
      defaultValue = "20000",
      description = "Entry points that requests go to in turn.")
  private int journeys;

  @Option(names = "--heap", defaultValue = "512m", description = "Heap of each gateway.")
  private String heap;

  @Mixin private GatewayOptions measured = new GatewayOptions();

  @Mixin private ChildOptions place = new ChildOptions();

  @Mixin private PageOptions page = new PageOptions();

  private int restless;

  /** A gateway and the processor time of one request in each round, in microseconds. */
  private record Subject(String name, Gateway gateway, StartCalls calls, List<Double> micros) {}

  @Override
  public Integer call() throws IOException {
    try (SpanSink sink = new SpanSink();
        Children children = place.children("tracing", List.of("-Xms" + heap, "-Xmx" + heap))) {
      String machine = Machine.describe(children.folder("probe"));
      Subject off = start(children, "off", List.of());
      Subject again = start(children, "off, a second one", List.of());
      Subject on =
          start(
              children,
              "on",
              List.of(
                  "--management.otlp.tracing.endpoint=" + sink.endpoint(),
                  "--management.tracing.sampling.probability=" + share,
                  // Nothing of a round is sent in the next one; more often costs more, not less.
                  "--management.tracing.opentelemetry.export.schedule-delay=1s"));
      List<Subject> subjects = List.of(off, again, on);
      for (Subject each : subjects) {
        measure(children, each, warmUp);
      }
      for (int round = 0; round < rounds; round++) {
        List<Subject> order = new ArrayList<>(subjects);
        Collections.rotate(order, round);
        for (Subject each : order) {
          each.micros().add(measure(children, each, seconds));
        }
      }
      if (share > 0 && sink.bytes() == 0) {
        throw new BenchFailure("no span came: what was measured is not what it is called");
      }
      String report = report(machine, off, again, on);
      System.out.println(report);
      page.put("tracing", report);
    }
    return 0;
  }

  private Subject start(Children children, String name, List<String> more) {
    List<String> settings =
        new ArrayList<>(List.of("--gateway.roles=http,worker", "--gateway.limit.period=1s"));
    settings.addAll(more);
    Gateway gateway =
        measured.start(
            children,
            name.replaceAll("[^a-z]+", "-"),
            new DemoCatalogue(journeys),
            List.of(),
            settings);
    return new Subject(name, gateway, new StartCalls(journeys), new ArrayList<>());
  }

  /**
   * From the first call until the gateway is at rest: everybody has entered, every span is sent.
   */
  private double measure(Children children, Subject subject, int loaded) throws IOException {
    restless += children.awaitQuiet(REST) ? 0 : 1;
    Duration before = subject.gateway().child().cpu();
    LoadResult result =
        HttpLoad.run(
            subject.gateway().port(),
            subject.calls(),
            connections,
            Duration.ZERO,
            Duration.ofSeconds(loaded),
            Set.of(200));
    Pause.of(SENT_AFTER);
    restless += children.awaitQuiet(REST) ? 0 : 1;
    if (result.errors() > 0) {
      throw new BenchFailure(subject.name() + ": answers by status " + result.statuses());
    }
    double micros =
        subject.gateway().child().cpu().minus(before).toNanos() / 1e3 / result.allAnswers();
    System.err.printf(
        Locale.ROOT,
        "%-20s %,9.0f/s, CPU %6.0f us each%n",
        subject.name(),
        result.perSecond(),
        micros);
    return micros;
  }

  private static Spread ratio(Subject subject, Subject beside) {
    return Spread.of(
        IntStream.range(0, subject.micros().size())
            .mapToObj(round -> subject.micros().get(round) / beside.micros().get(round))
            .toList());
  }

  private String report(String machine, Subject off, Subject again, Subject on) {
    Table table = new Table("traces", "CPU us each", "x off");
    table.row(off.name(), Spread.of(off.micros()).whole(), "1");
    table.row(again.name(), Spread.of(again.micros()).whole(), ratio(again, off).ratio());
    table.row(
        String.format(Locale.ROOT, "on, %.0f %% sampled", share * 100),
        Spread.of(on.micros()).whole(),
        ratio(on, off).ratio());
    double median = ratio(on, off).median();
    return String.format(
        Locale.ROOT,
        """
        ## What traces cost: `bench/run tracing`

        %s: %d alternating rounds of %d s each after %d s of warm-up, on %d connections; %s. The processor time of the \
        gateway's process for each accepted request of three users, from its call until everybody has entered and every \
        span is sent. Median (lowest-highest); ratios are taken round by round.

        %s
        - A request costs %.2f times as much; target at most %.2f, %s.
        %s""",
        LocalDate.now(ZoneOffset.UTC),
        rounds,
        seconds,
        warmUp,
        connections,
        machine,
        table,
        median,
        TARGET,
        median <= TARGET ? "reached" : "missed",
        restless == 0
            ? ""
            : "- "
                + restless
                + " measurements began or ended although the machine was not at rest.\n");
  }
}
