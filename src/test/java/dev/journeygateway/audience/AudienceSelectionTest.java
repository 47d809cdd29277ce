package dev.journeygateway.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.device.DeviceFiles;
import dev.journeygateway.device.ExampleDevices;
import dev.journeygateway.device.JdbcTags;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.FilterLanguage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcTemplate;

class AudienceSelectionTest {

  private static final ExampleDevices WORLD = new ExampleDevices(0);
  private static final String EVERYBODY = "A(\"" + WORLD.journeyApplication + "\")";
  private static final int CHUNK = 4;

  private final UUID request = UUID.randomUUID();
  private final AudienceSelection.Entering always =
      new AudienceSelection.Entering(request, "welcome", "api", "{\"tier\":\"gold\"}", false);

  private Database database;
  private JdbcTemplate jdbc;
  private AudienceSelection selection;

  @ParameterizedTest
  @EnumSource
  void entersEachPersonOnceAndTheCountsBalance(TestDatabase kind) {
    fill(kind);
    Audience audience = selection.resolve(request, checked(EVERYBODY), ExampleDevices.NOW);
    List<AudiencePart> parts = recordAll(always, audience);

    assertThat(audience.devices()).isEqualTo(devices().size());
    assertThat(entered()).hasSameElementsAs(users()).hasSameSizeAs(users());
    assertThat(parts.stream().mapToLong(AudiencePart::requested).sum())
        .isEqualTo(audience.devices());
    assertThat(parts.stream().mapToLong(AudiencePart::entered).sum()).isEqualTo(audience.users());
    assertThat(parts)
        .allSatisfy(
            p ->
                assertThat(p.requested())
                    .isEqualTo(p.entered() + p.duplicate() + p.alreadyEntered()));
    assertThat(jdbc.queryForMap("select * from entry where user_id = ?", users().get(0)))
        .containsEntry("journey_id", "welcome")
        .containsEntry("entry_point_id", "api")
        .containsEntry("attribute_values", "{\"tier\":\"gold\"}");
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithTheSamePeopleAfterACrash(TestDatabase kind) {
    fill(kind);
    Audience first = selection.resolve(request, checked(EVERYBODY), ExampleDevices.NOW);
    record(always, 1, CHUNK);
    // The second chunk's transaction is lost before its commit.
    assertThatThrownBy(
            () ->
                database.finish(
                    status -> {
                      record(always, 2, CHUNK);
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    assertThat(entered()).hasSize(CHUNK);

    // Meanwhile the devices change: one more person, and one who is gone.
    jdbc.update(
        "insert into device (application_code, hwid, user_id) values (?, 'new', 'aaa')",
        WORLD.journeyApplication);
    jdbc.update("delete from device where user_id = ?", users().get(users().size() - 1));

    AudienceSelection restarted = new AudienceSelection(database);
    assertThat(restarted.resolve(request, checked(EVERYBODY), ExampleDevices.NOW)).isEqualTo(first);
    assertThat(record(always, 1, CHUNK)).as("the chunk that was recorded").isEmpty();
    for (int chunk = 2; chunk <= first.chunks(CHUNK); chunk++) {
      assertThat(record(always, chunk, CHUNK)).isPresent();
    }
    assertThat(entered()).hasSameElementsAs(users()).hasSameSizeAs(users());
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutWhoeverTheJourneyHasAlready(TestDatabase kind) {
    fill(kind);
    List<String> before = users().subList(0, 3);
    for (String user : before) {
      jdbc.update(
          "insert into entry (request_uuid, user_id, journey_id, entry_point_id, entered_at)"
              + " values (?, ?, 'welcome', 'api', '2026-01-01T00:00:00.000000Z')",
          UUID.randomUUID(),
          user);
    }
    Audience audience = selection.resolve(request, checked(EVERYBODY), ExampleDevices.NOW);
    List<AudiencePart> parts =
        recordAll(new AudienceSelection.Entering(request, "welcome", "api", null, true), audience);

    assertThat(parts.stream().mapToLong(AudiencePart::alreadyEntered).sum()).isEqualTo(3);
    assertThat(parts.stream().mapToLong(AudiencePart::entered).sum())
        .isEqualTo(audience.users() - 3);
    assertThat(parts.stream().mapToLong(AudiencePart::requested).sum())
        .isEqualTo(audience.devices());
    assertThat(entered()).doesNotContainAnyElementsOf(before);
    assertThat(
            jdbc.queryForList(
                "select submitted_id from outcome where outcome = 'already_entered'", String.class))
        .hasSameElementsAs(before)
        .hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void resolvesOnceWhenSeveralResolveTogether(TestDatabase kind) throws Exception {
    fill(kind);
    CheckedFilter everybody = checked(EVERYBODY);
    Callable<Audience> resolve = () -> selection.resolve(request, everybody, ExampleDevices.NOW);
    var threads = Executors.newFixedThreadPool(4);
    try {
      List<Audience> audiences = new ArrayList<>();
      for (Future<Audience> future :
          threads.invokeAll(List.of(resolve, resolve, resolve, resolve))) {
        try {
          audiences.add(future.get());
        } catch (ExecutionException e) {
          // Its message comes again, when the other has resolved it.
          assertThat(e).hasCauseInstanceOf(CannotAcquireLockException.class);
        }
      }
      audiences.add(resolve.call());
      assertThat(audiences).containsOnly(new Audience(devices().size(), users().size()));
    } finally {
      threads.shutdownNow();
    }
    assertThat(jdbc.queryForObject("select count(*) from audience_member", Integer.class))
        .isEqualTo(users().size());
  }

  @Test
  void replacesWhatASelectionThatEndedEarlyHasLeft() throws IOException {
    fill(TestDatabase.SQLITE);
    StringBuilder file = new StringBuilder("hwid,user_id\n");
    IntStream.range(0, 15_000)
        .forEach(i -> file.append("more-%d,more-%05d\n".formatted(i, i * 4 / 5)));
    DeviceFiles.load(database, WORLD.journeyApplication, file.toString());
    jdbc.execute(
        "create trigger full before insert on audience_member when new.member = 11000"
            + " begin select raise(abort, 'the disk is full'); end");
    CheckedFilter everybody = checked(EVERYBODY);
    assertThatThrownBy(() -> selection.resolve(request, everybody, ExampleDevices.NOW))
        .hasMessageContaining("the disk is full");
    assertThat(selection.find(request)).isEmpty();
    assertThat(jdbc.queryForObject("select count(*) from audience_member", Integer.class))
        .as("slices that were written")
        .isEqualTo(10_000);

    jdbc.execute("drop trigger full");
    jdbc.update("delete from device where user_id < 'more-00100'");
    assertThat(selection.resolve(request, everybody, ExampleDevices.NOW))
        .isEqualTo(
            jdbc.queryForObject(
                "select count(*), count(distinct user_id) from device where application_code = ?",
                (row, n) -> new Audience(row.getLong(1), row.getLong(2)),
                WORLD.journeyApplication));
    assertThat(
            jdbc.queryForList("select user_id from audience_member order by member", String.class))
        .isEqualTo(
            jdbc.queryForList(
                "select distinct user_id from device where application_code = ? order by user_id",
                String.class,
                WORLD.journeyApplication));
  }

  @ParameterizedTest
  @EnumSource
  void anAudienceOfNobodyIsResolvedToo(TestDatabase kind) {
    fill(kind);
    CheckedFilter nobody = checked("T(\"City\", eq, \"Atlantis\")");
    Audience audience = selection.resolve(request, nobody, ExampleDevices.NOW);
    assertThat(audience).isEqualTo(new Audience(0, 0));
    assertThat(audience.chunks(CHUNK)).isZero();
    assertThat(selection.find(request)).contains(audience);
  }

  @ParameterizedTest
  @EnumSource
  void discardsTheMembersAndStaysResolved(TestDatabase kind) {
    fill(kind);
    Audience audience = selection.resolve(request, checked(EVERYBODY), ExampleDevices.NOW);
    selection.discard(request);
    assertThat(jdbc.queryForObject("select count(*) from audience_member", Integer.class)).isZero();
    assertThat(selection.resolve(request, checked(EVERYBODY), ExampleDevices.NOW))
        .isEqualTo(audience);
    assertThat(jdbc.queryForObject("select count(*) from audience_member", Integer.class)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void countsEachClauseAndTheWhole(TestDatabase kind) {
    fill(kind);
    CheckedFilter filter =
        checked(EVERYBODY + ".tags(\"Age\").set() * T(\"Languages\", in, [\"de\", \"en\"])");
    long withAge = devices().stream().filter(device -> device.tags().containsKey("Age")).count();
    long speaking = devices().stream().filter(AudienceSelectionTest::speaksGermanOrEnglish).count();
    assertThat(selection.countClauses(filter, ExampleDevices.NOW))
        .containsExactly(
            new ClauseCount("AT(\"" + WORLD.journeyApplication + "\", \"Age\", set)", 18, withAge),
            new ClauseCount("T(\"Languages\", in, [\"de\", \"en\"])", 38, speaking));
    List<ExampleDevices.Device> both =
        devices().stream()
            .filter(device -> device.tags().containsKey("Age") && speaksGermanOrEnglish(device))
            .toList();
    assertThat(selection.count(filter, ExampleDevices.NOW))
        .isEqualTo(
            new Audience(
                both.size(), both.stream().map(ExampleDevices.Device::user).distinct().count()));
    assertThat(jdbc.queryForObject("select count(*) from audience", Integer.class)).isZero();
  }

  @Test
  void postgresqlPlansAFilterForItsValuesEachTime() {
    fill(TestDatabase.POSTGRESQL);
    for (int time = 0; time < 12; time++) {
      selection.count(checked(EVERYBODY), ExampleDevices.NOW);
      selection.countClauses(checked(EVERYBODY), ExampleDevices.NOW);
      selection.resolve(UUID.randomUUID(), checked(EVERYBODY), ExampleDevices.NOW);
    }
    assertThat(
            jdbc.queryForList(
                "select statement from pg_prepared_statements where statement like '%from device d"
                    + " %'",
                String.class))
        .isEmpty();
  }

  private static boolean speaksGermanOrEnglish(ExampleDevices.Device device) {
    return device.tags().getOrDefault("Languages", List.of()).stream()
        .anyMatch(l -> l.equals("de") || l.equals("EN"));
  }

  private List<AudiencePart> recordAll(AudienceSelection.Entering entering, Audience audience) {
    List<AudiencePart> parts = new ArrayList<>();
    for (int chunk = 1; chunk <= audience.chunks(CHUNK); chunk++) {
      parts.add(record(entering, chunk, CHUNK).orElseThrow());
    }
    return parts;
  }

  private Optional<AudiencePart> record(
      AudienceSelection.Entering entering, int chunk, int chunkSize) {
    return database.finish(status -> selection.record(entering, chunk, chunkSize));
  }

  private List<String> entered() {
    return jdbc.queryForList(
        "select user_id from entry where request_uuid = ?", String.class, request);
  }

  private static List<ExampleDevices.Device> devices() {
    return WORLD.devices.stream()
        .filter(d -> d.application().equals(WORLD.journeyApplication))
        .toList();
  }

  private static List<String> users() {
    return devices().stream().map(ExampleDevices.Device::user).distinct().sorted().toList();
  }

  private CheckedFilter checked(String text) {
    return FilterCheck.check(FilterLanguage.parse(text), WORLD.scope(), new JdbcTags(database));
  }

  private void fill(TestDatabase kind) {
    database = kind.migrated();
    jdbc = database.writing();
    selection = new AudienceSelection(database);
    WORLD.writeTo(jdbc);
  }
}
