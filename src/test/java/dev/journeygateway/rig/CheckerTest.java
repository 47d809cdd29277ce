package dev.journeygateway.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Times;
import dev.journeygateway.rig.Answer.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checker that cannot fail proves nothing: each fault is put into a sound record and found. */
class CheckerTest {

  private static final long PERIOD = 60_000;

  @TempDir Path folder;
  private Connection database;
  private RequestLog log;

  @BeforeEach
  void open() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("gateway.db");
    Flyway.configure().dataSource(url, null, null).locations("db/sqlite").load().migrate();
    database = DriverManager.getConnection(url);
    log = new RequestLog(folder.resolve("requests.log"));
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @Test
  void findsNothingWhereNothingIs() {
    accepted(1, "a", "u1-0", "u1-1");
    sent(2, "b", Answer.none(Kind.UNKNOWN, new IOException()), "u2-0");
    sent(3, "a", new Answer(Kind.REFUSED, 400, "RATE_LIMITED", 60), "u3-0");
    file(UUID.randomUUID(), "f0-0", "f0-1");

    Verdict verdict = verdict();

    assertThat(verdict.clean()).as(verdict.counts()).isTrue();
    assertThat(verdict.accepted()).isEqualTo(2);
    assertThat(verdict.ids()).isEqualTo(4);
  }

  @Test
  void findsAnAcceptedRequestOfWhichNothingIsThere() {
    sent(1, "a", new Answer(Kind.ACCEPTED, 200, UUID.randomUUID().toString(), -1), "u1-0");

    assertThat(verdict().lost()).isEqualTo(1);
  }

  @Test
  void findsAnAcceptedRequestWhoseRowIsAllThereIs() {
    UUID uuid = accepted(1, "a", "u1-0", "u1-1");
    update("delete from entry");
    update("update start_request set state = 'accepted' where request_uuid = '" + uuid + "'");

    assertThat(verdict().lost()).isEqualTo(1);
  }

  @Test
  void findsAMissingId() {
    accepted(1, "a", "u1-0", "u1-1");
    update("delete from entry where user_id = 'u1-1'");

    assertThat(verdict().partial()).isEqualTo(1);
  }

  @Test
  void findsCountsThatDoNotBalance() {
    accepted(1, "a", "u1-0", "u1-1");
    update("update start_request set entered = 1");

    assertThat(verdict().partial()).isEqualTo(1);
  }

  @Test
  void findsARequestThatNeverCameToItsEnd() {
    accepted(1, "a", "u1-0");
    update("update start_request set state = 'processing'");

    assertThat(verdict().partial()).isEqualTo(1);
  }

  @Test
  void findsHalfOfARequestThatNobodyWasAnsweredAbout() {
    sent(1, "a", Answer.none(Kind.UNKNOWN, new IOException()), "u1-0", "u1-1");
    UUID uuid = UUID.randomUUID();
    row(uuid, "a", "http", 2, 0);
    entry(uuid, "a", "u1-0");

    assertThat(verdict().partial()).isEqualTo(1);
  }

  @Test
  void findsAnIdThatEnteredTwice() {
    accepted(1, "a", "u1-0");
    UUID other = UUID.randomUUID();
    row(other, "a", "http", 1, 2 * PERIOD);
    entry(other, "a", "u1-0");

    assertThat(verdict().duplicate()).isEqualTo(1);
  }

  @Test
  void findsARequestThatWasAcceptedUnderTwoNames() {
    accepted(1, "a", "u1-0");
    log.sending(1, 1, "a", "key", List.of("u1-0"));
    log.answered(1, 1, new Answer(Kind.ACCEPTED, 200, UUID.randomUUID().toString(), -1));

    assertThat(verdict().duplicate()).isEqualTo(1);
  }

  @Test
  void findsAnOutcomeThatCallsASingleIdADuplicate() {
    UUID uuid = accepted(1, "a", "u1-0");
    update("delete from entry");
    update(
        "insert into outcome (request_uuid, submitted_id, outcome) values ('"
            + uuid
            + "', 'u1-0', 'duplicate')");

    assertThat(verdict().duplicate()).isEqualTo(1);
  }

  @Test
  void findsAnEntryThatNobodySent() {
    UUID uuid = accepted(1, "a", "u1-0");
    entry(uuid, "a", "somebody");

    assertThat(verdict().unexpected()).isEqualTo(1);
  }

  @Test
  void findsAnEntryOfARefusedRequest() {
    sent(1, "a", new Answer(Kind.UNAVAILABLE, 503, "UNAVAILABLE", 1), "u1-0");
    UUID uuid = UUID.randomUUID();
    row(uuid, "a", "http", 1, 0);
    entry(uuid, "a", "u1-0");

    assertThat(verdict().unexpected()).isEqualTo(1);
  }

  @Test
  void findsAnEntryInAnotherJourney() {
    accepted(1, "a", "u1-0");
    update("update entry set journey_id = 'b'");

    assertThat(verdict().unexpected()).isEqualTo(1);
  }

  @Test
  void findsAFileThatWasTakenShort() {
    file(UUID.randomUUID(), "f0-0", "f0-1");
    update("delete from entry where user_id = 'f0-1'");

    assertThat(verdict().partial()).isEqualTo(1);
  }

  @Test
  void findsAFileThatWasTakenTwice() {
    file(UUID.randomUUID(), "f0-0", "f0-1");
    entry(UUID.randomUUID(), "a", "f0-0");

    assertThat(verdict().duplicate()).isEqualTo(2);
  }

  @Test
  void findsTwoAcceptancesWithinThePeriod() {
    accepted(1, "a", "u1-0");
    UUID other = UUID.randomUUID();
    row(other, "a", "http", 0, PERIOD - 100);

    assertThat(verdict().limitBroken()).isEqualTo(1);
  }

  @Test
  void findsTwoAnswersThatCannotBeAPeriodApart() {
    accepted(1, "a", "u1-0");
    UUID other = accepted(2, "a", "u2-0");
    update(
        "update start_request set accepted_at = '2020-01-01T00:00:00.000000Z' where request_uuid = '"
            + other
            + "'");

    assertThat(verdict().limitBroken()).isEqualTo(1);
  }

  @Test
  void allowsAnAnswerThatCameLaterThanTheNextOnes() throws IOException {
    Files.write(
        folder.resolve("requests.log"),
        List.of(
            "S\t1\t0\t1000000\ta\t-\tu1-0",
            "S\t2\t0\t1059000\ta\t-\tu2-0",
            "A\t2\t0\t1060100\tACCEPTED\t200\t" + UUID.randomUUID(),
            "A\t1\t0\t1060200\tACCEPTED\t200\t" + UUID.randomUUID()));

    assertThat(verdict().limitBroken()).isZero();
  }

  @Test
  void findsARefusalByRateThatNothingExplains() {
    sent(1, "a", new Answer(Kind.REFUSED, 400, "RATE_LIMITED", 60), "u1-0");

    assertThat(verdict().stuck()).isEqualTo(1);
  }

  @Test
  void allowsARefusalWhileOneThatWasTakenBackHeldTheSlot() throws IOException {
    Files.write(
        folder.resolve("requests.log"),
        List.of(
            "S\t1\t0\t1000000\ta\t-\tu1-0",
            "S\t2\t0\t1002000\ta\t-\tu2-0",
            "A\t2\t0\t1002100\tREFUSED\t400\tRATE_LIMITED",
            "A\t1\t0\t1008000\tUNAVAILABLE\t503\tUNAVAILABLE"));

    assertThat(verdict().stuck()).isZero();
  }

  @Test
  void findsAWrongAnswer() {
    sent(1, "a", new Answer(Kind.BROKEN, 404, "NOT_FOUND", -1), "u1-0");

    assertThat(verdict().broken()).isEqualTo(1);
  }

  @Test
  void findsARequestThatNobodyWasToldOfAndThatNeverCameToItsEnd() {
    row(UUID.randomUUID(), "a", "http", 1, 0);
    update("update start_request set state = 'accepted', entered = 0");

    assertThat(verdict().stranded()).isEqualTo(1);
  }

  @Test
  void findsAMessageThatIsStillInTheOutbox() {
    UUID uuid = accepted(1, "a", "u1-0");
    message(1, uuid);
    assertThat(verdict().stranded()).as("sent, and not deleted yet").isZero();

    reopen();
    update("update start_request set state = 'processing'");
    assertThat(verdict().stranded()).isEqualTo(1);
  }

  @Test
  void findsAMessageWhoseRequestIsGone() {
    message(1, UUID.randomUUID());

    assertThat(verdict().stranded()).isEqualTo(1);
  }

  @Test
  void findsWhatWaitsAndWhatIsHeld() {
    UUID uuid = UUID.randomUUID();
    update(
        "insert into waiting_request (request_uuid, journey_id, entry_point_id, coalescing_key, shares_slot) values ('"
            + uuid
            + "', 'a', 'api', '', 0)");
    update("insert into waiting_message values ('" + uuid + "', 1, 1, '{}')");
    update("insert into held_chunk values ('" + uuid + "', 1, 1, 'a', '{}')");

    assertThat(verdict().stranded()).isEqualTo(3);
  }

  @Test
  void findsADeadLetter() {
    update(
        "insert into dead_letter (id, cause, failed_at, properties, message) values ('"
            + UUID.randomUUID()
            + "', 'why', '2026-01-01T00:00:00.000000Z', '{}', '{}')");

    assertThat(verdict().dead()).isEqualTo(1);
  }

  /** A request was answered 503 after so long, and its process was killed so long after that. */
  private void refused(long afterMillis, long killedMillis) throws IOException {
    UUID uuid = UUID.randomUUID();
    row(uuid, "a", "http", 1, 0);
    entry(uuid, "a", "u1-0");
    log.close();
    long answered = 1_000_000 + afterMillis;
    Files.write(
        folder.resolve("requests.log"),
        List.of(
            "S\t1\t0\t1000000\ta\t-\tu1-0",
            "A\t1\t0\t" + answered + "\tUNAVAILABLE\t503\tUNAVAILABLE",
            "K\t" + (answered + killedMillis)));
  }

  @Test
  void allowsWhatAKilledProcessCouldNotUndo() throws IOException {
    refused(1500, 4000);

    Verdict verdict = verdict();

    assertThat(verdict.clean()).as(verdict.counts()).isTrue();
    assertThat(verdict.late()).isEqualTo(1);
    assertThat(verdict.counts()).endsWith("1 entered whose commit came too late");
  }

  @Test
  void findsWhatAProcessHadTheTimeToUndo() throws IOException {
    refused(1500, 10_001);

    assertThat(verdict().unexpected()).isEqualTo(1);
  }

  @Test
  void findsAnEntryAfterARefusalAtOnceWhereverTheProcessEnds() throws IOException {
    refused(1300, 1);

    assertThat(verdict().unexpected()).isEqualTo(1);
  }

  @Test
  void allowsASecondEntryOnlyWhereTheFirstTryWasGivenUp() throws IOException {
    refused(1500, 1);
    UUID again = UUID.randomUUID();
    row(again, "a", "http", 1, 70_000);
    entry(again, "a", "u1-0");
    Files.write(
        folder.resolve("requests.log"),
        List.of("S\t1\t1\t1060000\ta\t-\tu1-0", "A\t1\t1\t1060010\tACCEPTED\t200\t" + again),
        StandardOpenOption.APPEND);

    Verdict verdict = verdict();
    assertThat(verdict.clean()).as(verdict.examples().toString()).isTrue();
    assertThat(verdict.late()).isEqualTo(1);

    UUID third = UUID.randomUUID();
    row(third, "a", "http", 1, 140_000);
    entry(third, "a", "u1-0");
    assertThat(verdict().duplicate()).isEqualTo(1);
  }

  private void message(int position, UUID request) {
    update(
        "insert into outbox (position, owner, request_uuid, chunk, chunks, message) values (%d, '%s', '%s', 1, 1, '{}')"
            .formatted(position, UUID.randomUUID(), request));
  }

  private void reopen() {
    log = new RequestLog(folder.resolve("requests.log"));
  }

  private Verdict verdict() {
    log.close();
    return Checker.check(History.read(folder.resolve("requests.log")), database, PERIOD);
  }

  private UUID accepted(long number, String journey, String... ids) {
    UUID uuid = UUID.randomUUID();
    sent(number, journey, new Answer(Kind.ACCEPTED, 200, uuid.toString(), -1), ids);
    row(uuid, journey, "http", ids.length, 0);
    for (String id : ids) {
      entry(uuid, journey, id);
    }
    return uuid;
  }

  private void sent(long number, String journey, Answer answer, String... ids) {
    log.sending(number, 0, journey, null, List.of(ids));
    log.answered(number, 0, answer);
  }

  private void file(UUID uuid, String... ids) {
    log.dropping("files", "list-0.csv", ids.length, "f0-");
    row(uuid, "files", "folder", ids.length, 0);
    for (String id : ids) {
      entry(uuid, "files", id);
    }
  }

  private void row(UUID uuid, String journey, String door, int entered, long laterMillis) {
    try (var insert =
        database.prepareStatement(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id, application_code, selector, state,"
                + " accepted_at, requested, entered) values (?, ?, ?, 'api', 'AAAAA-00001', 'users', 'done', ?, ?, ?)")) {
      insert.setObject(1, uuid);
      insert.setString(2, door);
      insert.setString(3, journey);
      insert.setString(4, Times.text(Instant.ofEpochMilli(RigClock.millis() + laterMillis)));
      insert.setInt(5, entered);
      insert.setInt(6, entered);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void entry(UUID uuid, String journey, String id) {
    update(
        "insert into entry (request_uuid, journey_id, entry_point_id, user_id, entered_at) values ('%s', '%s', 'api', '%s', current_timestamp)"
            .formatted(uuid, journey, id));
  }

  private void update(String sql) {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
