package dev.journeygateway.bench.lists;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.lists.EntryLoads.Load;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.MigratedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Entries a second from the text of queue messages to committed rows: the worker's own code in this
 * process, without the broker, beside JDBC batches and COPY in alternating rounds.
 */
@Command(
    name = "entries",
    description =
        "The worker's entries a second on PostgreSQL and SQLite, beside JDBC batches and COPY.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class EntriesCommand implements Callable<Integer> {

  private static final String BATCH = "JDBC batches of 1,000";
  private static final String COPY = "COPY";
  private static final String OTHER_INDEX = "the same, its index not led by the person";
  private static final double TARGET = 2;
  private static final double TARGET_EMBEDDED = 1.5;

  @Option(names = "--rounds", defaultValue = "5")
  private int rounds;

  @Option(names = "--rows", defaultValue = "200000", description = "Rows of each measurement.")
  private int rows;

  @Option(names = "--warm-up", defaultValue = "2", description = "Rounds that do not count.")
  private int warmUp;

  @Option(names = "--workers", split = ",", defaultValue = "1,2,4")
  private int[] workers;

  @Option(
      names = "--folder",
      defaultValue = "bench/target/run",
      description = "Where SQLite's file goes; no tmpfs.")
  private Path folder;

  @Mixin private PageOptions page = new PageOptions();

  @Override
  public Integer call() throws Exception {
    Path place = folder.resolve("entries-" + ProcessHandle.current().pid());
    Files.createDirectories(place);
    StringBuilder report = new StringBuilder("## The worker: `bench/run entries`\n\n");
    String machine = Machine.describe(place);
    Machine watched = new Machine();
    try (GatewayDatabase postgres = new GatewayDatabase(List.of());
        MigratedDatabase onServer = MigratedDatabase.at(postgres.url(), "postgres", place);
        MigratedDatabase inFile =
            MigratedDatabase.at(
                "jdbc:sqlite:" + place.resolve("gateway.db").toAbsolutePath(), "", place)) {
      String onPostgres =
          measure("PostgreSQL", onServer.database(), postgres.pool(), copying(postgres, place));
      String onSqlite = measure("SQLite", inFile.database(), inFile.writing(), Map.of());
      report.append(
          """
          %s: %d alternating rounds after %d of warm-up, %,d rows each in chunks of 1,000, a commit each, the table \
          emptied before; %s. %s (PostgreSQL's own among them). From the text of a message to committed rows, the \
          worker's own code and no broker; its rows come with their marks, counts and the question who is there already. \
          Both databases sync every commit; on SQLite the batches go through the worker's own connection, with all of its settings.

          """
              .formatted(
                  LocalDate.now(ZoneOffset.UTC),
                  rounds,
                  warmUp,
                  rows,
                  machine,
                  watched.others(Duration.ZERO)));
      report.append("### PostgreSQL\n\n").append(onPostgres);
      report.append("\n### SQLite\n\n").append(onSqlite);
    } finally {
      try (var files = Files.walk(place)) {
        files.sorted(Collections.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    System.out.println(report);
    page.put("entries", report.toString());
    return 0;
  }

  private Map<String, Load> copying(GatewayDatabase database, Path place) throws IOException {
    Path file = place.resolve("rows.copy");
    new ListFile(rows, "1").writeCopy(file, UUID.randomUUID(), EntryLoads.JOURNEY);
    return Map.of(COPY, request -> database.copy(file));
  }

  /**
   * @param batches where JDBC batches go
   */
  private String measure(String name, Database database, DataSource batches, Map<String, Load> more)
      throws Exception {
    EntryLoads all = new EntryLoads(rows);
    Map<String, Load> loads = new LinkedHashMap<>();
    for (int count : workers) {
      loads.put(
          "worker, " + count + (count == 1 ? " consumer" : " consumers"),
          all.worker(database, count));
    }
    if (!database.embedded()) {
      loads.put(OTHER_INDEX, new EntryLoads.OtherIndex(loads.values().iterator().next()));
    }
    loads.put(BATCH, request -> all.batches(batches, request, EntryLoads.now(database)));
    loads.putAll(more);
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = -warmUp; round < rounds; round++) {
      List<String> order = new ArrayList<>(loads.keySet());
      Collections.rotate(order, -round);
      for (String subject : order) {
        double rate = rate(database, loads.get(subject));
        System.err.printf(
            Locale.ROOT, "%s, round %d: %-42s %,9.0f rows/s%n", name, round + 1, subject, rate);
        if (round >= 0) {
          rates.computeIfAbsent(subject, key -> new ArrayList<>()).add(rate);
        }
      }
    }
    Table table = new Table("subject", "rows/s", "x JDBC batches", "x COPY");
    for (String subject : loads.keySet()) {
      table.row(
          subject,
          Spread.of(rates.get(subject)).whole(),
          ratio(rates, subject, BATCH).map(Spread::ratio).orElse("-"),
          ratio(rates, subject, COPY).map(Spread::ratio).orElse("-"));
    }
    double best =
        loads.keySet().stream()
            .filter(subject -> subject.startsWith("worker"))
            .mapToDouble(subject -> ratio(rates, subject, BATCH).orElseThrow().median())
            .max()
            .orElseThrow();
    String index =
        ratio(rates, loads.keySet().iterator().next(), OTHER_INDEX)
            .map(
                one ->
                    "- With the index that finds a person's entries: %s of the rate without it.%n"
                        .formatted(one.ratio()))
            .orElse("");
    double target = database.embedded() ? TARGET_EMBEDDED : TARGET;
    return table
        + String.format(
            Locale.ROOT,
            "%n- The worker's best: %.2f times JDBC batches; target %.1f, %s.%n",
            best,
            target,
            best >= target ? "reached" : "missed")
        + index;
  }

  private static Optional<Spread> ratio(
      Map<String, List<Double>> rates, String name, String other) {
    if (!rates.containsKey(other)) {
      return Optional.empty();
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rates.get(name).size(); i++) {
      ratios.add(rates.get(name).get(i) / rates.get(other).get(i));
    }
    return Optional.of(Spread.of(ratios));
  }

  private double rate(Database database, Load load) throws Exception {
    JdbcTemplate jdbc = database.writing();
    EntryLoads.empty(database);
    UUID request = UUID.randomUUID();
    jdbc.update(
        "insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state,"
            + " accepted_at, requested) values (?, 'folder', ?, ?, ?, 'users', 'accepted', ?, ?)",
        request,
        EntryLoads.JOURNEY,
        EntryLoads.JOURNEY,
        DemoCatalogue.APPLICATION,
        EntryLoads.now(database),
        rows);
    load.shape(jdbc);
    long from = System.nanoTime();
    load.run(request);
    double seconds = (System.nanoTime() - from) / 1e9;
    Long entries = jdbc.queryForObject("select count(*) from entry", Long.class);
    if (entries != rows) {
      throw new BenchFailure(entries + " entries of " + rows);
    }
    load.restore(jdbc);
    return rows / seconds;
  }
}
