package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionTimeTest {

  /** Goes on by a second whenever it is looked at; PostgreSQL has a clock of its own. */
  private static final class Ticking extends Clock {
    private final AtomicLong seconds = new AtomicLong(1_800_000_000);

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(seconds.incrementAndGet());
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

  @ParameterizedTest
  @EnumSource
  void isOneForAllItsStatements(TestDatabase kind) {
    Database database = kind.migrated(new Ticking());

    List<Instant> one =
        database.finish(
            status -> List.of(database.now(), database.finish(inner -> database.now())));
    Instant next = database.finish(status -> database.now());

    assertThat(one.get(1)).isEqualTo(one.get(0));
    assertThat(next).isAfter(one.get(0));
  }

  /** Else a request could be recorded as accepted less than a period after the one before. */
  @ParameterizedTest
  @EnumSource
  void isThatOfAPermitAndOfItsRequest(TestDatabase kind) {
    Database database = kind.migrated(new Ticking());

    boolean same =
        database.finish(
            status -> {
              Instant now = database.now();
              database
                  .write("grant-permit")
                  .with("journey_id", "j")
                  .with("entry_point_id", "p")
                  .with("request_uuid", new UUID(0, 1))
                  .with("period", Duration.ofMinutes(1))
                  .update();
              return database
                  .write("find-permit-holder")
                  .with("journey_id", "j")
                  .with("entry_point_id", "p")
                  .with("settled", Duration.ofSeconds(1))
                  .first(row -> row.instant("granted_at").equals(now))
                  .orElseThrow();
            });

    assertThat(same).isTrue();
  }
}
