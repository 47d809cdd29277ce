package dev.journeygateway.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Migrations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What a list answers, and that it reads no more than it answers, however many there are: of H2,
 * whose plans take an index for an order only when the order names all of its columns.
 */
class StartRequestsTest {

  private static final int EACH = 500;
  private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

  private final Listening jdbc = new Listening();
  private final StartRequests requests = new StartRequests(jdbc);

  /** Remembers the last question, to have it explained. */
  private static final class Listening extends JdbcTemplate {

    private String sql;
    private Object[] values;

    @Override
    public <T> List<T> query(String question, RowMapper<T> mapper, Object... given) {
      sql = question;
      values = given;
      return super.query(question, mapper, given);
    }

    /** How many rows the last question read. */
    long scanned() {
      String plan = queryForObject("explain analyze " + sql, String.class, values);
      return SCANNED
          .matcher(plan)
          .results()
          .map((MatchResult each) -> each.group(1))
          .mapToLong(Long::parseLong)
          .sum();
    }
  }

  @BeforeEach
  void insert() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    // One connection, as a pool keeps them: H2 remembers its statements by the connection.
    jdbc.setDataSource(new SingleConnectionDataSource(h2.getURL(), true));
    Migrations.of(h2).load().migrate();
    jdbc.execute("insert into application (code, name) values ('A', 'a'), ('B', 'b')");
    List<StartRequests.NewRow> rows = new ArrayList<>();
    String[] doors = {"http", "folder", "sftp", "queue"};
    for (int i = 0; i < EACH * 8; i++) {
      rows.add(
          new StartRequests.NewRow(
              id(i),
              doors[i % 4],
              "j" + i % 3,
              "p",
              i % 8 < 4 ? "A" : "B",
              "users",
              Instant.EPOCH,
              1,
              Optional.empty(),
              Optional.empty()));
    }
    requests.insert(rows);
    jdbc.execute("analyze");
  }

  private static UUID id(int number) {
    return new UUID((long) number << 16 | 0x7000, 0x8000_0000_0000_0000L);
  }

  private static StartRequests.Narrowed to(String journey, String door, UUID after) {
    return new StartRequests.Narrowed(
        Optional.ofNullable(journey),
        Optional.empty(),
        Optional.ofNullable(door),
        Optional.ofNullable(after));
  }

  private static List<UUID> newest(List<TrackedRequest> found) {
    return found.stream().map(TrackedRequest::requestUuid).toList();
  }

  private static List<UUID> ids(int... numbers) {
    return IntStream.of(numbers).mapToObj(StartRequestsTest::id).toList();
  }

  @Test
  void listsTheNewestOfEveryDoor() {
    assertThat(newest(requests.list(List.of("A"), to(null, null, null), 5)))
        .isEqualTo(ids(3995, 3994, 3993, 3992, 3987));
    assertThat(jdbc.scanned()).isLessThan(60);
  }

  @Test
  void listsTheNewestOfSeveralApplicationsBehindAPage() {
    assertThat(newest(requests.list(List.of("A", "B"), to(null, null, id(2000)), 3)))
        .isEqualTo(ids(1999, 1998, 1997));
    assertThat(jdbc.scanned()).isLessThan(60);
  }

  /** H2 keeps the limit of the first question where a table is derived of a union. */
  @Test
  void listsMoreWhenAskedForMoreThanBefore() {
    requests.list(List.of("A"), to(null, null, null), 1);
    assertThat(requests.list(List.of("A"), to(null, null, null), 100)).hasSize(100);
    assertThat(requests.list(List.of("A", "B"), to("j1", null, null), 1)).hasSize(1);
    assertThat(requests.list(List.of("A", "B"), to("j1", null, null), 100)).hasSize(100);
  }

  @Test
  void listsTheNewestOfOneDoor() {
    assertThat(newest(requests.list(List.of("B"), to(null, "sftp", null), 2)))
        .isEqualTo(ids(3998, 3990));
    assertThat(jdbc.scanned()).isLessThan(20);
  }

  @Test
  void listsTheNewestOfOneJourney() {
    assertThat(newest(requests.list(List.of("A"), to("j1", null, null), 2)))
        .isEqualTo(ids(3994, 3985));
    assertThat(jdbc.scanned()).isLessThan(20);
  }

  @Test
  void listsTheNewestInOneState() {
    jdbc.update("update start_request set state = 'failed' where request_uuid = ?", id(11));
    StartRequests.Narrowed accepted =
        new StartRequests.Narrowed(
            Optional.empty(), Optional.of(State.ACCEPTED), Optional.empty(), Optional.empty());
    assertThat(newest(requests.list(List.of("A"), accepted, 2))).isEqualTo(ids(3995, 3994));
    assertThat(jdbc.scanned()).isLessThan(20);
  }

  @Test
  void pagesThroughTheOutcomesOfOneRequest() {
    jdbc.batchUpdate(
        "insert into outcome (request_uuid, submitted_id, outcome) values (?, ?, 'unknown')",
        Collections.nCopies(EACH, new Object[] {id(1), "somebody"}));
    jdbc.execute("analyze");
    List<Outcome> first = requests.outcomes(id(1), 0, 10);
    assertThat(first)
        .hasSize(10)
        .isSortedAccordingTo((a, b) -> Long.compare(a.position(), b.position()));
    assertThat(jdbc.scanned()).isLessThan(20);
    assertThat(requests.outcomes(id(1), first.get(9).position(), 10).get(0).position())
        .isEqualTo(first.get(9).position() + 1);
  }

  @Test
  void takesTheKeyBackWithItsRequest() {
    StartRequests.NewRow row =
        new StartRequests.NewRow(
            id(EACH * 8),
            "http",
            "j0",
            "p",
            "A",
            "users",
            Instant.EPOCH,
            1,
            Optional.of("key"),
            Optional.of("sha"));
    requests.insert(List.of(row));
    assertThat(keys()).isEqualTo(1);

    assertThat(requests.takeBack(List.of(row.requestUuid()))).isEmpty();
    assertThat(keys()).isZero();
  }

  @Test
  void keepsWhatTheWorkerHasSeenFromBeingTakenBack() {
    jdbc.update("update start_request set state = 'processing' where request_uuid = ?", id(2));

    assertThat(requests.takeBack(List.of(id(1), id(2)))).containsExactly(id(2));
    assertThat(requests.find(id(1))).isEmpty();
    assertThat(requests.find(id(2))).isPresent();
  }

  /** As two do who send the same key again, and neither gets it onto the queue. */
  @Test
  void takesBackTwice() {
    requests.takeBack(List.of(id(1)));

    assertThat(requests.takeBack(List.of(id(1)))).isEmpty();
  }

  private long keys() {
    return jdbc.queryForObject("select count(*) from idempotency_key", Long.class);
  }
}
