package dev.journeygateway.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted, written down, told again and forgotten. */
class ActivityCountsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String A = "AAAAA-00001";
  private static final String B = "BBBBB-00002";

  /** A clock that is moved by hand. */
  private static final class Hands extends Clock {
    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Hands clock = new Hands();

  private static List<Activity.Series> read(
      Database database, Duration step, boolean byDoor, boolean byJourney) {
    return new Activity(database)
        .read(
            List.of(A),
            new Activity.Asked(NOON, NOON.plus(step.multipliedBy(3)), step, byDoor, byJourney));
  }

  private static Activity.Series series(
      String kind, String reason, String door, String journey, Long... counts) {
    return new Activity.Series(
        kind,
        Optional.ofNullable(reason),
        Optional.ofNullable(door),
        Optional.ofNullable(journey),
        List.of(counts).stream().mapToLong(Long::longValue).sum(),
        List.of(counts));
  }

  @ParameterizedTest
  @EnumSource
  void countsByMinuteAndTellsThemApart(TestDatabase kind) {
    Database database = kind.migrated();
    ActivityCounts counts = new ActivityCounts(database, clock);
    counts.accepted(A, "http");
    counts.accepted(A, "folder");
    counts.accepted(B, "http");
    counts.refused(A, "http", "RATE_LIMITED", "j1");
    counts.refused("", "http", "UNAUTHENTICATED", "");
    counts.write();
    clock.now = NOON.plusSeconds(119);
    counts.accepted(A, "http");
    counts.replayed(A, "http");
    counts.entered(A, "http", 3);
    counts.write();
    counts.entered(A, "http", 4);
    counts.write();
    counts.write();

    assertThat(read(database, Duration.ofMinutes(1), false, false))
        .containsExactly(
            series("accepted", null, null, null, 2L, 1L, 0L),
            series("entered", null, null, null, 0L, 7L, 0L),
            series("refused", "RATE_LIMITED", null, null, 1L, 0L, 0L),
            series("refused", "UNAUTHENTICATED", null, null, 1L, 0L, 0L),
            series("replayed", null, null, null, 0L, 1L, 0L));
    assertThat(read(database, Duration.ofMinutes(1), true, true))
        .contains(
            series("accepted", null, "http", null, 1L, 1L, 0L),
            series("accepted", null, "folder", null, 1L, 0L, 0L),
            series("refused", "RATE_LIMITED", "http", "j1", 1L, 0L, 0L));
    assertThat(read(database, Duration.ofHours(1), false, true))
        .contains(
            series("accepted", null, null, null, 3L, 0L, 0L),
            series("refused", "RATE_LIMITED", null, null, 1L, 0L, 0L));
  }

  @ParameterizedTest
  @EnumSource
  void tellsFewJourneysOfAMinuteApart(TestDatabase kind) {
    Database database = kind.migrated();
    ActivityCounts counts = new ActivityCounts(database, clock);
    for (int i = 0; i < 1_000; i++) {
      counts.refused(A, "http", "RATE_LIMITED", "j" + i);
    }
    counts.write();

    List<Activity.Series> told = read(database, Duration.ofMinutes(1), false, true);
    assertThat(told).hasSize(26);
    assertThat(told.stream().mapToLong(Activity.Series::total).sum()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void keepsWhatCannotBeWritten(TestDatabase kind) {
    Database database = kind.migrated();
    ActivityCounts counts = new ActivityCounts(database, clock);
    counts.accepted(A, "http");
    database.writing().execute("alter table activity rename to away");
    assertThatThrownBy(counts::write).isInstanceOf(RuntimeException.class);
    counts.accepted(A, "http");
    database.writing().execute("alter table away rename to activity");
    counts.write();

    assertThat(read(database, Duration.ofMinutes(1), false, false))
        .containsExactly(series("accepted", null, null, null, 2L, 0L, 0L));
  }

  @ParameterizedTest
  @EnumSource
  void forgetsMinutesAfterAWeekAndHoursAfterNinetyDays(TestDatabase kind) {
    Database database = kind.migrated();
    ActivityCounts counts = new ActivityCounts(database, clock);
    counts.accepted(A, "http");
    counts.write();
    clock.now = NOON.plusSeconds(60);
    counts.accepted(A, "http");
    counts.write();

    clock.now = NOON.plus(Duration.ofDays(7)).plusSeconds(30);
    counts.forget();
    assertThat(read(database, Duration.ofMinutes(1), false, false))
        .containsExactly(series("accepted", null, null, null, 0L, 1L, 0L));
    clock.now = NOON.plus(Duration.ofDays(8));
    counts.forget();
    assertThat(read(database, Duration.ofMinutes(1), false, false)).isEmpty();
    assertThat(read(database, Duration.ofHours(1), false, false))
        .containsExactly(series("accepted", null, null, null, 2L, 0L, 0L));
    clock.now = NOON.plus(Duration.ofDays(91));
    counts.forget();
    assertThat(read(database, Duration.ofHours(1), false, false)).isEmpty();
  }
}
