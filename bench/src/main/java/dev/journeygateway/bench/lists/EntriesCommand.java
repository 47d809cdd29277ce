package dev.journeygateway.bench.lists;

import dev.journeygateway.audience.DeviceOwners;
import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.Report;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import dev.journeygateway.entry.AcceptedChunk;
import dev.journeygateway.entry.EntryRecorder;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Entries a second from the text of queue messages to committed rows: the worker's own code in this
 * process, without the broker, beside JDBC batches and COPY in alternating rounds.
 */
@Command(
    name = "entries",
    description =
        "The worker's entries a second on PostgreSQL and H2, beside JDBC batches and COPY.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class EntriesCommand implements Callable<Integer> {

  private static final int CHUNK = 1_000;
  private static final String JOURNEY = DemoCatalogue.journeyId(0);
  private static final String ATTRIBUTES =
      "{\"promo_code\":\"PROMO1\",\"tier\":\"gold\",\"city\":\"London\",\"language\":\"en\"}";
  private static final String INSERT =
      "insert into entry (request_uuid, journey_id, entry_point_id, user_id, attribute_values, entered_at)"
          + " values (?, ?, ?, ?, ?, current_timestamp)";
  private static final String BATCH = "JDBC batches of 1,000";
  private static final String COPY = "COPY";

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
      description = "Where H2's file goes; no tmpfs.")
  private Path folder;

  @Option(names = "--write", description = "Put the tables into docs/benchmarks.md.")
  private boolean write;

  @Option(
      names = "--page",
      defaultValue = "docs/benchmarks.md",
      description = "The page that --write writes.")
  private Path page;

  private interface Load {
    void run(UUID request) throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    Path place = folder.resolve("entries-" + ProcessHandle.current().pid());
    Files.createDirectories(place);
    StringBuilder report = new StringBuilder("## The worker: `bench/run entries`\n\n");
    String machine = Machine.describe(place);
    Machine watched = new Machine();
    try (GatewayDatabase postgres = new GatewayDatabase(List.of());
        GatewayDatabase.H2 h2 = new GatewayDatabase.H2(place)) {
      String onPostgres = measure("PostgreSQL", postgres.pool(), copying(postgres, place));
      String onH2 = measure("H2", h2.pool(), Map.of());
      report.append(
          """
          %s: %d alternating rounds behind %d of warm-up, %,d rows each in chunks of 1,000, a commit each, the table \
          emptied before; %s. %s (PostgreSQL's own among them). From the text of a message to committed rows, the \
          worker's own code and no broker; its rows come with their marks, counts and the question who is there already. \
          Both databases sync every commit.

          """
              .formatted(
                  LocalDate.now(ZoneOffset.UTC),
                  rounds,
                  warmUp,
                  rows,
                  machine,
                  watched.others(Duration.ZERO)));
      report.append("### PostgreSQL\n\n").append(onPostgres);
      report.append("\n### H2\n\n").append(onH2);
    } finally {
      try (var files = Files.walk(place)) {
        files.sorted(Collections.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    System.out.println(report);
    if (write) {
      Report.write(page, "entries", report.toString());
    }
    return 0;
  }

  private Map<String, Load> copying(GatewayDatabase database, Path place) throws IOException {
    Path file = place.resolve("rows.copy");
    new ListFile(rows, "1").writeCopy(file, UUID.randomUUID(), JOURNEY);
    return Map.of(COPY, request -> database.copy(file));
  }

  private String measure(String database, javax.sql.DataSource pool, Map<String, Load> more)
      throws Exception {
    JdbcTemplate jdbc = new JdbcTemplate(pool);
    Map<String, Load> loads = new LinkedHashMap<>();
    EntryRecorder recorder = recorder(pool, jdbc);
    for (int count : workers) {
      loads.put(
          "worker, " + count + (count == 1 ? " consumer" : " consumers"),
          request -> {
            List<String> messages = messages(request);
            sideBySide(count, chunk -> record(recorder, messages, chunk));
          });
    }
    loads.put(BATCH, request -> batches(pool, request));
    loads.putAll(more);
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = -warmUp; round < rounds; round++) {
      List<String> order = new ArrayList<>(loads.keySet());
      Collections.rotate(order, -round);
      for (String name : order) {
        double rate = rate(jdbc, loads.get(name));
        System.err.printf(
            Locale.ROOT, "%s, round %d: %-22s %,9.0f rows/s%n", database, round + 1, name, rate);
        if (round >= 0) {
          rates.computeIfAbsent(name, key -> new ArrayList<>()).add(rate);
        }
      }
    }
    Table table = new Table("subject", "rows/s", "x JDBC batches", "x COPY");
    for (String name : loads.keySet()) {
      table.row(
          name,
          Spread.of(rates.get(name)).whole(),
          ratio(rates, name, BATCH),
          ratio(rates, name, COPY));
    }
    return table.toString();
  }

  private static String ratio(Map<String, List<Double>> rates, String name, String other) {
    if (!rates.containsKey(other)) {
      return "-";
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rates.get(name).size(); i++) {
      ratios.add(rates.get(name).get(i) / rates.get(other).get(i));
    }
    return Spread.of(ratios).ratio();
  }

  private double rate(JdbcTemplate jdbc, Load load) throws Exception {
    jdbc.execute("truncate table entry");
    jdbc.execute("truncate table chunk");
    UUID request = UUID.randomUUID();
    jdbc.update(
        "insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state,"
            + " accepted_at, requested) values (?, 'folder', ?, ?, ?, 'users', 'accepted', current_timestamp, ?)",
        request,
        JOURNEY,
        JOURNEY,
        DemoCatalogue.APPLICATION,
        rows);
    long from = System.nanoTime();
    load.run(request);
    double seconds = (System.nanoTime() - from) / 1e9;
    Long entries = jdbc.queryForObject("select count(*) from entry", Long.class);
    if (entries != rows) {
      throw new BenchFailure(entries + " entries of " + rows);
    }
    return rows / seconds;
  }

  private static EntryRecorder recorder(javax.sql.DataSource pool, JdbcTemplate jdbc) {
    Journey journey =
        new Journey(
            JOURNEY,
            DemoCatalogue.APPLICATION,
            false,
            Journey.State.RUNNING,
            List.of(new EntryPoint(JOURNEY, false, false, Set.of())));
    return new EntryRecorder(
        new JourneyCatalog(id -> Optional.of(journey)),
        new DeviceOwners(jdbc),
        new RecordedChunks(jdbc),
        jdbc,
        new TransactionTemplate(new DataSourceTransactionManager(pool)));
  }

  private List<String> messages(UUID request) {
    List<String> messages = new ArrayList<>();
    for (int chunk = 0; chunk < rows / CHUNK; chunk++) {
      StringBuilder text = new StringBuilder();
      text.append("{\"request_uuid\":\"").append(request).append("\",\"journey_id\":\"");
      text.append(JOURNEY).append("\",\"entry_point_id\":\"").append(JOURNEY);
      text.append("\",\"application_code\":\"").append(DemoCatalogue.APPLICATION);
      text.append("\",\"accepted_at\":\"2026-01-01T00:00:00Z\",\"entries\":[");
      for (int i = 0; i < CHUNK; i++) {
        text.append(i == 0 ? "" : ",").append("{\"user_id\":\"").append(user(chunk * CHUNK + i));
        text.append("\",\"attribute_values\":").append(ATTRIBUTES).append('}');
      }
      messages.add(text.append("],\"attribute_values\":{}}").toString());
    }
    return messages;
  }

  private static String user(int number) {
    return String.format("user-%09d", number);
  }

  private static void record(EntryRecorder recorder, List<String> messages, int chunk) {
    boolean last = chunk + 1 == messages.size();
    recorder.record(
        AcceptedChunk.read(messages.get(chunk), chunk + 1, last ? messages.size() : null));
  }

  private interface ChunkWork {
    void run(int chunk) throws Exception;
  }

  private void sideBySide(int count, ChunkWork work) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(
            threads.submit(
                () -> {
                  for (int chunk = next.getAndIncrement();
                      chunk < rows / CHUNK;
                      chunk = next.getAndIncrement()) {
                    work.run(chunk);
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void batches(javax.sql.DataSource pool, UUID request) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      for (int chunk = 0; chunk < rows / CHUNK; chunk++) {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
          for (int i = 0; i < CHUNK; i++) {
            statement.setObject(1, request);
            statement.setString(2, JOURNEY);
            statement.setString(3, JOURNEY);
            statement.setString(4, user(chunk * CHUNK + i));
            statement.setString(5, ATTRIBUTES);
            statement.addBatch();
          }
          statement.executeBatch();
        }
        connection.commit();
      }
      connection.setAutoCommit(true);
    }
  }
}
