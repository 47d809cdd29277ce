package dev.journeygateway.bench.relay;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.gateway.GatewayOptions;
import dev.journeygateway.bench.relay.Service.Seen;
import dev.journeygateway.bench.run.ChildOptions;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The gateway in front of a hosted service: how many calls and people a second it delivers, whether
 * it keeps the pace of very many entry points without a thread for each, and whether its memory
 * depends on how many calls wait.
 */
@Command(
    name = "relay",
    description = "Calls to a hosted service: rate, pace of many entry points, memory.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class RelayCommand implements Callable<Integer> {

  private static final double CALLS_TARGET = 200;
  private static final double IDS_TARGET = 50_000;
  private static final double MEMORY_TARGET = 1.2;
  private static final long LATE_TARGET_MILLIS = 100;
  private static final Duration IDLE = Duration.ofMinutes(3);
  private static final int FEW_WAITING = 10_000;
  private static final int WAITING_POINTS = 10;

  private enum Part {
    RATE,
    PACE,
    MEMORY
  }

  @Option(
      names = "--only",
      split = ",",
      description = "Parts: ${COMPLETION-CANDIDATES}. All unless named.")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(names = "--rounds", defaultValue = "5", description = "Of the rate.")
  private int rounds;

  @Option(names = "--warm-up", defaultValue = "2", description = "Rounds that do not count.")
  private int warmUp;

  @Option(names = "--lists", defaultValue = "8", description = "Each for an entry point.")
  private int lists;

  @Option(names = "--rows", defaultValue = "100000", description = "People of each list.")
  private int rows;

  @Option(names = "--ids-per-call", defaultValue = "250", description = "People in one call.")
  private int idsPerCall;

  @Option(names = "--answer", defaultValue = "5", description = "Milliseconds of an answer.")
  private int answerMillis;

  @Option(names = "--points", defaultValue = "10000", description = "Entry points that are paced.")
  private int points;

  @Option(names = "--calls", defaultValue = "3", description = "Calls for each of them.")
  private int calls;

  @Option(names = "--period", defaultValue = "100", description = "Seconds between two of them.")
  private int period;

  @Option(names = "--waiting", defaultValue = "1000000", description = "Calls that wait.")
  private int waiting;

  @Option(names = "--heap", defaultValue = "256m", description = "-Xms and -Xmx of the gateway.")
  private String heap;

  @Option(names = "--postgresql", description = "On PostgreSQL instead of its own SQLite file.")
  private boolean postgresql;

  @Mixin private GatewayOptions measured = new GatewayOptions();

  @Mixin private ChildOptions place = new ChildOptions();

  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() throws IOException {
    String name = postgresql ? "relay-postgresql" : "relay";
    StringBuilder report = new StringBuilder();
    try (Children children = place.children("relay", List.of())) {
      Machine watched = new Machine();
      String machine = Machine.describe(children.folder("probe"));
      System.err.println(machine);
      Service service = Service.start(children, answerMillis);
      if (only.contains(Part.RATE)) {
        report.append(rate(children, service)).append('\n');
      }
      if (only.contains(Part.PACE)) {
        report.append(pace(children, service)).append('\n');
      }
      if (only.contains(Part.MEMORY)) {
        report.append(memory(children, service)).append('\n');
      }
      report.insert(
          0,
          """
          ## In front of a hosted service: `bench/run relay%s`

          %s: %s; %s. %s (%sthe service among them). The service answers each call after %d ms with 200 and a \
          request_uuid. Gateway, service and the one that measures are processes of their own; the gateway has -Xms and -Xmx%s.

          """
              .formatted(
                  postgresql ? " --postgresql" : "",
                  LocalDate.now(ZoneOffset.UTC),
                  machine,
                  postgresql ? "the gateway on PostgreSQL" : "the gateway on its SQLite file",
                  watched.others(children.cpu()),
                  postgresql ? "PostgreSQL and " : "",
                  answerMillis,
                  heap));
    }
    System.out.println(report);
    page.put(name, report.toString());
    return 0;
  }

  /** Runs something with a gateway of its own. */
  private interface Work {
    String with(Gateway gateway, Path inbox) throws IOException;
  }

  private String gateway(Children children, String name, DemoCatalogue catalogue, Work work)
      throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                // Lists follow each other: with period 0 the destination brings no limit of its
                // own.
                "--gateway.limit.period=0s",
                "--gateway.files.done-marker=true",
                "--gateway.files.poll-interval=100ms",
                "--gateway.files.max-unprocessed-chunks=100",
                "--gateway.delivery.max-waiting-calls=10000000"));
    try (GatewayDatabase database = postgresql ? new GatewayDatabase(List.of()) : null) {
      if (database != null) {
        settings.add("--spring.datasource.url=" + database.url());
        settings.add("--spring.datasource.username=postgres");
      }
      Gateway gateway =
          measured.start(
              children,
              name,
              catalogue,
              // The whole heap from the start: how much of it a collector fills before it collects
              // says nothing of how many calls wait.
              List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"),
              settings);
      String told = work.with(gateway, children.folder(name).resolve("inbox"));
      children.end(gateway.child());
      return told;
    }
  }

  private static DemoCatalogue catalogue(
      Service service, int journeys, Duration period, int idsPerCall) {
    return DemoCatalogue.at(
        new DemoCatalogue.Service(service.port(), period, idsPerCall), journeys);
  }

  private String rate(Children children, Service service) throws IOException {
    return gateway(
        children,
        "gateway-rate",
        catalogue(service, lists, Duration.ZERO, idsPerCall),
        (gateway, inbox) -> {
          List<Double> callRates = new ArrayList<>();
          List<Double> idRates = new ArrayList<>();
          List<Double> wholeRates = new ArrayList<>();
          List<Double> next = new ArrayList<>();
          List<Double> micros = new ArrayList<>();
          for (int round = -warmUp; round < rounds; round++) {
            for (int list = 0; list < lists; list++) {
              GivenWork.drop(inbox, list, "rate" + round, rows, "PROMO" + round);
            }
            service.forget();
            Duration cpu = gateway.child().cpu();
            long from = System.nanoTime();
            for (int list = 0; list < lists; list++) {
              GivenWork.begin(inbox, list, "rate" + round);
            }
            Seen seen = service.await(each -> each.ids() >= (long) lists * rows, IDLE);
            double whole = (System.nanoTime() - from) / 1e9;
            GivenWork.awaitIdle(gateway);
            double used = gateway.child().cpu().minus(cpu).toNanos() / 1e3 / seen.ids();
            System.err.printf(
                Locale.ROOT,
                "rate, round %d: %,.0f calls/s, %,.0f ids/s, %,.0f ids/s from the files on, next call p99 %.1f ms,"
                    + " %d at once, %.1f us an id%n",
                round + 1,
                seen.callsASecond(),
                seen.idsASecond(),
                seen.ids() / whole,
                seen.p99Micros() / 1e3,
                seen.mostAtOnce(),
                used);
            if (round >= 0) {
              callRates.add(seen.callsASecond());
              idRates.add(seen.idsASecond());
              wholeRates.add(seen.ids() / whole);
              next.add(seen.p99Micros() / 1e3);
              micros.add(used);
            }
          }
          Table table =
              new Table(
                  "people in a call",
                  "calls/s",
                  "ids/s",
                  "ids/s, from the files on",
                  "next call p99 ms",
                  "CPU us an id");
          table.row(
              Integer.toString(idsPerCall),
              Spread.of(callRates).whole(),
              Spread.of(idRates).whole(),
              Spread.of(wholeRates).whole(),
              Spread.of(next).ratio(),
              Spread.of(micros).ratio());
          return """
          ### Rate

          %d lists of %,d people at once, each for an entry point of its own, period 0; %d rounds after %d of warm-up. From \
          the first call to the last answer, as the service sees it; beside it from the done markers of the files on, so with \
          reading the lists and writing down the calls. Next call: from an answer to the next call for its entry point.

          %s
          - Calls a second: %,.0f; target %.0f, %s.
          - People a second: %,.0f; target %,.0f, %s.
          """
              .formatted(
                  lists,
                  rows,
                  rounds,
                  warmUp,
                  table,
                  Spread.of(callRates).median(),
                  CALLS_TARGET,
                  reached(Spread.of(callRates).median() >= CALLS_TARGET),
                  Spread.of(idRates).median(),
                  IDS_TARGET,
                  reached(Spread.of(idRates).median() >= IDS_TARGET));
        });
  }

  private String pace(Children children, Service service) throws IOException {
    return gateway(
        children,
        "gateway-pace",
        catalogue(service, points, Duration.ofSeconds(period), idsPerCall),
        (gateway, inbox) -> {
          long before = gateway.child().threads();
          service.forget();
          GivenWork.startAll(gateway, points, calls, Duration.ofSeconds(period));
          long[] most = {0};
          Seen seen =
              service.await(
                  each -> {
                    most[0] = Math.max(most[0], gateway.child().threads());
                    return each.calls() >= (long) points * calls;
                  },
                  IDLE.plusSeconds(period));
          long periodMicros = Duration.ofSeconds(period).toMillis() * 1000;
          double p99Late = (seen.p99Micros() - periodMicros) / 1e3;
          System.err.println(seen + ", threads " + before + ", at most " + most[0]);
          Table table =
              new Table(
                  "entry points",
                  "calls",
                  "least gap s",
                  "late p50 ms",
                  "late p99 ms",
                  "latest ms",
                  "threads before",
                  "most threads");
          table.row(
              String.format(Locale.ROOT, "%,d", points),
              String.format(Locale.ROOT, "%,d", seen.calls()),
              String.format(Locale.ROOT, "%.3f", seen.leastMicros() / 1e6),
              String.format(Locale.ROOT, "%.1f", (seen.medianMicros() - periodMicros) / 1e3),
              String.format(Locale.ROOT, "%.1f", p99Late),
              String.format(Locale.ROOT, "%.1f", (seen.mostMicros() - periodMicros) / 1e3),
              Long.toString(before),
              Long.toString(most[0]));
          return """
          ### Pace of many entry points

          %d requests over HTTP for each entry point, of one person each, period %d s; the entry points begin one after the other, spread \
          over the first period, so that %,.0f calls a second are due from then on. The gap is the time from an answer to the next call for its entry point; late is what it is longer than the period.

          %s
          - Threads do not grow with the entry points: %s.
          - The period is kept: %s.
          - The next call of a free slot leaves within %d ms: p99 %.1f ms, %s.
          """
              .formatted(
                  calls,
                  period,
                  (double) points / period,
                  table,
                  reached(most[0] < before + 128),
                  reached(seen.leastMicros() >= periodMicros),
                  LATE_TARGET_MILLIS,
                  p99Late,
                  reached(p99Late <= LATE_TARGET_MILLIS));
        });
  }

  private record Held(int waiting, Seen seen, long peakBytes) {}

  private String memory(Children children, Service service) throws IOException {
    List<Held> all = new ArrayList<>();
    for (int count : new int[] {FEW_WAITING, waiting}) {
      gateway(
          children,
          "gateway-waiting-" + count,
          catalogue(service, WAITING_POINTS, Duration.ofSeconds(1), idsPerCall),
          (gateway, inbox) -> {
            for (int point = 0; point < WAITING_POINTS; point++) {
              GivenWork.drop(inbox, point, "waiting", count / WAITING_POINTS, null);
              GivenWork.begin(inbox, point, "waiting");
            }
            // Nothing is called before all of a list is written down.
            service.forget();
            service.await(each -> each.gaps() >= WAITING_POINTS * 3L, Duration.ofMinutes(30));
            GivenWork.awaitNone(gateway, "accepted");
            service.forget();
            Seen seen =
                service.await(each -> each.gaps() >= WAITING_POINTS * 30L, Duration.ofMinutes(3));
            all.add(new Held(count, seen, gateway.child().peakResidentBytes()));
            System.err.printf(
                Locale.ROOT,
                "%,d waiting: peak %,d MiB, %s%n",
                count,
                gateway.child().peakResidentBytes() >> 20,
                seen);
            return "";
          });
    }
    Table table =
        new Table("calls that wait", "peak memory MiB", "late p50 ms", "late p99 ms", "latest ms");
    for (Held held : all) {
      table.row(
          String.format(Locale.ROOT, "%,d", held.waiting()),
          String.format(Locale.ROOT, "%,d", held.peakBytes() >> 20),
          String.format(Locale.ROOT, "%.1f", held.seen().medianMicros() / 1e3 - 1000),
          String.format(Locale.ROOT, "%.1f", held.seen().p99Micros() / 1e3 - 1000),
          String.format(Locale.ROOT, "%.1f", held.seen().mostMicros() / 1e3 - 1000));
    }
    double ratio = (double) all.get(1).peakBytes() / all.get(0).peakBytes();
    double late = all.get(1).seen().p99Micros() / 1e3 - 1000;
    return """
        ### Many calls that wait

        %d lists in which each person has a promo code of their own, so that each is a call, period 1 s; a gateway of its own for each row. \
        The memory is the most that the process held of the machine's (VmHWM), after the lists were written down and 30 further \
        calls for each entry point; the times are of these calls.

        %s
        - Peak memory with %,d calls that wait: %.2f times that with %,d; target %.1f, %s.
        - The next call of a free slot leaves within %d ms with all of them waiting: p99 %.1f ms, %s.
        """
        .formatted(
            WAITING_POINTS,
            table,
            waiting,
            ratio,
            FEW_WAITING,
            MEMORY_TARGET,
            reached(ratio <= MEMORY_TARGET),
            LATE_TARGET_MILLIS,
            late,
            reached(late <= LATE_TARGET_MILLIS));
  }

  private static String reached(boolean so) {
    return so ? "reached" : "missed";
  }
}
