package dev.journeygateway.accept;

import static dev.journeygateway.limit.OverLimit.COALESCE;
import static dev.journeygateway.limit.OverLimit.REFUSE;
import static dev.journeygateway.limit.OverLimit.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.journeygateway.accept.Acceptance.Verdict;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.outbox.OutboxSettings;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.util.unit.DataSize;

/** One commit decides; on both databases alike. */
class AcceptanceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Accepting accepting;

  private void on(TestDatabase kind, Duration period) {
    accepting = new Accepting(kind.migrated(), period);
  }

  @AfterEach
  void stop() {
    accepting.sender.close();
  }

  private static Reason reason(Verdict verdict) {
    return ((Verdict.Refused) verdict).refusal().reason();
  }

  private static Instant at(Verdict verdict) {
    return ((Verdict.Accepted) verdict).at();
  }

  @ParameterizedTest
  @EnumSource
  void writesTheRowThePermitTheKeyAndTheMessagesAtOneTime(TestDatabase kind) {
    on(kind, MINUTE);
    Candidate candidate = accepting.candidate("j", REFUSE, "key");

    Verdict verdict = accepting.acceptance.decide(List.of(candidate)).get(0);

    Instant at = at(verdict);
    assertThat(at).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(accepting.row(candidate)).containsEntry("state", "accepted");
    assertThat(accepting.count("permit")).isEqualTo(1);
    assertThat(accepting.count("idempotency_key")).isEqualTo(1);
    List<String> messages =
        accepting
            .database
            .writing()
            .queryForList("select message from outbox order by position", String.class);
    assertThat(messages)
        .hasSize(2)
        .allSatisfy(
            message ->
                assertThat(message)
                    .startsWith(
                        "{\"accepted_at\":\"" + dev.journeygateway.database.Times.text(at)));
    assertThat(accepting.keys.first("j", candidate.request().key().orElseThrow()))
        .map(IdempotencyKeys.First::acceptedAt)
        .hasValue(at);
  }

  @ParameterizedTest
  @EnumSource
  void refusesASecondRequestWithinThePeriodAndLeavesNothingOfIt(TestDatabase kind) {
    on(kind, MINUTE);
    Candidate second = accepting.candidate("j", REFUSE, "second");
    accepting.acceptance.decide(List.of(accepting.candidate("j", REFUSE, null)));

    List<Verdict> verdicts =
        accepting.acceptance.decide(List.of(second, accepting.candidate("other", REFUSE, null)));

    assertThat(reason(verdicts.get(0))).isEqualTo(Reason.RATE_LIMITED);
    assertThat(((Verdict.Refused) verdicts.get(0)).refusal().retryAfter().orElseThrow())
        .isBetween(Duration.ofSeconds(50), MINUTE);
    assertThat(verdicts.get(1)).isInstanceOf(Verdict.Accepted.class);
    assertThat(accepting.count("start_request")).isEqualTo(2);
    assertThat(accepting.count("idempotency_key")).isZero();
    assertThat(accepting.count("outbox")).isEqualTo(4);
    accepting.letThePeriodPass();
    assertThat(accepting.acceptance.decide(List.of(second)).get(0))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @EnumSource
  void acceptsOneOfThoseWhoComeTogetherForOneSlot(TestDatabase kind) {
    on(kind, MINUTE);

    List<Verdict> verdicts =
        accepting.acceptance.decide(
            List.of(
                accepting.candidate("j", REFUSE, null),
                accepting.candidate("j", REFUSE, null),
                accepting.candidate("j", WAIT, null)));

    assertThat(verdicts.get(0)).isInstanceOf(Verdict.Accepted.class);
    assertThat(reason(verdicts.get(1))).isEqualTo(Reason.RATE_LIMITED);
    assertThat(((Verdict.Accepted) verdicts.get(2)).expectedAt().orElseThrow())
        .isCloseTo(at(verdicts.get(0)).plus(MINUTE), within(1, ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheSameKeyInTheSameMomentToAskAgain(TestDatabase kind) {
    on(kind, MINUTE);

    List<Verdict> verdicts =
        accepting.acceptance.decide(
            List.of(
                accepting.candidate("j", REFUSE, "key"),
                accepting.candidate("j", REFUSE, "key"),
                accepting.candidate("j", REFUSE, "other")));

    assertThat(verdicts.get(0)).isInstanceOf(Verdict.Accepted.class);
    assertThat(reason(verdicts.get(1))).isEqualTo(Reason.IDEMPOTENCY_KEY_IN_USE);
    assertThat(reason(verdicts.get(2))).isEqualTo(Reason.RATE_LIMITED);
  }

  @ParameterizedTest
  @EnumSource
  void acceptsAllWhereThereIsNoLimit(TestDatabase kind) {
    on(kind, Duration.ZERO);

    assertThat(
            accepting.acceptance.decide(
                List.of(
                    accepting.candidate("j", REFUSE, null),
                    accepting.candidate("j", REFUSE, null),
                    accepting.candidate("j", WAIT, null))))
        .hasOnlyElementsOfType(Verdict.Accepted.class);
    assertThat(accepting.count("permit")).isZero();
    assertThat(accepting.count("waiting_request")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheMessagesOfWhoWaitsAndMovesThemToTheOutboxWithTheSlot(TestDatabase kind) {
    on(kind, MINUTE);
    accepting.acceptance.decide(List.of(accepting.candidate("j", WAIT, null)));
    Candidate waits = accepting.candidate("j", WAIT, "key");
    Candidate newcomer = accepting.candidate("j", WAIT, null);
    accepting.acceptance.decide(List.of(waits));
    assertThat(accepting.count("waiting_message")).isEqualTo(2);

    accepting.letThePeriodPass();
    // The slot is free, but somebody waits for it.
    assertThat(accepting.acceptance.decide(List.of(newcomer)).get(0))
        .isInstanceOfSatisfying(
            Verdict.Accepted.class, verdict -> assertThat(verdict.expectedAt()).isPresent());
    assertThat(accepting.grants.grant()).containsExactly(waits.request().requestUuid());

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(accepting.queued)
                    .filteredOn(
                        message ->
                            message
                                .requestUuid()
                                .equals(Optional.of(waits.request().requestUuid())))
                    .extracting(message -> message.chunk().orElseThrow())
                    .containsExactly(1, 2));
    assertThat(accepting.row(waits)).containsEntry("expected_at", null);
    assertThat(accepting.grants.grant()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void boundsALine(TestDatabase kind) {
    on(kind, MINUTE);
    for (int i = 0; i < 3; i++) {
      assertThat(accepting.acceptance.decide(List.of(accepting.candidate("j", WAIT, null))).get(0))
          .isInstanceOf(Verdict.Accepted.class);
    }

    assertThat(
            reason(
                accepting.acceptance.decide(List.of(accepting.candidate("j", WAIT, null))).get(0)))
        .isEqualTo(Reason.RATE_LIMITED);
  }

  @ParameterizedTest
  @EnumSource
  void letsThoseWithTheSameKeyShareASlot(TestDatabase kind) {
    on(kind, MINUTE);
    accepting.acceptance.decide(List.of(accepting.candidate("j", COALESCE, null)));
    Candidate second = accepting.candidate("j", COALESCE, null);
    Candidate third = accepting.candidate("j", COALESCE, null);
    accepting.acceptance.decide(List.of(second, third));
    accepting.letThePeriodPass();

    assertThat(accepting.grants.grant())
        .containsExactly(second.request().requestUuid(), third.request().requestUuid());
  }

  @ParameterizedTest
  @EnumSource
  void startsAListThatHasItsSlotAndWritesNoMessages(TestDatabase kind) {
    on(kind, MINUTE);
    Selector list = new Selector.Listed("users", 7, 2, Set.of());
    Candidate first = accepting.candidate("j", WAIT, "sha256:1", list);
    Candidate second = accepting.candidate("j", WAIT, "sha256:2", list);

    accepting.acceptance.decide(List.of(first));
    accepting.acceptance.decide(List.of(second));

    assertThat(accepting.row(first).get("started_at")).isNotNull();
    assertThat(accepting.row(first)).containsEntry("file", "list.csv");
    assertThat(((Number) accepting.row(first).get("requested")).longValue()).isEqualTo(9);
    assertThat(((Number) accepting.row(first).get("rejected")).longValue()).isEqualTo(2);
    assertThat(accepting.row(second)).containsEntry("started_at", null);
    assertThat(accepting.count("outbox") + accepting.count("waiting_message")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void answersWhoSendsAKeyInTheSameMomentThatItIsBeingDecided(TestDatabase kind) {
    on(kind, Duration.ZERO);
    accepting.acceptance.decide(List.of(accepting.candidate("j", REFUSE, "key")));

    assertThat(
            reason(
                accepting
                    .acceptance
                    .decide(List.of(accepting.candidate("j", REFUSE, "key")))
                    .get(0)))
        .isEqualTo(Reason.IDEMPOTENCY_KEY_IN_USE);
    // In a group the others are tried alone.
    assertThatThrownBy(
            () ->
                accepting.acceptance.decide(
                    List.of(
                        accepting.candidate("j", REFUSE, "key"),
                        accepting.candidate("j", REFUSE, null))))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThat(accepting.count("start_request")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhileTheOutboxIsFullOfWhatTheBrokerDoesNotTake(TestDatabase kind) {
    accepting =
        new Accepting(
            kind.migrated(), Duration.ZERO, new OutboxSettings(2, DataSize.ofMegabytes(1)));
    accepting.brokerAway.set(true);
    Candidate first = accepting.candidate("j", REFUSE, null);
    accepting.acceptance.decide(List.of(first));
    accepting.sender.add(first.entries());

    assertThat(
            reason(
                accepting
                    .acceptance
                    .decide(List.of(accepting.candidate("j", REFUSE, null)))
                    .get(0)))
        .isEqualTo(Reason.UNAVAILABLE);

    accepting.brokerAway.set(false);
    Awaitility.await().until(() -> !accepting.sender.full());
    Awaitility.await().until(() -> accepting.count("outbox") == 0);
  }

  @ParameterizedTest
  @EnumSource
  void undoesWhatCameTooLateForItsCaller(TestDatabase kind) {
    on(kind, MINUTE);
    Candidate candidate = accepting.candidate("j", REFUSE, "key");
    accepting.acceptance.decide(List.of(candidate));
    accepting.late.add(candidate);

    accepting.late.undo();

    for (String table : List.of("start_request", "idempotency_key", "outbox")) {
      assertThat(accepting.count(table)).as(table).isZero();
    }
    assertThat(accepting.late.count()).isZero();
    assertThat(accepting.acceptance.decide(List.of(accepting.candidate("j", REFUSE, "key"))).get(0))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @EnumSource
  void undoesItBeforeTheGatewayEnds(TestDatabase kind) {
    on(kind, MINUTE);
    Candidate candidate = accepting.candidate("j", REFUSE, null);
    accepting.acceptance.decide(List.of(candidate));
    accepting.late.add(candidate);

    accepting.late.close();

    assertThat(accepting.count("start_request")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void undoesWhoWaitsToo(TestDatabase kind) {
    on(kind, MINUTE);
    accepting.acceptance.decide(List.of(accepting.candidate("j", WAIT, null)));
    Candidate waits = accepting.candidate("j", WAIT, null);
    accepting.acceptance.decide(List.of(waits));
    accepting.late.add(waits);

    accepting.late.undo();

    assertThat(accepting.count("waiting_request") + accepting.count("waiting_message")).isZero();
    assertThat(accepting.count("start_request")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void keepsAndSendsWhatWasAnsweredToWhoSentTheKeyAgain(TestDatabase kind) {
    on(kind, MINUTE);
    Candidate candidate = accepting.candidate("j", REFUSE, "key");
    Verdict verdict = accepting.acceptance.decide(List.of(candidate)).get(0);
    accepting.late.add(candidate);
    assertThat(accepting.keys.first("j", new IdempotencyKey("key", "sha"))).isPresent();

    accepting.late.undo();

    Awaitility.await().until(() -> accepting.queued.size() == 2);
    assertThat(accepting.queued.get(0).body())
        .contains(dev.journeygateway.database.Times.text(at(verdict)));
    assertThat(accepting.count("start_request")).isEqualTo(1);
    assertThat(accepting.late.count()).isZero();
  }

  /** A commit whose answer never came may go through when the database is back. */
  @ParameterizedTest
  @EnumSource
  void looksForAMinuteForWhatMayStillBeCommitted(TestDatabase kind) {
    on(kind, MINUTE);
    Candidate candidate = accepting.candidate("j", REFUSE, null);
    accepting.late.addUncertain(candidate);
    accepting.late.undo();
    assertThat(accepting.late.count()).isEqualTo(1);

    accepting.acceptance.decide(List.of(candidate));
    accepting.late.undo();
    assertThat(accepting.count("start_request")).isZero();

    accepting.late.addUncertain(accepting.candidate("j", REFUSE, null));
    accepting.late.undo();
    accepting.nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    accepting.late.undo();
    assertThat(accepting.late.count()).isZero();
  }
}
