package dev.journeygateway.bench.scale;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.gateway.GatewayOptions;
import dev.journeygateway.bench.gateway.StartCalls;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.load.LoadResult;
import dev.journeygateway.bench.peer.BrokerPeer;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Child;
import dev.journeygateway.bench.run.ChildOptions;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Pause;
import dev.journeygateway.bench.run.Table;
import dev.journeygateway.bench.scale.ScaleModel.Need;
import dev.journeygateway.bench.scale.ScaleModel.Team;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What one request and one person of a list cost gateway, PostgreSQL and broker; what a model makes
 * of that for teams of three sizes; and whether it foretells what one and two gateways do here.
 */
@Command(
    name = "scale",
    description = "Costs of a request and of a list's person, and what teams of three sizes need.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ScaleCommand implements Callable<Integer> {

  private static final int JOURNEYS = 1_000;
  private static final Duration AT_MOST = Duration.ofMinutes(20);
  private static final double TARGET = 0.25;

  private static final List<Team> TEAMS =
      List.of(
          new Team("1,000 requests a day", 1_000 / 86_400.0, 0, 0),
          new Team("100 requests a second", 100, 0, 0),
          // A list a day, read within six hours.
          new Team("10,000 a second, a list of 100 million", 10_000, 1e8 / 21_600, 1e8));

  @Option(names = "--seconds", defaultValue = "20", description = "Of each load of requests.")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "60", description = "Seconds of each gateway.")
  private int warmUp;

  @Option(names = "--connections", defaultValue = "32", description = "To each gateway.")
  private int connections;

  @Option(names = "--rows", defaultValue = "500000", description = "Of each list.")
  private int rows;

  @Option(names = "--heap", defaultValue = "512m", description = "-Xms and -Xmx of every child.")
  private String heap;

  @Mixin private GatewayOptions measured = new GatewayOptions();

  @Mixin private ChildOptions place = new ChildOptions();

  @Mixin private PageOptions page = new PageOptions(Path.of("docs/scale.md"));

  private Children children;
  private GatewayDatabase database;
  private Child broker;
  private String brokerUrl;
  private Path inbox;
  private int files;

  @Override
  public Integer call() throws IOException {
    String report;
    try (Children all = place.children("scale", List.of("-Xms" + heap, "-Xmx" + heap));
        GatewayDatabase server = new GatewayDatabase(List.of())) {
      children = all;
      database = server;
      brokerUrl = "tcp://127.0.0.1:" + Children.freePort();
      broker = all.startPeer("broker", BrokerPeer.class, List.of("camel-"), List.of(brokerUrl));
      inbox = all.folder("inbox");
      report = measured(Machine.describe(all.folder("probe")) + "; " + server.describe());
    }
    System.out.println(report);
    page.put("scale", report);
    return 0;
  }

  private String measured(String machine) throws IOException {
    Machine watched = new Machine();
    Duration cpu = ours();
    List<Gateway> gateways = new ArrayList<>(List.of(gateway("gateway-1")));
    load(gateways, warmUp);
    lists(gateways);
    Measured request = load(gateways, seconds);
    Measured person = lists(gateways);
    Measured requestsOfOne = load(gateways, seconds);
    Measured peopleOfOne = lists(gateways);
    gateways.add(gateway("gateway-2"));
    load(gateways, warmUp);
    lists(gateways);
    Measured requestsOfTwo = load(gateways, seconds);
    Measured peopleOfTwo = lists(gateways);
    String others = watched.others(ours().minus(cpu));
    ScaleModel model = new ScaleModel(request.costs(), person.costs());
    Table check =
        new Table(
            "what", "cores that were left", "foretold a second", "measured", "measured / foretold");
    List<Double> off = new ArrayList<>();
    off.add(check(check, "requests, 1 gateway", request, requestsOfOne));
    off.add(check(check, "requests, 2 gateways", request, requestsOfTwo));
    off.add(check(check, "people of lists, 1 gateway", person, peopleOfOne));
    off.add(check(check, "people of lists, 2 gateways", person, peopleOfTwo));
    double worst = off.stream().mapToDouble(each -> Math.abs(each - 1)).max().orElseThrow();
    return """
        ## What it costs: `bench/run scale`

        %s: %s. %s (PostgreSQL's own not among them). One gateway, PostgreSQL and ActiveMQ Classic, a process each, every commit and \
        every send synced. A request names three people and comes over one of %d connections; a list has %,d rows of an id and a promo code. All is counted from \
        the first call to the last entry.

        %s
        One PostgreSQL of %d cores is used up by %,.0f requests a second, one broker of %d cores by %,.0f. %.1f gateways of %d cores keep such a PostgreSQL busy.

        ### What teams need

        Every part is used to a half. A gateway has %d cores, a PostgreSQL %d, a broker %d, a disk writes %.0f MB a second. The list of 100 million is a list a day, \
        read within six hours.

        %s
        ### Whether the model holds here

        All parts and the one that asks share this machine, so it foretells the cores that were left to them divided by the costs above. A second \
        gateway adds no cores here: what is checked is that costs add up, and that two gateways on one PostgreSQL and one broker cost no more than one.

        %s
        - The model is off by at most %.0f %%; target %.0f %%, %s.
        """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            machine,
            others,
            connections,
            rows,
            costs(request.costs(), person.costs()),
            ScaleModel.DATABASE_CORES,
            model.requestsOfOneDatabase(),
            ScaleModel.BROKER_CORES,
            model.requestsOfOneBroker(),
            model.gatewaysOfOneDatabase(),
            ScaleModel.GATEWAY_CORES,
            ScaleModel.GATEWAY_CORES,
            ScaleModel.DATABASE_CORES,
            ScaleModel.BROKER_CORES,
            ScaleModel.DISK_BYTES / 1e6,
            needs(model),
            check,
            100 * worst,
            100 * TARGET,
            worst <= TARGET ? "reached" : "missed");
  }

  private Gateway gateway(String name) {
    return measured.start(
        children,
        name,
        new DemoCatalogue(JOURNEYS),
        List.of(),
        List.of(
            "--gateway.limit.period=1ms",
            "--gateway.files.done-marker=true",
            "--gateway.files.poll-interval=100ms",
            "--gateway.inbox=" + inbox,
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=postgres",
            "--spring.activemq.broker-url=" + brokerUrl));
  }

  private Duration ours() {
    return children.cpu().plus(database.cpu());
  }

  /** What has been used up to now. */
  private record Used(
      Duration gateway,
      Duration database,
      Duration broker,
      double logBytes,
      long brokerBytes,
      double syncs,
      double rows,
      double keptBytes) {}

  private Used used(List<Gateway> gateways) {
    return new Used(
        gateways.stream().map(each -> each.child().cpu()).reduce(Duration.ZERO, Duration::plus),
        database.cpu(),
        broker.cpu(),
        number("select pg_current_wal_lsn() - '0/0'::pg_lsn"),
        broker.writtenBytes(),
        number(
            "select case when current_setting('server_version_num')::int < 180000"
                + " then (xpath('/row/n/text()', query_to_xml('select wal_sync as n from pg_stat_wal', false, true, '')))[1]::text::numeric"
                + " else (xpath('/row/n/text()', query_to_xml('select sum(fsyncs) as n from pg_stat_io where object = ''wal''', false, true, '')))[1]::text::numeric end"),
        number(
            "select tup_inserted + tup_updated + tup_deleted from pg_stat_database where datname = current_database()"),
        number("select pg_database_size(current_database())"));
  }

  private double number(String sql) {
    return Double.parseDouble(database.text(sql).orElseThrow());
  }

  /**
   * A load from its begin to the last entry.
   *
   * @param left cores that others left to us
   * @param clientMicros of this process, each
   */
  private record Measured(Costs costs, double perSecond, double left, double clientMicros) {}

  private interface Load {
    /** How many it were. */
    long run() throws IOException;
  }

  private Measured measure(List<Gateway> gateways, String what, Load load) throws IOException {
    database.execute("checkpoint");
    children.awaitQuiet(Duration.ofSeconds(20));
    Used before = used(gateways);
    Duration cpu = ours();
    Machine machine = new Machine();
    long from = System.nanoTime();
    double many = load.run();
    awaitDone();
    double took = (System.nanoTime() - from) / 1e9;
    double left = machine.left(ours().minus(cpu));
    double client = machine.self().toNanos() / 1e3 / many;
    // PostgreSQL's processes tell their statistics when they have been idle for ten seconds.
    Pause.of(Duration.ofSeconds(11));
    Used after = used(gateways);
    Costs costs =
        new Costs(
            micros(before.gateway(), after.gateway()) / many,
            micros(before.database(), after.database()) / many,
            micros(before.broker(), after.broker()) / many,
            (after.logBytes() - before.logBytes()) / many,
            (after.brokerBytes() - before.brokerBytes()) / many,
            (after.syncs() - before.syncs()) / many,
            (after.rows() - before.rows()) / many,
            (after.keptBytes() - before.keptBytes()) / many);
    System.err.printf(
        Locale.ROOT,
        "%s, %d: %,.0f a second, %.2f cores left, %.1f us of the one that asks, %s%n",
        what,
        gateways.size(),
        many / took,
        left,
        client,
        costs);
    return new Measured(costs, many / took, left, client);
  }

  private static double micros(Duration before, Duration after) {
    return after.minus(before).toNanos() / 1e3;
  }

  private Measured load(List<Gateway> gateways, int window) throws IOException {
    return measure(
        gateways,
        "requests",
        () -> {
          List<Callable<LoadResult>> loads = new ArrayList<>();
          for (Gateway gateway : gateways) {
            loads.add(
                () ->
                    HttpLoad.run(
                        gateway.port(),
                        new StartCalls(JOURNEYS),
                        connections,
                        Duration.ZERO,
                        Duration.ofSeconds(window),
                        // A journey may be named twice within a thousandth of a second.
                        Set.of(200, 400)));
          }
          long accepted = 0;
          for (LoadResult result : sideBySide(loads)) {
            accepted += result.statuses().getOrDefault(200, 0L);
            if (result.errors() > 0) {
              throw new BenchFailure("answers " + result.statuses());
            }
          }
          return accepted;
        });
  }

  private static <T> List<T> sideBySide(List<Callable<T>> work) {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<T> all = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(work)) {
        all.add(one.get());
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchFailure("a load failed", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Two lists at once, for whichever gateway takes them. */
  private Measured lists(List<Gateway> gateways) throws IOException {
    List<Path> written = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      written.add(write(DemoCatalogue.journeyId(i), ++files));
    }
    return measure(
        gateways,
        "people",
        () -> {
          for (Path file : written) {
            Files.createFile(file.resolveSibling(file.getFileName() + ".done"));
          }
          for (Path file : written) {
            awaitDone(file.getFileName().toString());
          }
          return 2L * rows;
        });
  }

  private Path write(String journey, int number) throws IOException {
    Path place = Files.createDirectories(inbox.resolve(journey));
    Path file = place.resolve("list-" + number + ".csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("user_id,promo_code\n");
      for (int i = 0; i < rows; i++) {
        out.write("user-" + number + "-" + i + ",PROMO" + number + "\n");
      }
    }
    return file;
  }

  private void awaitDone(String file) {
    long from = System.nanoTime();
    String state = "";
    while (!state.equals("done")) {
      Pause.of(Duration.ofMillis(50));
      state =
          database.text("select state from start_request where file = '" + file + "'").orElse("");
      if (state.equals("failed") || System.nanoTime() - from > AT_MOST.toNanos()) {
        throw new BenchFailure("the request for " + file + " is " + state);
      }
    }
  }

  /** All that was accepted is entered. */
  private void awaitDone() {
    long from = System.nanoTime();
    while (database
        .text("select 1 from start_request where state = 'accepted' limit 1")
        .isPresent()) {
      Pause.of(Duration.ofMillis(50));
      if (System.nanoTime() - from > AT_MOST.toNanos()) {
        throw new BenchFailure("requests are not entered");
      }
    }
  }

  private static String costs(Costs request, Costs person) {
    Table table = new Table("each", "a request of three people", "a person of a list");
    row(table, "gateway, processor us", "%,.1f", request.gatewayMicros(), person.gatewayMicros());
    row(
        table,
        "PostgreSQL, processor us",
        "%,.1f",
        request.databaseMicros(),
        person.databaseMicros());
    row(table, "broker, processor us", "%,.1f", request.brokerMicros(), person.brokerMicros());
    row(table, "PostgreSQL's log, bytes", "%,.0f", request.logBytes(), person.logBytes());
    row(table, "broker, bytes written", "%,.0f", request.brokerBytes(), person.brokerBytes());
    row(table, "PostgreSQL, syncs of the log", "%.4f", request.syncs(), person.syncs());
    row(table, "rows written", "%.2f", request.rows(), person.rows());
    row(
        table,
        "tables and indexes grow by, bytes",
        "%,.0f",
        request.keptBytes(),
        person.keptBytes());
    return table.toString();
  }

  private static void row(Table table, String what, String form, double request, double person) {
    table.row(
        what, String.format(Locale.ROOT, form, request), String.format(Locale.ROOT, form, person));
  }

  private static String needs(ScaleModel model) {
    List<String> heads = new ArrayList<>(List.of("what"));
    TEAMS.forEach(team -> heads.add(team.name()));
    Table table = new Table(heads.toArray(String[]::new));
    List<Need> needs = TEAMS.stream().map(model::need).toList();
    needs(table, "cores of gateways", needs, need -> brief(need.gatewayCores()));
    needs(table, "cores of PostgreSQL", needs, need -> brief(need.databaseCores()));
    needs(table, "cores of brokers", needs, need -> brief(need.brokerCores()));
    needs(
        table, "PostgreSQL's log, MB a second", needs, need -> brief(need.logBytesASecond() / 1e6));
    needs(table, "syncs of the log a second", needs, need -> brief(need.syncsASecond()));
    needs(table, "rows written a day, million", needs, need -> brief(need.rowsADay() / 1e6));
    needs(table, "tables grow a day by GB", needs, need -> brief(need.keptBytesADay() / 1e9));
    needs(table, "gateways", needs, need -> Integer.toString(need.gateways()));
    needs(table, "PostgreSQL servers", needs, need -> Integer.toString(need.databases()));
    needs(table, "brokers", needs, need -> Integer.toString(need.brokers()));
    needs(table, "PostgreSQL is short first of", needs, Need::bound);
    return table.toString();
  }

  private static void needs(
      Table table, String what, List<Need> needs, Function<Need, String> cell) {
    List<String> cells = new ArrayList<>(List.of(what));
    needs.forEach(need -> cells.add(cell.apply(need)));
    table.row(cells.toArray(String[]::new));
  }

  private static String brief(double value) {
    return String.format(
        Locale.ROOT,
        value == 0 ? "%.0f" : value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : "%,.0f",
        value);
  }

  private static double check(Table table, String what, Measured inputs, Measured found) {
    double foretold = ScaleModel.onOneMachine(found.left(), inputs.costs(), inputs.clientMicros());
    double ratio = found.perSecond() / foretold;
    table.row(
        what,
        String.format(Locale.ROOT, "%.2f", found.left()),
        String.format(Locale.ROOT, "%,.0f", foretold),
        String.format(Locale.ROOT, "%,.0f", found.perSecond()),
        String.format(Locale.ROOT, "%.2f", ratio));
    return ratio;
  }
}
