package dev.journeygateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.delivery.CallAnswer.Kind;
import dev.journeygateway.delivery.Deliveries.Resolution;
import dev.journeygateway.entry.EntryRecorder.Result;
import dev.journeygateway.outbox.AcceptedChunk.Person;
import dev.journeygateway.request.RequestRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.env.MockEnvironment;

/** From accepted people to calls, and from their answers to entries. */
@ParameterizedClass
@EnumSource
class DeliveringTest {

  private static final String TEN = "{\"period\": \"60s\", \"ids-per-call\": \"10\"}";

  private static final DestinationAccess ACCESS = new DestinationAccess(new MockEnvironment());

  private static final Caller OPERATOR = caller("AAAAA-00001");
  private static final Caller STRANGER = caller("CCCCC-00003");

  @Parameter TestDatabase kind;

  private static Caller caller(String application) {
    return new Caller(Set.of(application), Set.of(Scope.OPERATE), "...");
  }

  private static List<String> users(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  @Test
  void putsPeopleWithEqualValuesIntoOneCallAcrossChunks() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.accepted("j", 12);
    for (int chunk = 1; chunk <= 3; chunk++) {
      List<Person> people = new ArrayList<>();
      people.addAll(Delivering.people(users("red" + chunk, 2), "{\"colour\":\"red\"}"));
      people.addAll(Delivering.people(users("blue" + chunk, 2), "{\"colour\":\"blue\"}"));
      it.record(request, chunk, 3, people, Map.of("tier", "gold"));
      assertThat(it.line.due(List.of(), 10))
          .as("none before all are written down")
          .hasSize(chunk == 3 ? 1 : 0);
    }

    assertThat(it.deliverAll())
        .hasSize(2)
        .allSatisfy(body -> assertThat(body).contains("\"tier\":\"gold\""));
  }

  @Test
  void recordsAChunkOnceAndARepeatedIdWithTheValuesOfItsFirstRow() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.accepted("j", 4);
    List<Person> later =
        List.of(new Person("a", null, 9, "{\"c\":\"2\"}"), new Person("b", null, 10, null));
    List<Person> first =
        List.of(new Person("a", null, 1, "{\"c\":\"1\"}"), new Person("a", null, 2, null));

    it.record(request, 2, 2, later, Map.of());
    it.record(request, 1, 2, first, Map.of());
    assertThat(it.record(request, 1, 2, first, Map.of()).result()).isEqualTo(Result.REPEATED);

    assertThat(it.deliverAll())
        .containsExactlyInAnyOrder(
            "{\"payload\":{\"users\":[\"b\"]}}",
            "{\"payload\":{\"users\":[\"a\"],\"attribute_values\":{\"c\":\"1\"}}}");
    assertThat(it.row(request))
        .containsEntry("state", "done")
        .containsEntry("requested", 4L)
        .containsEntry("entered", 2L)
        .containsEntry("duplicate", 2L);
    assertThat(it.entered(request)).containsExactly("a", "b");
    assertThat(it.count("delivery_person")).isZero();
  }

  @Test
  void sharesACallBetweenRequestsAndEachKeepsItsCounts() {
    Delivering it = new Delivering(kind, TEN);
    UUID one = it.request(List.of("a", "b"), Map.of("tier", "gold"));
    UUID two = it.request(List.of("c"), Map.of("tier", "gold"));
    UUID other = it.request(List.of("d"), Map.of("tier", "silver"));
    UUID same = it.request(List.of("a"), Map.of("tier", "gold"));

    List<String> bodies = it.deliverAll();

    assertThat(bodies)
        .as("somebody who is in two requests is in two calls")
        .hasSize(3)
        .filteredOn(body -> body.contains("gold"))
        .hasSize(2);
    assertThat(it.entered(one)).containsExactly("a", "b");
    assertThat(it.entered(two)).containsExactly("c");
    assertThat(it.entered(other)).containsExactly("d");
    assertThat(it.entered(same)).containsExactly("a");
    for (UUID request : List.of(one, two, other, same)) {
      assertThat(it.row(request)).containsEntry("state", "done");
      assertThat(it.deliveries.list(request, 0, 10))
          .singleElement()
          .satisfies(call -> assertThat(call.state()).isEqualTo("delivered"));
    }
    assertThat(it.jdbc.queryForObject("select waiting from delivery_slot", Long.class)).isZero();
  }

  @Test
  void letsNobodyJoinACallThatWasTried() {
    Delivering it = new Delivering(kind, TEN);
    it.request(List.of("a"), Map.of());
    Call first = it.take().orElseThrow();
    it.answer(first, Kind.WAITING);
    it.request(List.of("b"), Map.of());
    it.letThePeriodPass();

    List<String> bodies = it.deliverAll();

    assertThat(bodies).hasSize(2).contains(first.body());
  }

  @Test
  void givesEveryFourthSlotToTheOneThatWaitsLongest() {
    Delivering it = new Delivering(kind, "{\"ids-per-call\": \"1\"}");
    UUID list = it.request(users("list", 6), Map.of("a", "1"));
    List<UUID> single = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      single.add(it.request(List.of("single" + i), Map.of("a", "2")));
    }
    List<Boolean> ofList = new ArrayList<>();
    for (Optional<Call> call = it.take(); call.isPresent(); call = it.take()) {
      ofList.add(call.get().requestUuid().equals(list));
      it.answer(call.get(), Kind.DELIVERED);
      it.letThePeriodPass();
    }

    assertThat(ofList.subList(0, 8))
        .containsExactly(false, false, false, true, false, false, false, true);
    assertThat(it.row(list)).containsEntry("state", "done");
  }

  @Test
  void keepsThePeriodCountedFromTheAnswer() {
    Delivering it = new Delivering(kind, TEN);
    it.request(users("u", 11), Map.of());
    Call call = it.take().orElseThrow();
    assertThat(it.take()).as("one at a time").isEmpty();
    assertThat(it.other().take()).as("of whichever gateway").isEmpty();
    it.answer(call, Kind.DELIVERED);

    assertThat(it.take()).as("within the period").isEmpty();
    Instant free = database(it, "free_at");
    assertThat(Duration.between(it.database.now(), free))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    it.letThePeriodPass();
    assertThat(it.other().take()).isPresent();
  }

  private static Instant database(Delivering it, String column) {
    Object value = it.jdbc.queryForObject("select " + column + " from delivery_slot", Object.class);
    return value instanceof java.sql.Timestamp time
        ? time.toInstant()
        : Instant.parse(value.toString());
  }

  @Test
  void refusesOneWhosePeopleCanBeSentAgainByHand() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.request(List.of("a", "b"), Map.of());
    Call call = it.take().orElseThrow();
    it.answer(call, Kind.REFUSED);

    assertThat(it.row(request)).containsEntry("state", "done").containsEntry("rejected", 2L);
    assertThat(it.count("outcome")).isEqualTo(2);

    it.deliveries.resolve(call.deliveryUuid(), Resolution.AGAIN, OPERATOR);
    assertThat(it.row(request)).containsEntry("state", "delivering").containsEntry("rejected", 0L);
    assertThat(it.count("outcome")).isZero();
    it.letThePeriodPass();
    assertThat(it.deliverAll()).containsExactly(call.body());
    assertThat(it.row(request)).containsEntry("state", "done").containsEntry("entered", 2L);
  }

  @Test
  void parksWhatIsUnknownUntilSomebodyDecides() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.request(List.of("a"), Map.of());
    Call call = it.take().orElseThrow();
    it.answer(call, Kind.UNKNOWN);
    it.letThePeriodPass();

    assertThat(it.take()).as("nothing is sent again").isEmpty();
    assertThat(it.row(request)).containsEntry("state", "delivering");
    assertThatThrownBy(() -> it.deliveries.resolve(call.deliveryUuid(), Resolution.AGAIN, STRANGER))
        .isInstanceOf(RequestRefusedException.class);

    it.deliveries.resolve(call.deliveryUuid(), Resolution.DELIVERED, OPERATOR);
    assertThat(it.row(request)).containsEntry("state", "done").containsEntry("entered", 1L);
    assertThat(it.entered(request)).containsExactly("a");
    assertThatThrownBy(() -> it.deliveries.resolve(call.deliveryUuid(), Resolution.AGAIN, OPERATOR))
        .hasMessageContaining("this one is delivered");
  }

  @Test
  void retriesWhatIsUnknownWhereItMayAndGivesUpAfterItsAttempts() {
    Delivering it = new Delivering(kind, "{\"when-unknown\": \"retry\"}");
    UUID request = it.request(List.of("a"), Map.of());
    List<String> bodies = new ArrayList<>();
    for (int attempt = 1; attempt <= 3; attempt++) {
      Call call = it.take().orElseThrow();
      assertThat(call.attempt()).isEqualTo(attempt);
      bodies.add(call.body());
      it.answer(call, Kind.UNKNOWN);
      it.letThePeriodPass();
    }

    assertThat(it.take()).isEmpty();
    assertThat(bodies).containsOnly(bodies.get(0));
    assertThat(it.row(request)).containsEntry("state", "done").containsEntry("rejected", 1L);
  }

  @Test
  void countsNoAttemptWhereNobodyWasReached() {
    Delivering it = new Delivering(kind, TEN);
    it.request(List.of("a"), Map.of());
    for (Kind again : List.of(Kind.NOT_SENT, Kind.WAITING, Kind.HELD, Kind.STOPPED)) {
      Call call = it.take().orElseThrow();
      assertThat(call.attempt()).as(again.name()).isEqualTo(1);
      it.answer(call, again);
      it.letThePeriodPass();
    }
  }

  @Test
  void showsARequestAsHeldWithTheMessageAndGoesOn() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.request(List.of("a"), Map.of());
    it.answer(it.take().orElseThrow(), Kind.HELD);

    assertThat(it.row(request)).containsEntry("state", "held").containsEntry("reason", "because");
    assertThat(it.take()).isEmpty();
    it.letThePeriodPass();
    it.deliverAll();
    assertThat(it.row(request)).containsEntry("state", "done").containsEntry("reason", null);
  }

  @Test
  void endsTheCallsOfAGatewayThatIsGoneAsUnknown() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.request(List.of("a"), Map.of());
    Delivering gone = it.other();
    Call call = gone.take().orElseThrow();
    gone.lease.close();

    deliverer(it).endLost();

    assertThat(it.deliveries.list(request, 0, 10).get(0).state()).isEqualTo("unknown");
    assertThat(it.take()).as("the period is kept").isEmpty();
    // The answer came all the same, when the other gateway was back.
    assertThat(gone.answer(call, Kind.DELIVERED)).isPresent();
    assertThat(it.row(request)).containsEntry("state", "done").containsEntry("entered", 1L);
    assertThat(gone.answer(call, Kind.DELIVERED)).as("once").isEmpty();
    assertThat(it.row(request)).containsEntry("entered", 1L);
  }

  @Test
  void goesOnWithAnotherEntryPointWhereTheFirstHasNoCallToBeMade() {
    Delivering it = new Delivering(kind, "{\"period\": \"0s\", \"ids-per-call\": \"1\"}");
    it.request(users("u", 2), Map.of());
    Deliverer deliverer = deliverer(it);
    Deliverer.Prepared first = deliverer.due().get(0);
    it.recorder.record(
        Delivering.chunk(
            it.accepted("k", 1), "k", 1, 1, Delivering.people(List.of("z"), null), null, Map.of()));
    it.jdbc.update(
        "update delivery_slot set free_at = '2026-01-01T00:00:00.000000Z' where journey_id = 'k'");
    it.jdbc.update(
        "update delivery set not_before = '2100-01-01T00:00:00.000000Z' where journey_id = 'k'");

    assertThat(deliverer.ended(first, CallAnswer.of(Kind.DELIVERED, "")))
        .hasValueSatisfying(next -> assertThat(next.call().slot()).isEqualTo(it.slot()));
  }

  @Test
  void tellsTheAgeOfTheOldestCallThatWaits() {
    Delivering it = new Delivering(kind, "{\"period\": \"0s\", \"ids-per-call\": \"1\"}");
    it.request(users("u", 3), Map.of("a", "1"));
    it.request(users("v", 1), Map.of("a", "2"));
    List<String> calls =
        it.jdbc.queryForList(
            "select cast(delivery_uuid as varchar(36)) from delivery order by delivery_uuid",
            String.class);
    for (int i = 0; i < calls.size(); i++) {
      it.jdbc.update(
          "update delivery set created_at = '2026-01-0"
              + (i + 1)
              + "T00:00:00.000000Z'"
              + " where cast(delivery_uuid as varchar(36)) = ?",
          calls.get(i));
    }
    for (int day = 1; day <= calls.size(); day++) {
      assertThat(oldest(it)).isEqualTo(Instant.parse("2026-01-0" + day + "T00:00:00Z"));
      it.jdbc.update(
          "update delivery set state = 'delivered' where cast(delivery_uuid as varchar(36)) = ?",
          calls.get(day - 1));
    }
    assertThat(oldest(it)).isNull();
  }

  private static Instant oldest(Delivering it) {
    List<Instant> found = new ArrayList<>();
    it.database
        .read("find-oldest-waiting-call")
        .with("destination", "hosted")
        .each(row -> found.add(row.instant("created_at")));
    return found.get(0);
  }

  @Test
  void callsADestinationThatCannotBeReachedAfterAWhileAndWithOneCall() {
    Delivering it = new Delivering(kind, "{\"period\": \"0s\", \"ids-per-call\": \"1\"}");
    it.request(users("u", 2), Map.of());
    it.recorder.record(
        Delivering.chunk(
            it.accepted("k", 1), "k", 1, 1, Delivering.people(List.of("z"), null), null, Map.of()));
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Clock clock = clock(now);
    DestinationStates states = states(it, clock);
    Deliverer deliverer = deliverer(it, states);
    for (int round = 1; round <= 2; round++) {
      it.letThePeriodPass();
      List<Deliverer.Prepared> calls = deliverer.due();
      assertThat(calls).as("both entry points").hasSize(2);
      assertThat(states.broken("hosted")).as("four failures do it").isFalse();
      calls.forEach(call -> deliverer.ended(call, CallAnswer.of(Kind.NOT_SENT, "")));
    }

    assertThat(states.broken("hosted")).isTrue();
    it.letThePeriodPass();
    assertThat(deliverer.due()).isEmpty();
    now.set(now.get().plusSeconds(5));
    assertThat(deliverer.due()).isEmpty();
    now.set(now.get().plusMillis(1));
    List<Deliverer.Prepared> probe = deliverer.due();
    assertThat(probe).hasSize(1);
    assertThat(deliverer.due()).as("while it is probed").isEmpty();
    assertThat(states.broken("hosted")).as("until it was reached").isTrue();

    assertThat(deliverer.ended(probe.get(0), CallAnswer.of(Kind.NOT_SENT, ""))).isEmpty();
    it.letThePeriodPass();
    assertThat(deliverer.due()).as("it is still away").isEmpty();
    now.set(now.get().plusMillis(5001));
    List<Deliverer.Prepared> again = deliverer.due();
    assertThat(again).hasSize(1);
    assertThat(deliverer.ended(again.get(0), CallAnswer.of(Kind.REFUSED, "")))
        .as("whatever it answers, it was reached")
        .isPresent();
    assertThat(states.broken("hosted")).isFalse();
  }

  private static Clock clock(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private static Deliverer deliverer(Delivering it) {
    return deliverer(it, states(it, Clock.systemUTC()));
  }

  private static DestinationStates states(Delivering it, Clock clock) {
    return new DestinationStates(
        it.database, it.destinations, ACCESS, new Audit(it.database), clock);
  }

  private static Deliverer deliverer(Delivering it, DestinationStates states) {
    return new Deliverer(
        new DeliverySettings(8, 3, 100, Duration.ofMillis(50)),
        it.line,
        it.answers,
        it.destinations,
        states,
        ACCESS,
        it.lease,
        it.database);
  }

  @Test
  void makesNoCallOfAListThatNeedsTooMany() {
    Delivering it = new Delivering(kind, "{\"ids-per-call\": \"1\", \"max-calls\": \"3\"}");
    UUID request = it.request(users("u", 4), Map.of());

    assertThat(it.row(request))
        .containsEntry("state", "failed")
        .containsEntry(
            "reason", "this list needs 4 calls; at most 3 calls (destinations.hosted.max-calls)")
        .containsEntry("rejected", 4L);
    assertThat(it.take()).isEmpty();
    assertThat(it.count("delivery") + it.count("delivery_person") + it.count("delivery_share"))
        .isZero();
    assertThat(it.count("outcome")).isEqualTo(4);
  }

  @Test
  void forecastsTheEndBeforeTheFirstCall() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.request(users("u", 30), Map.of());

    var calls = it.deliveries.of(request).orElseThrow();

    assertThat(calls.total()).isEqualTo(3);
    assertThat(calls.left()).isEqualTo(3);
    assertThat(Duration.between(it.database.now(), calls.expectedAt().orElseThrow()))
        .isBetween(Duration.ofSeconds(110), Duration.ofSeconds(120));
    it.deliverAll();
    assertThat(it.deliveries.of(request).orElseThrow().expectedAt()).isEmpty();
  }

  @Test
  void sendsAFilterAsItIs() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.accepted("j", 0);
    it.recorder.record(
        Delivering.chunk(request, "j", 1, 1, null, "T(\"Age\", gt, 3)", Map.of("a", "b")));

    assertThat(it.deliverAll())
        .containsExactly(
            "{\"payload\":{\"filter\":\"T(\\\"Age\\\", gt,"
                + " 3)\",\"attribute_values\":{\"a\":\"b\"}}}");
    assertThat(it.row(request)).containsEntry("state", "done").containsEntry("entered", 0L);
  }

  @Test
  void cancelsWhatWasNotSentYet() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.request(users("u", 25), Map.of());
    Call underWay = it.take().orElseThrow();

    Deliveries.Cancelled cancelled = it.database.finish(status -> it.deliveries.cancel(request));

    assertThat(cancelled.people()).isEqualTo(15);
    assertThat(cancelled.callsUnderWay()).isEqualTo(1);
    it.jdbc.update(
        "update start_request set state = 'cancelled', cancelled = 25 where request_uuid = ?",
        request);
    it.answer(underWay, Kind.DELIVERED);
    it.letThePeriodPass();
    assertThat(it.take()).isEmpty();
    assertThat(it.row(request))
        .containsEntry("state", "cancelled")
        .containsEntry("entered", 10L)
        .containsEntry("cancelled", 15L);
    assertThat(it.jdbc.queryForObject("select waiting from delivery_slot", Long.class)).isZero();
  }

  @Test
  void makesNoCallAgainThatNobodyGotBeforeItsRequestWasCancelled() {
    Delivering it = new Delivering(kind, TEN);
    UUID request = it.request(List.of("a"), Map.of());
    Call underWay = it.take().orElseThrow();
    it.database.finish(status -> it.deliveries.cancel(request));
    it.jdbc.update(
        "update start_request set state = 'cancelled', cancelled = 1 where request_uuid = ?",
        request);

    it.answer(underWay, Kind.NOT_SENT);

    it.letThePeriodPass();
    assertThat(it.take()).isEmpty();
    assertThat(it.deliveries.list(request, 0, 10).get(0).state()).isEqualTo("cancelled");
    assertThat(it.row(request)).containsEntry("state", "cancelled").containsEntry("cancelled", 1L);
    assertThat(it.jdbc.queryForObject("select waiting from delivery_slot", Long.class)).isZero();
    assertThat(it.count("delivery_person")).isZero();
  }

  @Test
  void cancelsOneOfThoseThatShareACallThatNobodyGot() {
    Delivering it = new Delivering(kind, TEN);
    UUID one = it.request(List.of("a"), Map.of());
    UUID two = it.request(List.of("b"), Map.of());
    it.answer(it.take().orElseThrow(), Kind.NOT_SENT);

    Deliveries.Cancelled cancelled = it.database.finish(status -> it.deliveries.cancel(one));

    assertThat(cancelled).isEqualTo(new Deliveries.Cancelled(1, 0));
    it.letThePeriodPass();
    assertThat(it.deliverAll()).containsExactly("{\"payload\":{\"users\":[\"b\"]}}");
    assertThat(it.row(two)).containsEntry("state", "done");
    assertThat(it.entered(one)).isEmpty();
  }

  @Test
  void makesEachCallOnceBetweenTwoGateways() throws Exception {
    Delivering it = new Delivering(kind, "{\"ids-per-call\": \"1\"}");
    it.request(users("u", 40), Map.of());
    List<Delivering> gateways = List.of(it, it.other());
    Set<UUID> made = ConcurrentHashMap.newKeySet();
    AtomicInteger twice = new AtomicInteger();
    AtomicInteger atATime = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Delivering gateway = gateways.get(i % 2);
      threads.add(
          new Thread(
              () -> {
                while (made.size() < 40) {
                  gateway
                      .take()
                      .ifPresent(
                          call -> {
                            most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
                            if (!made.add(call.deliveryUuid())) {
                              twice.incrementAndGet();
                            }
                            atATime.decrementAndGet();
                            gateway.answer(call, Kind.DELIVERED);
                          });
                }
              }));
    }
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(60_000);
    }

    assertThat(made).hasSize(40);
    assertThat(twice).hasValue(0);
    assertThat(most).as("calls for one entry point at a time").hasValue(1);
    assertThat(it.count("entry")).isEqualTo(40);
  }
}
