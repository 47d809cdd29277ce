package dev.journeygateway.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.person.EnteredOnce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class RetentionTest {

  private static final String LONG_AGO = "2020-01-01T00:00:00.000000Z";

  private Database database;
  private JdbcTemplate jdbc;

  private void on(TestDatabase kind) {
    database = kind.migrated();
    jdbc = database.writing();
    jdbc.update("insert into application (code, name) values ('AAAAA-00001', 'A shop')");
    jdbc.update(
        "insert into journey (id, application_code, title, state, fingerprint) values ('once',"
            + " 'AAAAA-00001', '', 'running', 'x')");
    jdbc.update(
        "insert into entry_point (journey_id, id, re_entry) values ('once', 'api', 'once')");
  }

  private void retain(String requests, String people) {
    new Retention(
            database,
            EnteredOnce.of(database),
            new RetentionSettings(Keep.of(requests), Keep.of(people), Keep.of("forever")),
            System::nanoTime)
        .apply();
  }

  private UUID finished(String at, String state, int people, int outcomes) {
    UUID request = UUID.randomUUID();
    jdbc.update(
        "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
            + " application_code, selector, state, accepted_at, finished_at, requested, entered,"
            + " duplicate) values (?, 'http', 'once', 'api', 'AAAAA-00001', 'users', ?, '"
            + LONG_AGO
            + "', '"
            + at
            + "', ?, ?, ?)",
        request,
        state,
        people + outcomes,
        people,
        outcomes);
    for (int i = 0; i < people; i++) {
      jdbc.update(
          "insert into entry (request_uuid, user_id, journey_id, entry_point_id, entered_at) values"
              + " (?, ?, 'once', 'api', '"
              + LONG_AGO
              + "')",
          request,
          "person-" + i);
    }
    for (int i = 0; i < outcomes; i++) {
      jdbc.update(
          "insert into outcome (request_uuid, submitted_id, outcome) values (?, ?, 'duplicate')",
          request,
          "person-" + i);
    }
    jdbc.update("insert into chunk (request_uuid, chunk) values (?, 1)", request);
    return request;
  }

  private long count(String table, UUID request) {
    return jdbc.queryForObject(
        "select count(*) from " + table + " where request_uuid = ?", Long.class, request);
  }

  @ParameterizedTest
  @EnumSource
  void removesPeopleAndKeepsTheCounts(TestDatabase kind) {
    on(kind);
    UUID old = finished(LONG_AGO, "done", 1_203, 702);
    UUID fresh = finished(database.now().toString(), "done", 3, 2);
    UUID dead = finished(LONG_AGO, "failed", 2, 1);
    jdbc.update(
        "insert into dead_letter (id, request_uuid, cause, failed_at, properties, message) values"
            + " (?, ?, 'a test', '"
            + LONG_AGO
            + "', '{}', '')",
        UUID.randomUUID(),
        dead);

    retain("forever", "30d");

    assertThat(count("entry", old)).isZero();
    assertThat(count("outcome", old)).isZero();
    assertThat(
            jdbc.queryForObject(
                "select entered from start_request where request_uuid = ?", Long.class, old))
        .isEqualTo(1_203);
    assertThat(count("entry", fresh)).isEqualTo(3);
    assertThat(count("outcome", fresh)).isEqualTo(2);
    assertThat(count("entry", dead)).as("what can be sent back stays").isEqualTo(2);
    assertThat(jdbc.queryForObject("select count(*) from entered_once", Long.class))
        .isEqualTo(1_203);
    assertThat(
            EnteredOnce.of(database)
                .among(java.util.List.of("person-7", "person-1203"), "once", "AAAAA-00001"))
        .containsExactly("person-7");
  }

  @ParameterizedTest
  @EnumSource
  void removesRequestsAndTheAudit(TestDatabase kind) {
    on(kind);
    UUID old = finished(LONG_AGO, "cancelled", 3, 2);
    UUID fresh = finished(database.now().toString(), "done", 3, 2);
    UUID open = finished(LONG_AGO, "processing", 3, 2);
    Audit audit = new Audit(database);
    audit.write("x", null, Action.CATALOG_LOADED, Audit.Target.of("catalog", 1), Map.of());
    jdbc.update(
        "insert into audit (id, at, token_hint, action, target_kind, target, counts) values (?, '"
            + LONG_AGO
            + "', 'x', 'catalog_loaded', 'catalog', '0', '{}')",
        UUID.fromString("016f5e66-e800-7000-8000-000000000000"));

    retain("1h", "1h");

    assertThat(count("start_request", old)).isZero();
    assertThat(count("chunk", old)).isZero();
    assertThat(count("entry", old)).isZero();
    assertThat(count("start_request", fresh)).isEqualTo(1);
    assertThat(count("start_request", open)).isEqualTo(1);
    assertThat(count("entry", open)).isEqualTo(3);
    assertThat(jdbc.queryForList("select target from audit", String.class)).containsExactly("1");
  }

  @Test
  void understandsItsSettings() {
    assertThat(
            new RetentionSettings(Keep.of("90d"), Keep.of("forever"), Keep.of("forever")).people())
        .as("as long as requests, where nothing is said")
        .isEqualTo(Keep.of("90d"));
    assertThatThrownBy(
            () -> new RetentionSettings(Keep.of("30d"), Keep.of("31d"), Keep.of("forever")))
        .hasMessage(
            "gateway.retention.people must not be longer than gateway.retention.requests: 744h and"
                + " 720h");
    for (String wrong : new String[] {"90", "never", "59m", "-1d", ""}) {
      assertThatThrownBy(() -> Keep.of(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void deletesTheFilesOfDaysThatAreOver(@TempDir Path inbox) throws IOException {
    for (String file :
        new String[] {
          "j/archive/2026-01-01/a.csv",
          "j/failed/2026-01-01/b.csv",
          "j/archive/2026-01-02/c.csv",
          "j/archive/keep/d.csv",
          "j/2026-01-01/e.csv",
          "devices/AAAAA-00001/archive/2026-01-01/f.csv"
        }) {
      Files.createDirectories(inbox.resolve(file).getParent());
      Files.writeString(inbox.resolve(file), "x");
    }
    Instant now = Instant.parse("2026-01-03T12:00:00Z");

    assertThat(new OldFiles(inbox, Keep.of("forever")).remove(now)).isZero();
    assertThat(new OldFiles(inbox, Keep.of("24h")).remove(now)).isEqualTo(3);

    assertThat(inbox.resolve("j/archive/2026-01-01")).doesNotExist();
    assertThat(inbox.resolve("j/failed/2026-01-01")).doesNotExist();
    assertThat(inbox.resolve("devices/AAAAA-00001/archive/2026-01-01")).doesNotExist();
    assertThat(inbox.resolve("j/archive/2026-01-02/c.csv")).exists();
    assertThat(inbox.resolve("j/archive/keep/d.csv")).exists();
    assertThat(inbox.resolve("j/2026-01-01/e.csv")).exists();
  }
}
