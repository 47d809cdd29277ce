package dev.journeygateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.audience.AudienceDatabase;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.tracking.StartRequests;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Both ways to take, on real databases: they must leave and answer the same. */
class TakingTest {

  private static final LimitSettings LIMIT =
      new LimitSettings(Duration.ofSeconds(60), 400, 20, 1000);

  enum Way {
    TRANSACTION_OF_H2(AudienceDatabase.H2),
    TRANSACTION_OF_POSTGRESQL(AudienceDatabase.POSTGRESQL),
    STATEMENT_OF_POSTGRESQL(AudienceDatabase.POSTGRESQL);

    private final AudienceDatabase database;

    Way(AudienceDatabase database) {
      this.database = database;
    }

    Taking on(DataSource database, LimitSettings limit) {
      JdbcTemplate jdbc = new JdbcTemplate(database);
      return this == STATEMENT_OF_POSTGRESQL
          ? new TakingByStatement(jdbc, limit.period())
          : new TakingByTransaction(
              limit,
              new Permits(jdbc, limit),
              new StartRequests(jdbc),
              jdbc,
              new TransactionTemplate(new DataSourceTransactionManager(database)));
    }
  }

  private static AcceptedRequest request(String journey, String key) {
    return new AcceptedRequest(
        UUID.randomUUID(),
        "http",
        new Slot(journey, "p"),
        "AAAAA-00001",
        new Selector.Users(List.of("a", "b")),
        Map.of(),
        Instant.EPOCH,
        Optional.ofNullable(key).map(k -> IdempotencyKey.of(k, "digest of " + k)));
  }

  private static UUID id(AcceptedRequest request) {
    return request.requestUuid();
  }

  @ParameterizedTest
  @EnumSource
  void keepsWhatItTookAndSaysWhen(Way way) {
    DataSource database = way.database.migrated();
    AcceptedRequest plain = request("j2", null);
    AcceptedRequest keyed = request("j1", "once");

    Map<UUID, Instant> accepted = way.on(database, LIMIT).take(List.of(plain, keyed));

    assertThat(accepted).containsOnlyKeys(id(plain), id(keyed));
    Instant at = accepted.get(id(plain));
    JdbcTemplate jdbc = new JdbcTemplate(database);
    assertThat(
            jdbc.query(
                "select r.*, p.request_uuid as holder, p.granted_at, k.idempotency_key, k.body_sha256"
                    + " from start_request r join permit p using (journey_id, entry_point_id)"
                    + " left join idempotency_key k on k.request_uuid = r.request_uuid"
                    + " order by journey_id",
                (row, number) ->
                    List.of(
                        row.getObject("request_uuid"),
                        row.getString("door"),
                        row.getString("journey_id"),
                        row.getString("entry_point_id"),
                        row.getString("application_code"),
                        row.getString("selector"),
                        row.getString("state"),
                        row.getLong("requested"),
                        row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                        row.getObject("granted_at", OffsetDateTime.class).toInstant(),
                        row.getObject("holder"),
                        Optional.ofNullable(row.getString("idempotency_key")),
                        Optional.ofNullable(row.getString("body_sha256")))))
        .containsExactly(
            List.of(
                id(keyed),
                "http",
                "j1",
                "p",
                "AAAAA-00001",
                "users",
                "accepted",
                2L,
                at,
                at,
                id(keyed),
                Optional.of("once"),
                Optional.of("digest of once")),
            List.of(
                id(plain),
                "http",
                "j2",
                "p",
                "AAAAA-00001",
                "users",
                "accepted",
                2L,
                at,
                at,
                id(plain),
                Optional.empty(),
                Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void grantsASlotOnceAPeriodAndLeavesNothingOfWhoIsRefused(Way way) {
    DataSource database = way.database.migrated();
    Taking taking = way.on(database, LIMIT);
    JdbcTemplate jdbc = new JdbcTemplate(database);
    AcceptedRequest first = request("j1", null);
    taking.take(List.of(first));
    AcceptedRequest second = request("j1", "key");
    AcceptedRequest neighbour = request("j2", null);

    assertThat(taking.take(List.of(second, neighbour))).containsOnlyKeys(id(neighbour));
    assertThat(jdbc.queryForList("select request_uuid from start_request", UUID.class))
        .containsExactlyInAnyOrder(id(first), id(neighbour));
    assertThat(jdbc.queryForList("select idempotency_key from idempotency_key")).isEmpty();

    // All but a second of the period, and then a little more than all of it.
    jdbc.update("update permit set granted_at = granted_at - interval '59' second");
    assertThat(taking.take(List.of(second))).isEmpty();
    jdbc.update("update permit set granted_at = granted_at - interval '2' second");
    assertThat(taking.take(List.of(second))).containsOnlyKeys(id(second));
  }

  @ParameterizedTest
  @EnumSource
  void takesNothingOfAGroupInWhichOneBringsAKeyThatIsThere(Way way) {
    DataSource database = way.database.migrated();
    Taking taking = way.on(database, LIMIT);
    JdbcTemplate jdbc = new JdbcTemplate(database);
    taking.take(List.of(request("j1", "key")));
    jdbc.update("update permit set granted_at = granted_at - interval '61' second");

    assertThatThrownBy(() -> taking.take(List.of(request("j2", null), request("j1", "key"))))
        .isInstanceOf(DataIntegrityViolationException.class);

    assertThat(jdbc.queryForObject("select count(*) from start_request", Long.class)).isEqualTo(1);
    assertThat(
            jdbc.queryForObject(
                "select count(*) from permit where granted_at > current_timestamp - interval '60' second",
                Long.class))
        .isZero();
  }

  /** Of rows that are there: two that make a row in the same moment may refuse one another. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRANSACTION_OF_H2")
  void letsNoTwoGroupsWaitForEachOther(Way way) throws Exception {
    DataSource database = way.database.migrated();
    LimitSettings always = new LimitSettings(Duration.ofMillis(1), 400, 20, 1000);
    List<String> upwards = IntStream.range(0, 100).mapToObj(i -> "j%03d".formatted(i)).toList();
    List<String> downwards = new ArrayList<>(upwards);
    Collections.reverse(downwards);
    way.on(database, always).take(requests(upwards));
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> sides = new ArrayList<>();
      for (List<String> journeys : List.of(upwards, downwards)) {
        Taking taking = way.on(database, always);
        sides.add(
            two.submit(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    taking.take(requests(journeys));
                  }
                }));
      }
      for (Future<?> side : sides) {
        side.get();
      }
    } finally {
      two.shutdownNow();
    }
  }

  private static List<AcceptedRequest> requests(List<String> journeys) {
    return journeys.stream().map(journey -> request(journey, null)).toList();
  }
}
