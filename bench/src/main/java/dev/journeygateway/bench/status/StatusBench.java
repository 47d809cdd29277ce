package dev.journeygateway.bench.status;

import dev.journeygateway.bench.filter.BenchDatabase;
import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.load.LoadResult;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * entries are recorded on PostgreSQL: whole answers over HTTP, one caller at a time.
 */
final class StatusBench {

  private static final int ENTRIES_A_REQUEST = 10;
  private static final int JOURNEYS = 1_000;
  private static final double TARGET_MILLIS = 10;
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

  void run() throws Exception {
    try (BenchDatabase database = new BenchDatabase(false);
        Children children = new Children(folder, false, List.of("-Xmx512m"), Optional.empty())) {
      String machine = Machine.describe(children.folder("probe"));
      JdbcTemplate jdbc = new JdbcTemplate(database.create("status"));
      fill(jdbc);
      Gateway gateway =
          Gateway.start(
              children,
              "gateway",
              jar,
              new DemoCatalogue(JOURNEYS),
              List.of("-Xmx512m"),
              List.of(
                  "--spring.datasource.url=" + database.url("status"),
                  "--spring.datasource.username=postgres",
                  "--spring.datasource.password=postgres"));
      Table table = new Table("GET /api/start-requests", "bytes", "p50 ms", "p99 ms");
      List<String> missed = new ArrayList<>();
      for (Map.Entry<String, String> question : questions(jdbc).entrySet()) {
        byte[] request = request(question.getValue());
        int length = HttpLoad.once(gateway.port(), request).body().length();
        LoadResult result =
            HttpLoad.run(gateway.port(), () -> request, 1, RUN_IN, WINDOW, Set.of(200));
        if (result.errors() > 0) {
          throw new BenchFailure(question.getValue() + ": " + result.statuses());
        }
        if (result.percentileMillis(99) >= TARGET_MILLIS) {
          missed.add(question.getKey());
        }
        table.row(
            question.getKey(),
            String.format(Locale.ROOT, "%,d", length),
            String.format(Locale.ROOT, "%.2f", result.percentileMillis(50)),
            String.format(Locale.ROOT, "%.2f", result.percentileMillis(99)));
      }
      System.out.printf(
          Locale.ROOT,
          "%s. %,d entries of %,d requests for %,d journeys on PostgreSQL; one connection, %d s each behind a run-in"
              + " of %d s.%n%n%s%n- p99 under %.0f ms: %s.%n",
          machine,
          entries,
          entries / ENTRIES_A_REQUEST,
          JOURNEYS,
          WINDOW.toSeconds(),
          RUN_IN.toSeconds(),
          table,
          TARGET_MILLIS,
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
        select r.request_uuid, 'user-' || mod(u * 7919 + r.requested * 31, 5000000), r.journey_id, r.entry_point_id, r.accepted_at
          from start_request r cross join generate_series(1, %d) u
        """
            .formatted(ENTRIES_A_REQUEST));
    jdbc.execute("alter table entry add primary key (journey_id, user_id, request_uuid)");
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

  private static Map<String, String> questions(JdbcTemplate jdbc) {
    String newest =
        jdbc.queryForObject(
            "select max(request_uuid::text) from start_request where application_code = 'AAAAA-00001'",
            String.class);
    String middle =
        jdbc.queryForObject(
            "select request_uuid::text from start_request where application_code = 'AAAAA-00001'"
                + " order by request_uuid offset 1000 limit 1",
            String.class);
    Map<String, String> questions = new LinkedHashMap<>();
    questions.put("/{newest}", "/" + newest);
    questions.put("?limit=1", "?limit=1");
    questions.put("(100 of them)", "");
    questions.put("?after={an early one}", "?after=" + middle);
    questions.put("?journey=", "?journey=" + DemoCatalogue.journeyId(7));
    questions.put("?state=done", "?state=done");
    questions.put("?state=failed (one in 10,000)", "?state=failed");
    questions.put("?state=held (none)", "?state=held");
    questions.put("?door=folder (one in 50)", "?door=folder");
    questions.put("?door=sftp (the oldest alone)", "?door=sftp");
    questions.put("?journey=&state=failed", "?state=failed&journey=" + DemoCatalogue.journeyId(1));
    questions.put("?journey=&door=sftp (none)", "?door=sftp&journey=" + DemoCatalogue.journeyId(7));
    questions.put("/{newest}/outcomes", "/" + newest + "/outcomes");
    questions.put("/{newest}/outcomes?after=50000", "/" + newest + "/outcomes?after=50000");
    return questions;
  }

  private static byte[] request(String what) throws IOException {
    return ("GET /api/start-requests"
            + what
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Api "
            + DemoCatalogue.TOKEN
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
