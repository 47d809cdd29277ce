package dev.journeygateway.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.audience.PersonDevices;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryTracesTest {

  private static final String TIME = "2026-01-01T00:00:00.000000Z";
  private static final Set<String> APPLICATIONS = Set.of("AAAAA-00001");

  private static void call(Database database, String person, String state) {
    UUID request = UUID.randomUUID();
    UUID call = UUID.randomUUID();
    database
        .writing()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, 'http',"
                + " 'far', 'api', 'AAAAA-00001', 'users', 'delivering', '"
                + TIME
                + "', 1)",
            request);
    database
        .writing()
        .update(
            "insert into delivery (delivery_uuid, request_uuid, destination, journey_id,"
                + " entry_point_id, application_code, selector, attribute_values, attributes_key,"
                + " state, not_before, created_at) values (?, ?, 'team', 'far', 'api',"
                + " 'AAAAA-00001', 'users', '{}', 'x', ?, '"
                + TIME
                + "', '"
                + TIME
                + "')",
            call,
            request,
            state);
    database
        .writing()
        .update(
            "insert into delivery_person (submitted_id, request_uuid, delivery_uuid, line) values"
                + " (?, ?, ?, 7)",
            person,
            request,
            call);
  }

  @ParameterizedTest
  @EnumSource
  void tellsCallsThatHaveNotEnded(TestDatabase kind) {
    Database database = kind.migrated();
    call(database, "anna", "waiting");
    call(database, "anna", "unknown");
    call(database, "anna", "refused");
    call(database, "bob", "waiting");
    PersonQuestion question =
        new PersonQuestion(
            "anna",
            APPLICATIONS,
            Optional.empty(),
            PersonDevices.of("anna", APPLICATIONS, database),
            10);

    List<Naming> found = new DeliveryTraces(database).of(question);

    assertThat(found)
        .extracting(Naming::outcome)
        .containsExactlyInAnyOrder("delivering", "unknown_delivery");
    assertThat(found).allSatisfy(one -> assertThat(one.line()).contains(7));
  }
}
