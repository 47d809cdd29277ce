package dev.journeygateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.TakenSlots;
import dev.journeygateway.request.Acceptance.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class AcceptanceTest {

  private static final LimitSettings LIMIT =
      new LimitSettings(Duration.ofSeconds(60), 400, 20, 1000);

  private final List<AcceptedRequest> asked = new ArrayList<>();
  private final AcceptedRequest first = request();
  private final AcceptedRequest second = request();

  private static AcceptedRequest request() {
    return new AcceptedRequest(
        UUID.randomUUID(),
        "http",
        new Slot("journey", "point"),
        "AAAAA-00001",
        new Selector.Users(List.of("a")),
        Map.of(),
        Instant.EPOCH,
        Optional.empty());
  }

  /** Grants the first; how long the slot is taken its database cannot tell. */
  private Acceptance acceptance() {
    JdbcDataSource empty = new JdbcDataSource();
    empty.setURL("jdbc:h2:mem:");
    return new Acceptance(
        LIMIT,
        group -> {
          asked.addAll(group);
          return Map.of(first.requestUuid(), Instant.EPOCH);
        },
        new Permits(new JdbcTemplate(empty), LIMIT),
        new TakenSlots(() -> 0),
        null,
        null);
  }

  @Test
  void asksOnceForASlotThatSeveralWant() {
    acceptance().take(List.of(first, second));

    assertThat(asked).containsExactly(first);
  }

  @Test
  void tellsOfWhatWasGrantedAlsoWhenTheDatabaseIsAwayBehindIt() {
    assertThat(acceptance().take(List.of(first, second)))
        .containsExactly(
            new Verdict.Granted(Instant.EPOCH),
            new Verdict.Refused(Acceptance.rateLimited(LIMIT.period())));
  }
}
