package dev.journeygateway.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.person.ForgottenPeople;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class DeliveryRowsTest {

  private static final String TIME = "2026-01-01T00:00:00.000000Z";

  private Database database;
  private JdbcTemplate jdbc;
  private DeliveryRows rows;

  private void on(TestDatabase kind) {
    database = kind.migrated();
    jdbc = database.writing();
    rows = new DeliveryRows(database, ForgottenPeople.of(database));
  }

  private UUID request() {
    UUID request = UUID.randomUUID();
    jdbc.update(
        "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
            + " application_code, selector, state, accepted_at, requested) values (?, 'http',"
            + " 'far', 'api', 'AAAAA-00001', 'users', 'delivering', '"
            + TIME
            + "', 2)",
        request);
    jdbc.update(
        "insert into delivery_request (request_uuid, destination, journey_id, entry_point_id)"
            + " values (?, 'team', 'far', 'api')",
        request);
    return request;
  }

  private UUID call(UUID request, String state, boolean settled, String... people) {
    UUID call = UUID.randomUUID();
    jdbc.update(
        "insert into delivery (delivery_uuid, request_uuid, destination, journey_id,"
            + " entry_point_id, application_code, selector, attribute_values, attributes_key,"
            + " state, ids, settled, not_before, created_at) values (?, ?, 'team', 'far', 'api',"
            + " 'AAAAA-00001', 'users', '{}', 'x', ?, ?, ?, '"
            + TIME
            + "', '"
            + TIME
            + "')",
        call,
        request,
        state,
        people.length,
        settled);
    jdbc.update(
        "insert into delivery_share (request_uuid, number, delivery_uuid, ids)"
            + " select ?, count(*) + 1, ?, ? from delivery_share where request_uuid = ?",
        request,
        call,
        people.length,
        request);
    for (String person : people) {
      jdbc.update(
          "insert into delivery_person (submitted_id, request_uuid, delivery_uuid) values (?, ?,"
              + " ?)",
          person,
          request,
          call);
    }
    return call;
  }

  private static ErasedPerson person(String id) {
    return ErasedPerson.of("AAAAA-00001", id, List.of());
  }

  private long number(String question, UUID uuid) {
    return jdbc.queryForObject(question, Long.class, uuid);
  }

  @ParameterizedTest
  @EnumSource
  void takesAPersonOutOfACallThatWasNotTried(TestDatabase kind) {
    on(kind);
    UUID request = request();
    UUID call = call(request, "waiting", false, "anna", "bob");

    ErasedPlace.Swept swept = rows.sweep(person("anna"));

    assertThat(swept.erased()).containsEntry("deliveries", 1L);
    assertThat(swept.waits()).isFalse();
    assertThat(swept.toAsk()).isEmpty();
    assertThat(number("select ids from delivery where delivery_uuid = ?", call)).isEqualTo(1);
    assertThat(number("select ids from delivery_share where request_uuid = ?", request))
        .isEqualTo(1);
    assertThat(number("select cancelled from start_request where request_uuid = ?", request))
        .isEqualTo(1);
    assertThat(jdbc.queryForList("select submitted_id from delivery_person", String.class))
        .containsExactly("bob");
  }

  private void ready(UUID request, int waiting) {
    jdbc.update(
        "update delivery_request set ready = ?, waiting = ?, unended = ? where request_uuid = ?",
        true,
        waiting,
        waiting,
        request);
    jdbc.update(
        "insert into delivery_slot (destination, journey_id, entry_point_id, waiting, free_at)"
            + " values ('team', 'far', 'api', ?, '"
            + TIME
            + "')",
        waiting);
  }

  private String text(String question, UUID uuid) {
    return jdbc.queryForObject(question, String.class, uuid);
  }

  @ParameterizedTest
  @EnumSource
  void endsACallThatNamesNobodyElse(TestDatabase kind) {
    on(kind);
    UUID request = request();
    UUID call = call(request, "waiting", false, "anna");
    call(request, "waiting", false, "bob");
    ready(request, 2);

    ErasedPlace.Swept swept = rows.sweep(person("anna"));

    assertThat(swept.waits()).isFalse();
    assertThat(swept.toAsk()).isEmpty();
    assertThat(text("select state from delivery where delivery_uuid = ?", call))
        .isEqualTo("cancelled");
    assertThat(number("select waiting from delivery_request where request_uuid = ?", request))
        .isEqualTo(1);
    assertThat(jdbc.queryForObject("select waiting from delivery_slot", Long.class)).isEqualTo(1);
    assertThat(text("select state from start_request where request_uuid = ?", request))
        .isEqualTo("delivering");

    rows.sweep(person("bob"));

    assertThat(jdbc.queryForObject("select waiting from delivery_slot", Long.class)).isZero();
    assertThat(text("select state from start_request where request_uuid = ?", request))
        .isEqualTo("done");
    assertThat(number("select cancelled from start_request where request_uuid = ?", request))
        .isEqualTo(2);
    assertThat(jdbc.queryForList("select * from delivery_person")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void waitsWhereMoreOfTheRequestIsToCome(TestDatabase kind) {
    on(kind);
    UUID request = request();
    call(request, "waiting", false, "anna");

    assertThat(rows.sweep(person("anna")).waits()).isTrue();
    assertThat(jdbc.queryForList("select * from delivery_person")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void waitsForACallThatHasToBeRepeatedAsItIs(TestDatabase kind) {
    on(kind);
    UUID request = request();
    UUID call = call(request, "unknown", true, "anna", "bob");

    ErasedPlace.Swept swept = rows.sweep(person("anna"));

    assertThat(swept.waits()).isTrue();
    assertThat(swept.notReached())
        .containsExactly(
            "the call "
                + call
                + " to team is unknown and names the person; it goes when it has ended");
    assertThat(swept.toAsk().toString()).contains("the destination team");
    assertThat(number("select count(*) from delivery_person where request_uuid = ?", request))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void namesTheDestinationsThatWereTold(TestDatabase kind) {
    on(kind);
    UUID request = request();
    call(request, "refused", true, "anna");
    jdbc.update(
        "insert into entry (request_uuid, user_id, journey_id, entry_point_id, entered_at) values"
            + " (?, 'anna', 'far', 'api', '"
            + TIME
            + "')",
        request);

    ErasedPlace.Swept swept = rows.sweep(person("anna"));

    assertThat(swept.toAsk())
        .containsExactly("the destination team, of journey far: erase the person there too");
    assertThat(swept.erased()).containsEntry("deliveries", 1L);
    assertThat(jdbc.queryForList("select * from delivery_person")).isEmpty();
    assertThat(number("select cancelled from start_request where request_uuid = ?", request))
        .as("what ended stays counted as it was")
        .isZero();
  }
}
