package dev.journeygateway.bench.filter;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One request whose filter selects every device there is, worked off by a gateway of little memory
 * that is killed outright and started again: first while it selects, then while it records. At the
 * end every person must be entered once, and the counts must balance.
 */
final class AudienceBench {

  private static final Duration AT_MOST = Duration.ofMinutes(8);
  private static final String HEAP = "-Xmx256m";

  /** The first for the audience, the others for another caller, each once a period. */
  private static final int JOURNEYS = 10_000;

  private final BenchServer server;
  private final int devices;
  private final int kills;
  private final long seed;
  private final Path folder;
  private final Path jar;
  private JdbcTemplate jdbc;
  private boolean embedded;
  private volatile int port;

  /**
   * @param kills how often the gateway is killed: the first time while it selects
   * @param seed decides at which moments
   */
  AudienceBench(BenchServer server, int devices, int kills, long seed, Path folder, Path jar) {
    this.server = server;
    this.devices = devices;
    this.kills = kills;
    this.seed = seed;
    this.folder = folder;
    this.jar = jar;
  }

  void run() throws Exception {
    Table table = new Table("what", "figure");
    String url;
    try (BenchDatabase database = server.create("audience", BenchDatabase.TAGS)) {
      database.load(new DeviceFile(devices));
      database.settle();
      embedded = database.database().embedded();
      url = database.url();
    }
    try (Children children = new Children(folder, false, List.of(HEAP), Optional.empty());
        SingleConnectionDataSource watching =
            new SingleConnectionDataSource(
                url + (embedded ? "?busy_timeout=5000" : ""), "postgres", "postgres", true)) {
      jdbc = new JdbcTemplate(watching);
      List<String> settings =
          List.of(
              "--spring.datasource.url=" + url,
              "--spring.datasource.username=postgres",
              "--spring.datasource.password=postgres");
      Gateway gateway = start(children, settings);
      long from = System.nanoTime();
      post(gateway);
      Random moments = new Random(seed);
      StringBuilder killed = new StringBuilder();
      try (OtherCaller caller = new OtherCaller(() -> port, JOURNEYS)) {
        for (int kill = 0; kill < kills; kill++) {
          long people = kill == 0 ? -1 : recorded() + moments.nextLong(devices / 4);
          await(gateway, "the moment to kill", () -> isMoment(people) || isDone());
          killed
              .append(killed.isEmpty() ? "" : ", ")
              .append(people < 0 ? "selecting" : String.format(Locale.ROOT, "%,d", recorded()));
          kill(children, gateway);
          gateway = start(children, settings);
        }
        await(gateway, "not done", this::isDone);
        Duration time = Duration.ofNanos(System.nanoTime() - from);
        await(gateway, "members left", () -> count("audience_member") == 0);
        long resident = gateway.child().residentBytes();
        String answers = caller.end();
        check();
        Map<String, Object> request = request();
        table.row("devices selected", number(request.get("requested")));
        table.row("people entered, each once", number(request.get("entered")));
        table.row("duplicate (further devices of a person)", number(request.get("duplicate")));
        if (kills > 0) {
          table.row("killed with kill -9 at (people recorded)", killed.toString());
        }
        table.row("seconds from the answer to done, restarts included", "" + time.toSeconds());
        table.row("resident memory at the end, MiB", "" + (resident >> 20));
        table.row("another caller's answers: p50, p99, longest ms", answers);
      }
      System.out.printf(
          Locale.ROOT,
          "%n### %s%n%n%s%n- Nobody missing, nobody twice, requested = entered + duplicate.%n",
          server.name(),
          table);
    }
  }

  private Gateway start(Children children, List<String> settings) {
    Gateway gateway =
        Gateway.start(
            children,
            "gateway",
            jar,
            new DemoCatalogue(JOURNEYS, BenchDatabase.TAGS),
            List.of(HEAP),
            settings);
    port = gateway.port();
    return gateway;
  }

  private static void post(Gateway gateway) throws IOException {
    String body = "{\"payload\": {\"filter\": \"T(\\\"City\\\", set)\"}}";
    String request =
        "POST /api/journey/%s/start/external HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                .formatted(DemoCatalogue.journeyId(0))
            + "Content-Type: application/json\r\nAuthorization: Api %s\r\n"
                .formatted(DemoCatalogue.TOKEN)
            + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    HttpLoad.Answer answer =
        HttpLoad.once(gateway.port(), request.getBytes(StandardCharsets.US_ASCII));
    if (answer.status() != 200) {
      throw new BenchFailure("the request is refused: " + answer.status() + " " + answer.body());
    }
  }

  private void kill(Children children, Gateway gateway) {
    port = 0;
    ProcessHandle process = ProcessHandle.of(gateway.child().pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    children.end(gateway.child());
  }

  /** Whether as many people are recorded, or with less than none, whether they are selected now. */
  private boolean isMoment(long people) {
    return people < 0 ? isSelecting() : recorded() >= people;
  }

  private boolean isSelecting() {
    return jdbc.queryForObject(
            embedded
                ? "select count(*) from audience where not complete"
                : "select count(*) from pg_stat_activity where state = 'active' and query like 'insert into audience_member%'",
            Long.class)
        > 0;
  }

  private long recorded() {
    return jdbc.queryForObject(
        "select coalesce(sum(entered), 0) from start_request where selector = 'filter'",
        Long.class);
  }

  private long count(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Long.class);
  }

  private boolean isDone() {
    return "done".equals(request().get("state"));
  }

  private Map<String, Object> request() {
    return jdbc.queryForMap(
        "select state, requested, entered, duplicate from start_request where selector = 'filter'");
  }

  private static void await(Gateway gateway, String what, BooleanSupplier condition) {
    gateway
        .child()
        .awaitReady(AT_MOST, () -> condition.getAsBoolean() ? Optional.empty() : Optional.of(what));
  }

  private void check() {
    Map<String, Object> sums =
        jdbc.queryForMap(
            "with e as (select user_id from entry where request_uuid ="
                + " (select request_uuid from start_request where selector = 'filter'))"
                + " select r.requested - r.entered - r.duplicate as unbalanced, r.requested - %d as unselected,"
                    .formatted(devices)
                + " (select count(*) from e) - r.entered as uncounted,"
                + " (select count(*) from (select user_id from device except select user_id from e) m) as missing,"
                + " (select count(*) - count(distinct user_id) from e) as twice"
                + " from start_request r where selector = 'filter'");
    if (sums.values().stream().anyMatch(sum -> ((Number) sum).longValue() != 0)) {
      throw new BenchFailure("it does not add up: " + sums);
    }
  }

  private static String number(Object count) {
    return String.format(Locale.ROOT, "%,d", ((Number) count).longValue());
  }
}
