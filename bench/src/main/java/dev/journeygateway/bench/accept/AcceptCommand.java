package dev.journeygateway.bench.accept;

import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.gateway.GatewayOptions;
import dev.journeygateway.bench.gateway.StartCalls;
import dev.journeygateway.bench.peer.BarePeer;
import dev.journeygateway.bench.peer.RawPeer;
import dev.journeygateway.bench.run.Child;
import dev.journeygateway.bench.run.ChildOptions;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Accepted requests a second and refusals a second of the gateway, beside a hand-written Spring MVC
 * controller, a bare platform-http route and raw JMS producers, in alternating rounds of one run.
 */
@Command(
    name = "accept",
    description =
        "Accepted and refused requests a second, beside MVC, bare platform-http and raw JMS.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class AcceptCommand implements Callable<Integer> {

  private static final double WARM_UP_SLICE = 5;
  private static final int STEADY_SLICES = 3;

  enum Part {
    GATEWAY,
    WORKER,
    REFUSALS,
    MVC,
    TUNED,
    BARE,
    MARSHAL,
    RAW,
    RARE
  }

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Each subject is measured once a round.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Measured time of each subject, load and round.")
  private double seconds;

  @Option(
      names = "--run-in",
      defaultValue = "1",
      description = "Seconds of load before each measured time.")
  private double runIn;

  @Option(
      names = "--warm-up",
      defaultValue = "30",
      description = "Seconds of load on each subject before round one.")
  private double warmUp;

  @Option(
      names = "--warm-up-at-most",
      defaultValue = "120",
      description = "The same for a subject whose requests are still becoming cheaper.")
  private double warmUpAtMost;

  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "1,32,256",
      description = "Keep-alive connections.")
  private int[] connections;

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,8,32",
      description = "Raw JMS producers.")
  private int[] threads;

  @Option(
      names = "--transaction",
      defaultValue = "64",
      description = "Messages in a raw transaction; 0 for none.")
  private int transaction;

  @Option(names = "--message-bytes", defaultValue = "400", description = "Length of a raw message.")
  private int messageBytes;

  @Option(
      names = "--mvc-connections",
      defaultValue = "8",
      description = "Size of the tuned MVC controller's JMS pool.")
  private int mvcConnections;

  @Option(
      names = "--rare-calls",
      defaultValue = "100",
      description = "Calls of each server just started, one a second.")
  private int rareCalls;

  @Option(
      names = "--rare-rounds",
      defaultValue = "3",
      description = "How often such servers are started.")
  private int rareRounds;

  @Option(
      names = "--outside",
      description =
          "On PostgreSQL and brokers in processes of their own; of the gateway and the controllers.")
  private boolean outside;

  @Option(
      names = "--journeys",
      defaultValue = "20000",
      description =
          "Entry points that requests go to in turn; more than are accepted in one period.")
  private int journeys;

  @Option(
      names = "--period",
      defaultValue = "1s",
      description =
          "gateway.limit.period while accepting. Not 0s, so that each request takes a real permit.")
  private String period;

  @Option(names = "--heap", defaultValue = "1g", description = "Heap of every child.")
  private String heap;

  @Option(
      names = "--only",
      split = ",",
      description = "Some of: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(
      names = "--at-most",
      defaultValue = "45",
      description = "Minutes after which the run is given up.")
  private int atMost;

  @Mixin private GatewayOptions measured = new GatewayOptions();

  @Mixin private ChildOptions place = new ChildOptions();

  @Mixin private PageOptions page = new PageOptions();

  private final Results results = new Results();
  private final List<Subject> http = new ArrayList<>();
  private final List<Subject> refusals = new ArrayList<>();
  private final List<Subject> writers = new ArrayList<>();
  private final List<Subject> raw = new ArrayList<>();
  private Servers servers;
  private RareCalls rare;
  private int restless;

  /**
   * @return 0, or 1 when any request ended in another way than expected: such figures are none
   */
  @Override
  public Integer call() throws IOException {
    giveUpAfter(Duration.ofMinutes(atMost));
    rare = new RareCalls(rareCalls);
    if (outside) {
      only.retainAll(EnumSet.of(Part.GATEWAY, Part.MVC, Part.TUNED, Part.RARE));
    }
    try (Children children = place.children("accept", List.of("-Xms" + heap, "-Xmx" + heap));
        GatewayDatabase database = outside ? new GatewayDatabase(List.of()) : null) {
      servers =
          new Servers(children, measured, outside, connections, mvcConnections, journeys, period);
      String machine = Machine.describe(children.folder("probe"));
      say(machine);
      if (outside) {
        measured.settings().add("--spring.datasource.url=" + database.url());
        measured.settings().add("--spring.activemq.broker-url=" + servers.broker("gateway"));
      }
      Machine watched = new Machine();
      Duration cpu = children.cpu();
      if (only.contains(Part.RARE)) {
        rare(children);
      }
      start(children);
      if (!subjects().isEmpty()) {
        warmUp();
        watched = new Machine();
        cpu = children.cpu();
      }
      for (int round = 0; round < rounds; round++) {
        round(children, round);
      }
      String report = report(machine, watched.others(children.cpu().minus(cpu)));
      System.out.println(report);
      page.put(outside ? "accept-outside" : "accept", report);
    }
    return results.errors() == 0 ? 0 : 1;
  }

  private void start(Children children) throws IOException {
    StartCalls everyJourney = new StartCalls(journeys);
    if (only.contains(Part.GATEWAY)) {
      http.add(servers.gateway(Servers.GATEWAY, "gateway-http", "http", everyJourney));
    }
    if (only.contains(Part.MVC)) {
      http.add(Servers.answering(servers.mvc("mvc", everyJourney)));
    }
    if (only.contains(Part.TUNED)) {
      http.add(Servers.answering(servers.tuned("tuned", everyJourney)));
    }
    if (only.contains(Part.BARE)) {
      http.add(
          Servers.answering(servers.bare(Servers.BARE, BarePeer.Written.CONSTANT, everyJourney)));
    }
    if (only.contains(Part.MARSHAL)) {
      writers.add(
          Servers.answering(servers.bare(Servers.MARSHAL, BarePeer.Written.MARSHAL, everyJourney)));
      writers.add(
          Servers.answering(servers.bare(Servers.MAPPER, BarePeer.Written.MAPPER, everyJourney)));
    }
    if (only.contains(Part.WORKER)) {
      http.add(
          servers.gateway(Servers.WORKING, "gateway-http-worker", "http,worker", everyJourney));
    }
    if (only.contains(Part.REFUSALS)) {
      refusals.add(servers.refusing(seconds));
    }
    if (only.contains(Part.RAW)) {
      Child child = children.startPeer("raw", RawPeer.class, List.of("camel-"), List.of());
      raw.add(new RawSubject("raw JMS, synced sends", child, threads, 1, messageBytes));
      if (transaction > 0) {
        String name = "raw JMS, transactions of " + transaction;
        raw.add(new RawSubject(name, child, new int[] {1}, transaction, messageBytes));
      }
    }
  }

  /** Each round starts all of them anew, and calls them as soon as they listen and are at rest. */
  private void rare(Children children) throws IOException {
    for (int round = 1; round <= rareRounds; round++) {
      List<HttpSubject> started = new ArrayList<>();
      started.add(
          servers.gateway(
              Servers.GATEWAY, "rare-gateway-" + round, "http", new StartCalls(journeys)));
      started.add(servers.mvc("rare-mvc-" + round, new StartCalls(journeys)));
      started.add(servers.tuned("rare-tuned-" + round, new StartCalls(journeys)));
      started.forEach(server -> Servers.awaitListening(server.child(), server.port()));
      Collections.rotate(started, round);
      children.awaitQuiet(Duration.ofSeconds(30));
      rare.round(started);
      started.forEach(server -> children.end(server.child()));
    }
  }

  /**
   * Loads each subject until its requests cost no less CPU time than before.
   *
   * <p>Seconds alone do not tell: what the compiler waits for is calls, and a server that shares
   * two cores with its own compiler threads was seen to become cheaper for 80 s. Unequally warm
   * subjects would make a ratio of nothing.
   */
  private void warmUp() throws IOException {
    for (Subject subject : subjects()) {
      int load = subject.loads()[subject.loads().length / 2];
      double cheapest = Double.MAX_VALUE;
      double spent = 0;
      int steady = 0;
      while (spent < warmUp || steady < STEADY_SLICES && spent < warmUpAtMost) {
        Sample slice = subject.measure(load, 0, Duration.ZERO, seconds(WARM_UP_SLICE));
        steady = slice.cpuMicros() > 0.95 * cheapest ? steady + 1 : 0;
        cheapest = Math.min(cheapest, slice.cpuMicros());
        spent += WARM_UP_SLICE;
      }
      say(
          String.format(
              Locale.ROOT,
              "warmed up for %.0f s: %s, %.0f us each%s",
              spent,
              subject.name(),
              cheapest,
              steady < STEADY_SLICES ? ", still becoming cheaper" : ""));
    }
  }

  private void round(Children children, int round) throws IOException {
    List<Subject> order = subjects();
    Collections.rotate(order, -round);
    int most = order.stream().mapToInt(each -> each.loads().length).max().orElse(0);
    for (int i = 0; i < most; i++) {
      for (Subject subject : order) {
        if (i < subject.loads().length) {
          // A worker that is behind, or a journal being cleaned, belongs to the subject that caused
          // it.
          restless += children.awaitQuiet(Duration.ofSeconds(60)) ? 0 : 1;
          Sample sample =
              subject.measure(subject.loads()[i], round, seconds(runIn), seconds(seconds));
          results.add(sample);
          say(
              String.format(
                  Locale.ROOT,
                  "round %d of %d: %-28s %4d  %,9.0f/s  p50 %7.2f ms  p99 %7.2f ms  CPU %6.0f us  client %4.0f us%s",
                  round + 1,
                  rounds,
                  sample.subject(),
                  sample.load(),
                  sample.perSecond(),
                  sample.p50Millis(),
                  sample.p99Millis(),
                  sample.cpuMicros(),
                  sample.clientMicros(),
                  sample.errors() == 0 ? "" : "  ERRORS " + sample.errors()));
        }
      }
    }
  }

  private List<Subject> subjects() {
    List<Subject> all = new ArrayList<>(http);
    all.addAll(refusals);
    all.addAll(writers);
    all.addAll(raw);
    return all;
  }

  private String report(String machine, String others) {
    StringBuilder text = new StringBuilder();
    text.append(
        outside
            ? "## Accepting on PostgreSQL and an outside broker: `bench/run accept --outside`\n\n"
            : "## Accepting and refusing: `bench/run accept`\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            """
            %s: %d alternating rounds of %s s each after at least %s s of warm-up; %s. %s%s. Median \
            (lowest-highest); ratios are taken round by round. CPU is that of the server's process for each request.

            """,
            LocalDate.now(ZoneOffset.UTC),
            rounds,
            plain(seconds),
            plain(warmUp),
            machine,
            others,
            results
                .clientMicros()
                .map(each -> ", the load client " + each.brief() + " us a request")
                .orElse("")));
    section(
        text,
        "### Accepted",
        accepted(),
        results.table("connections", "accepted/s", http, List.of(Servers.MVC, Servers.TUNED)));
    section(
        text,
        "### Where the time of one accepted request goes",
        "The gateway's CPU time by the threads that spend it, in microseconds for each request, the median of the rounds.",
        CpuByThread.table(results, Servers.GATEWAY, connections));
    List<Subject> besideBare = new ArrayList<>(refusals);
    http.stream().filter(each -> each.name().equals(Servers.BARE)).forEach(besideBare::add);
    if (!refusals.isEmpty()) {
      Table table = results.table("connections", "answers/s", besideBare, List.of(Servers.BARE));
      section(text, "### Refused by rate", refused(), table);
    }
    if (!writers.isEmpty()) {
      section(
          text,
          "### What writing the answer costs",
          "A bare route answers a record: written by its marshal step, as the gateway's routes do, or by the JSON mapper in a processor.",
          results.table("connections", "answers/s", writers, List.of(Servers.MAPPER)));
    }
    section(
        text,
        "### The wall: the journal's sync",
        walls(),
        results.table("threads", "messages/s", raw, List.of()));
    section(
        text,
        "### One call a second",
        "Started for it, and called %d times, one call a second on a connection of its own; %d rounds, in which all of them run at the same time."
            .formatted(rareCalls, rareRounds),
        rare.table());
    targets(text);
    return text.toString();
  }

  private String accepted() {
    String all =
        String.format(
            Locale.ROOT,
            """
            The same POST of three users to %,d journeys in turn, nobody consuming but where it says "worker on". The \
            gateway does all of it: token, checks, journey, a permit (period %s), the request's row and its message in one \
            synced commit, and after the answer the persistent message. The controllers parse the body into records and send the same message with JmsTemplate: once as \
            Spring Boot sets it up, on one connection, once tuned, through a pool of %d. All on KahaDB, journal sync \
            always.""",
            journeys,
            period,
            mvcConnections);
    return all
        + " "
        + (outside
            ? """
            Each has a broker of its own in another process, with the gateway's settings; PostgreSQL syncs every commit. \
            All share the same processors, and CPU is that of the gateway or controller alone."""
            : """
            Of the first controller's embedded broker nothing is set but that it is persistent; the tuned one's has all \
            of the gateway's settings. The bare route answers a constant.""");
  }

  private static String refused() {
    return "One entry point, the default period of 60 s: every answer but the first is the published refusal.";
  }

  private String walls() {
    return String.format(
        Locale.ROOT,
        """
        Producers inside the broker's process, a connection each, messages of %d bytes, the same store and sync. \
        Latencies are of one send or of one whole transaction.""",
        messageBytes);
  }

  private static void section(StringBuilder text, String head, String words, Table table) {
    if (!table.isEmpty()) {
      text.append(head).append("\n\n").append(words).append("\n\n").append(table).append('\n');
    }
  }

  private void targets(StringBuilder text) {
    Targets targets = new Targets(results, connections);
    targets.accepted(text, Servers.GATEWAY, Servers.MVC, Targets.ACCEPTED, "the MVC controller's");
    targets.accepted(
        text,
        Servers.GATEWAY,
        Servers.TUNED,
        Targets.ACCEPTED_BESIDE_TUNED,
        "the tuned controller's");
    targets.p99(text, Servers.GATEWAY, Servers.MVC, "the MVC controller's");
    targets.p99(text, Servers.GATEWAY, Servers.TUNED, "the tuned controller's");
    rare.targets(text, Servers.GATEWAY, Servers.MVC, "the MVC controller's");
    rare.targets(text, Servers.GATEWAY, Servers.TUNED, "the tuned controller's");
    targets.refused(text, Servers.REFUSING, Servers.BARE, "the bare route's");
    if (restless > 0) {
      text.append("- ")
          .append(restless)
          .append(" measurements began although the machine had not come to rest.\n");
    }
    if (results.errors() > 0) {
      text.append("- ERRORS: ")
          .append(results.errors())
          .append(" requests; these figures are none.\n");
    }
  }

  private static void giveUpAfter(Duration time) {
    new Timer("give-up", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                System.err.println("given up after " + time.toMinutes() + " minutes");
                // Runs the hook that ends the children.
                System.exit(3);
              }
            },
            time.toMillis());
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
