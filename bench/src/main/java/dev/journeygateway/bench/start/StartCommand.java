package dev.journeygateway.bench.start;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.gateway.StartCalls;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.peer.BarePeer;
import dev.journeygateway.bench.peer.StartersPeer;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Child;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long the gateway takes until it is ready, with a small catalogue and with a large one, beside
 * a bare application.
 */
@Command(
    name = "start",
    description =
        "Seconds from the process to readiness, with 1 and with many journeys, beside a bare Camel application.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class StartCommand implements Callable<Integer> {

  private static final String GATEWAY = "gateway, 1 journey";
  private static final String UNPACKED = "the same, unpacked, with an archive of its classes";
  private static final String BARE = "bare application, same starters";
  private static final String LEAST = "platform-http alone, class path";
  private static final double TARGET = 1.4;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  @Option(names = "--rounds", defaultValue = "5", description = "How often each is started.")
  private int rounds;

  @Option(names = "--journeys", defaultValue = "100000", description = "In the large catalogue.")
  private int journeys;

  @Option(
      names = "--gateway-jar",
      defaultValue = "target/journey-gateway.jar",
      description = "From the root.")
  private Path jar;

  @Mixin private PageOptions page = new PageOptions();

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private final Map<String, List<Double>> heaps = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    Path place = Path.of("bench/target/run", "start-" + ProcessHandle.current().pid());
    String large = String.format(Locale.ROOT, "gateway, %,d journeys", journeys);
    String machine;
    try (Children children = new Children(place, false, List.of("-Xmx1g"), Optional.empty())) {
      machine = Machine.describe(children.folder("probe"));
      Path unpacked = unpacked(children);
      for (int round = 0; round < rounds; round++) {
        int number = round;
        measure(children, GATEWAY, all -> gateway(all, "small-" + number, 1));
        measure(children, UNPACKED, all -> archived(all, "unpacked-" + number, unpacked));
        measure(children, BARE, all -> bare(all, "bare-" + number));
        measure(children, LEAST, all -> least(all, "least-" + number));
        measure(children, large, all -> gateway(all, "large-" + number, journeys));
      }
    }
    String report = report(machine, large);
    System.out.println(report);
    page.put("start", report);
    return 0;
  }

  private void measure(Children children, String subject, Function<Children, Child> start) {
    children.awaitQuiet(Duration.ofSeconds(30));
    long begin = System.nanoTime();
    Child child = start.apply(children);
    double took = (System.nanoTime() - begin) / 1e9;
    seconds.computeIfAbsent(subject, any -> new ArrayList<>()).add(took);
    double heap = heapMebibytes(child);
    heaps.computeIfAbsent(subject, any -> new ArrayList<>()).add(heap);
    System.err.printf(Locale.ROOT, "%-32s %6.2f s, heap %.0f MiB%n", subject, took, heap);
    children.end(child);
  }

  private Child gateway(Children children, String name, int size) {
    return Gateway.start(children, name, jar, new DemoCatalogue(size), List.of(), List.of())
        .child();
  }

  /** As operating.md says: unpacked, and started once for the archive of its classes. */
  private Path unpacked(Children children) {
    Path place = children.folder("unpacked");
    run(
        "java",
        "-Djarmode=tools",
        "-jar",
        jar.toString(),
        "extract",
        "--destination",
        place.toString());
    Path there = place.resolve(jar.getFileName());
    List<String> recording = List.of("-XX:ArchiveClassesAtExit=" + archive(there));
    children.end(
        Gateway.start(children, "recording", there, new DemoCatalogue(1), recording, List.of())
            .child());
    return there;
  }

  private static Path archive(Path unpacked) {
    return unpacked.resolveSibling("classes.jsa");
  }

  private static Child archived(Children children, String name, Path unpacked) {
    List<String> archive = List.of("-XX:SharedArchiveFile=" + archive(unpacked), "-Xshare:on");
    return Gateway.start(children, name, unpacked, new DemoCatalogue(1), archive, List.of())
        .child();
  }

  private Child bare(Children children, String name) {
    int port = Children.freePort();
    Child child =
        children.startWithin(
            name,
            jar,
            StartersPeer.class,
            List.of(
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--management.endpoint.health.probes.enabled=true",
                // Nothing of the gateway's own: no settings, no tables.
                "--spring.config.name=bare",
                "--spring.flyway.enabled=false",
                "--spring.datasource.url=jdbc:sqlite:"
                    + children.folder(name).resolve("bare.db").toAbsolutePath()));
    Gateway.awaitReady(child, port);
    return child;
  }

  private static Child least(Children children, String name) {
    int port = Children.freePort();
    Child child =
        children.startPeer(
            name,
            BarePeer.class,
            List.of("activemq-", "spring-jms-", "pooled-jms-"),
            List.of("--server.port=" + port, "--server.address=127.0.0.1"));
    StartCalls calls = new StartCalls(1);
    child.awaitReady(
        Duration.ofSeconds(60),
        () -> {
          try {
            HttpLoad.Answer answer = HttpLoad.once(port, calls.next());
            return answer.status() == 200 ? Optional.empty() : Optional.of(answer.body());
          } catch (IOException | IllegalStateException notYet) {
            return Optional.of(notYet.toString());
          }
        });
    return child;
  }

  /** What lives on the heap, behind a full collection. */
  private static double heapMebibytes(Child child) {
    jcmd(child, "GC.run");
    Matcher used = USED.matcher(jcmd(child, "GC.heap_info"));
    if (!used.find()) {
      throw new BenchFailure("GC.heap_info does not say what is used");
    }
    return Long.parseLong(used.group(1)) / 1024.0;
  }

  private static String jcmd(Child child, String command) {
    return run("jcmd", Long.toString(child.pid()), command);
  }

  /** What a program of this Java prints. */
  private static String run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new BenchFailure(command + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new BenchFailure(command + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  private String report(String machine, String large) throws IOException {
    Table table = new Table("subject", "seconds to ready", "x bare", "heap MiB");
    seconds.forEach(
        (subject, each) ->
            table.row(
                subject,
                tenths(Spread.of(each)),
                ratios(each, seconds.get(BARE)).ratio(),
                Spread.of(heaps.get(subject)).whole()));
    List<Double> loads = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      loads.add(seconds.get(large).get(i) - seconds.get(GATEWAY).get(i));
    }
    return String.format(
        Locale.ROOT,
        """
        ## Starting: `bench/run start`

        %s. %d alternating rounds, median (lowest-highest). Each gateway starts from its jar on a new SQLite file and a new journal and \
        is ready when its readiness says so. The bare application is a Camel application of one route that does nothing, with the \
        gateway's own jar for its libraries: the same starters, Jetty, actuator and SQLite file, no settings, tables or broker; ready in the \
        same way. Beside them the least there is: one platform-http route and its few jars on a class path, ready with its \
        first answer. Heap is what is left behind a full collection.

        %s
        - The first load of a catalogue of %,d journeys: %s s more than that of one journey; target 10 s, %s.
        - The gateway's jar: %.0f MiB. Starting takes %.2f times as long as the bare application; target %.1f, %s.
        """,
        machine,
        rounds,
        table,
        journeys,
        tenths(Spread.of(loads)),
        Spread.of(loads).median() < 10 ? "reached" : "missed",
        Files.size(jar) / 1048576.0,
        ratios(seconds.get(GATEWAY), seconds.get(BARE)).median(),
        TARGET,
        ratios(seconds.get(GATEWAY), seconds.get(BARE)).median() <= TARGET ? "reached" : "missed");
  }

  private static Spread ratios(List<Double> ours, List<Double> theirs) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / theirs.get(i));
    }
    return Spread.of(ratios);
  }

  private static String tenths(Spread spread) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f-%.1f)", spread.median(), spread.min(), spread.max());
  }
}
