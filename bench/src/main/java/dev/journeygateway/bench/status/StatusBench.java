package dev.journeygateway.bench.status;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.load.LoadResult;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.Table;
import dev.journeygateway.database.MigratedDatabase;
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
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long the status, the list and the outcomes of requests take to answer when millions of
 * entries are recorded, on PostgreSQL or in a SQLite file: whole answers over HTTP, one caller at a
 * time.
 */
final class StatusBench {

  private static final int ENTRIES_A_REQUEST = 10;
  private static final int JOURNEYS = 1_000;

  /** Of the status, the list and the outcomes. */
  private static final double TARGET_MILLIS = 10;

  /** Of what the views of the page ask, and of one person. */
  private static final double VIEW_TARGET_MILLIS = 50;

  private static final String LIST = "/api/start-requests";

  private static final Duration RUN_IN = Duration.ofSeconds(2);
  private static final Duration WINDOW = Duration.ofSeconds(3);

  private final int entries;
  private final Path folder;
  private final Path jar;

  /**
   * @param entries ten to a request
   */
  StatusBench(int entries, Path folder, Path jar) {
    this.entries = entries;
    this.folder = folder;
    this.jar = jar;
  }

  void onPostgresql() throws Exception {
    try (GatewayDatabase database = new GatewayDatabase(List.of())) {
      JdbcTemplate jdbc = new JdbcTemplate(database.pool());
      fill(jdbc);
      measure(
          "on PostgreSQL",
          questions(jdbc),
          List.of(
              "--spring.datasource.url=" + database.url(),
              "--spring.datasource.username=postgres"));
      try (Children children = children()) {
        new RetentionLoad(database, children, jar, JOURNEYS).run();
      }
    }
  }

  /** The gateway opens the file when it is filled and closed. */
  void onSqlite() throws Exception {
    Files.createDirectories(folder);
    Path file = folder.resolve("status.db").toAbsolutePath();
    String url = "jdbc:sqlite:" + file;
    try {
      List<Question> questions;
      try (MigratedDatabase database = MigratedDatabase.at(url, "", folder.resolve("native"))) {
        JdbcTemplate jdbc = database.database().writing();
        fillSqlite(jdbc);
        questions = questions(jdbc);
      }
      measure("in a SQLite file", questions, List.of("--spring.datasource.url=" + url));
    } finally {
      for (String suffix : List.of("", "-wal", "-shm", ".lock")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
    }
  }

  private Children children() {
    return new Children(folder, false, List.of("-Xmx512m"), Optional.empty());
  }

  /** What is asked, and within how long it is to be answered. */
  private record Question(String name, String path, double targetMillis) {}

  private void measure(String where, List<Question> questions, List<String> settings)
      throws Exception {
    try (Children children = children()) {
      String machine = Machine.describe(children.folder("probe"));
      Gateway gateway =
          Gateway.start(
              children, "gateway", jar, new DemoCatalogue(JOURNEYS), List.of("-Xmx512m"), settings);
      Table table = new Table("GET", "bytes", "p50 ms", "p99 ms", "target");
      List<String> missed = new ArrayList<>();
      for (Question question : questions) {
        byte[] request = request(question.path());
        int length = HttpLoad.once(gateway.port(), request).body().length();
        LoadResult result =
            HttpLoad.run(gateway.port(), () -> request, 1, RUN_IN, WINDOW, Set.of(200));
        if (result.errors() > 0) {
          throw new BenchFailure(question.path() + ": " + result.statuses());
        }
        if (result.percentileMillis(99) >= question.targetMillis()) {
          missed.add(question.name());
        }
        table.row(
            question.name(),
            String.format(Locale.ROOT, "%,d", length),
            String.format(Locale.ROOT, "%.2f", result.percentileMillis(50)),
            String.format(Locale.ROOT, "%.2f", result.percentileMillis(99)),
            String.format(Locale.ROOT, "%.0f", question.targetMillis()));
      }
      System.out.printf(
          Locale.ROOT,
          "%s. %,d entries of %,d requests for %,d journeys %s; one connection, %d s each after a run-in"
              + " of %d s.%n%n%s%n- p99 within the target: %s.%n",
          machine,
          entries,
          entries / ENTRIES_A_REQUEST,
          JOURNEYS,
          where,
          WINDOW.toSeconds(),
          RUN_IN.toSeconds(),
          table,
          missed.isEmpty() ? "all" : "missed by " + String.join(", ", missed));
    }
  }

  /**
   * Requests of the last year, a tenth of them of another application; one in 10,000 failed, one
   * came by SFTP at the very beginning; the newest has 100,000 outcomes.
   */
  private void fill(JdbcTemplate jdbc) {
    int requests = entries / ENTRIES_A_REQUEST;
    jdbc.update("insert into application (code, name) values ('BBBBB-00002', 'Other')");
    jdbc.execute("alter table entry drop constraint entry_pkey");
    jdbc.update(
        """
        insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state,
          accepted_at, enqueued_at, finished_at, chunks, chunks_done, requested, entered)
        select cast(lpad(to_hex(1735689600000 + n * 31536000000 / %1$d), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0')
                 as uuid),
          case when n = 1 then 'sftp' when n %% 50 = 7 then 'folder' else 'http' end, j.id, j.id,
          case when n %% 10 = 0 then 'BBBBB-00002' else 'AAAAA-00001' end, 'users',
          case when n %% 10000 = 1 then 'failed' else 'done' end, t.at, t.at, t.at, 1, 1, %2$d, %2$d
          from generate_series(1, %1$d) n
         cross join lateral (select 'bench-' || lpad(cast(n %% %3$d as text), 7, '0') as id) j
         cross join lateral (select to_timestamp(1735689600 + n * 31536000.0 / %1$d) as at) t
        """
            .formatted(requests, ENTRIES_A_REQUEST, JOURNEYS));
    jdbc.update(
        """
        insert into entry (request_uuid, user_id, journey_id, entry_point_id, entered_at)
        select r.request_uuid, 'user-' || mod(u * 7919 + r.number * 31, 5000000), r.journey_id, r.entry_point_id, r.accepted_at
          from (select *, row_number() over (order by request_uuid) as number from start_request) r
         cross join generate_series(1, %d) u
        """
            .formatted(ENTRIES_A_REQUEST));
    jdbc.execute("alter table entry add primary key (user_id, journey_id, request_uuid)");
    jdbc.update(
        """
        insert into outcome (request_uuid, submitted_id, outcome)
        select r.request_uuid, 'nobody-' || n, 'unknown'
          from (select max(request_uuid::text)::uuid as request_uuid from start_request
                 where application_code = 'AAAAA-00001') r
         cross join generate_series(1, 100000) n
        """);
    jdbc.execute("vacuum analyze");
  }

  /** The same rows, in SQLite's words; what is lost when this ends early is begun anew. */
  private void fillSqlite(JdbcTemplate jdbc) {
    int requests = entries / ENTRIES_A_REQUEST;
    jdbc.execute("pragma synchronous = off");
    jdbc.execute("pragma cache_size = -2000000");
    jdbc.execute("pragma wal_autocheckpoint = 100000");
    jdbc.update(
        "insert into application (code, name) values ('AAAAA-00001', 'Demo'), ('BBBBB-00002', 'Other')");
    jdbc.update(
        """
        with recursive n (n) as (select 1 union all select n + 1 from n where n < %1$d),
          t as (select n, printf('bench-%%07d', n %% %3$d) as journey,
                       strftime('%%Y-%%m-%%dT%%H:%%M:%%S.000000Z', 1735689600 + n * 31536000 / %1$d, 'unixepoch') as at from n)
        insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state,
          accepted_at, enqueued_at, finished_at, chunks, chunks_done, requested, entered)
        select printf('%%s-%%s-7000-8000-%%012x', substr(m, 1, 8), substr(m, 9), n),
          case when n = 1 then 'sftp' when n %% 50 = 7 then 'folder' else 'http' end, journey, journey,
          case when n %% 10 = 0 then 'BBBBB-00002' else 'AAAAA-00001' end, 'users',
          case when n %% 10000 = 1 then 'failed' else 'done' end, at, at, at, 1, 1, %2$d, %2$d
          from (select *, printf('%%012x', 1735689600000 + n * 31536000000 / %1$d) as m from t)
        """
            .formatted(requests, ENTRIES_A_REQUEST, JOURNEYS));
    jdbc.execute("drop index entry_request");
    jdbc.update(
        """
        with recursive u (u) as (select 1 union all select u + 1 from u where u < %d)
        insert into entry (request_uuid, user_id, journey_id, entry_point_id, entered_at)
        select r.request_uuid, 'user-' || ((u.u * 7919 + r.number * 31) %% 5000000), r.journey_id, r.entry_point_id, r.accepted_at
          from (select *, row_number() over (order by request_uuid) as number from start_request) r cross join u
        """
            .formatted(ENTRIES_A_REQUEST));
    jdbc.execute("create index entry_request on entry (request_uuid)");
    jdbc.update(
        """
        with recursive n (n) as (select 1 union all select n + 1 from n where n < 100000)
        insert into outcome (request_uuid, submitted_id, outcome)
        select (select max(request_uuid) from start_request where application_code = 'AAAAA-00001'), 'nobody-' || n, 'unknown'
          from n
        """);
    jdbc.execute("pragma wal_checkpoint(truncate)");
  }

  private static List<Question> questions(JdbcTemplate jdbc) {
    String id = "select request_uuid from start_request where application_code = 'AAAAA-00001'";
    String newest = first(id + " order by request_uuid desc limit 1", jdbc);
    String middle = first(id + " order by request_uuid limit 1 offset 1000", jdbc);
    String person =
        first("select user_id from entry where request_uuid = '" + newest + "' limit 1", jdbc);
    String journey = DemoCatalogue.journeyId(7);
    Map<String, String> questions = new LinkedHashMap<>();
    questions.put("/{newest}", "/" + newest);
    questions.put("?limit=1", "?limit=1");
    questions.put("(100 of them)", "");
    questions.put("?after={an early one}", "?after=" + middle);
    questions.put("?journey=", "?journey=" + journey);
    questions.put("?state=done", "?state=done");
    questions.put("?state=failed (one in 10,000)", "?state=failed");
    questions.put("?state=held (none)", "?state=held");
    questions.put("?door=folder (one in 50)", "?door=folder");
    questions.put("?door=sftp (the oldest alone)", "?door=sftp");
    questions.put("?journey=&state=failed", "?state=failed&journey=" + DemoCatalogue.journeyId(1));
    questions.put("?journey=&door=sftp (none)", "?door=sftp&journey=" + journey);
    questions.put("/{newest}/outcomes", "/" + newest + "/outcomes");
    questions.put("/{newest}/outcomes?after=50000", "/" + newest + "/outcomes?after=50000");
    List<Question> all = new ArrayList<>();
    questions.forEach(
        (name, rest) -> all.add(new Question(LIST + name, LIST + rest, TARGET_MILLIS)));
    for (String path :
        List.of(
            LIST + "/" + newest + "/timeline",
            LIST + "?person=" + person,
            LIST + "?file=winter",
            LIST + "?from=2025-06-01T00:00:00Z&to=2025-06-02T00:00:00Z",
            "/api/people/" + person,
            "/api/people/" + person + "?journey=" + journey,
            "/api/people/nobody-77",
            "/api/people/never-named",
            "/api/overview",
            "/api/activity",
            "/api/activity?step=3600s&by=door",
            "/api/journeys?limit=50",
            "/api/journeys/" + journey,
            "/api/dead-letters?limit=50",
            "/api/destinations",
            "/api/webhooks",
            "/api/me")) {
      all.add(
          new Question(
              path.replace(newest, "{newest}").replace(person, "{person}"),
              path,
              VIEW_TARGET_MILLIS));
    }
    return all;
  }

  private static String first(String question, JdbcTemplate jdbc) {
    return jdbc.queryForObject(question, String.class);
  }

  private static byte[] request(String path) throws IOException {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Api "
            + DemoCatalogue.TOKEN
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
