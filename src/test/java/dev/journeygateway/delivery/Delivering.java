package dev.journeygateway.delivery;

import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.entry.EntryRecorder.Recorded;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.outbox.AcceptedChunk.Person;
import dev.journeygateway.process.ProcessLease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Deliveries over a database, without routes and without a destination that answers. */
final class Delivering {

  private static final String APPLICATION = "AAAAA-00001";

  /** As UUIDv7 do, requests sort by when they came. */
  private static long requests;

  final Database database;
  final JdbcTemplate jdbc;
  final DestinationCatalog destinations;
  final DeliveryRecorder recorder;
  final ProcessLease lease;
  final DeliveryLine line;
  final DeliveryAnswers answers;
  final Deliveries deliveries;

  private final String settings;

  Delivering(TestDatabase kind, String settings) {
    this(kind.migrated(), settings, true);
  }

  /** Another gateway on the same database. */
  Delivering other() {
    return new Delivering(database, settings, false);
  }

  private Delivering(Database database, String settings, boolean isNew) {
    this.database = database;
    this.settings = settings;
    jdbc = database.writing();
    if (isNew) {
      jdbc.update("insert into application (code, name) values (?, 'Test')", APPLICATION);
      for (String journey : List.of("j", "k")) {
        jdbc.update(
            "insert into journey (id, application_code, state, fingerprint) values (?, ?,"
                + " 'running', '')",
            journey,
            APPLICATION);
      }
      jdbc.update(
          "insert into destination (name, type, settings) values ('hosted', 'x', ?)", settings);
    }
    destinations = new DestinationCatalog(database);
    RecordedChunks chunks = new RecordedChunks(database);
    recorder =
        new DeliveryRecorder(
            new JourneyCatalog(Delivering::journey),
            destinations,
            new DeviceOwners(database),
            chunks,
            database);
    lease = new ProcessLease(database);
    lease.renew();
    line = new DeliveryLine(database, lease);
    answers =
        new DeliveryAnswers(
            database,
            new DeliverySettings(8, 3, 100, java.time.Duration.ofMillis(50)),
            new SimpleMeterRegistry());
    deliveries = new Deliveries(database, answers, destinations, new Audit(database));
  }

  private static Optional<Journey> journey(String id) {
    return Optional.of(
        new Journey(
            id,
            APPLICATION,
            false,
            Journey.State.RUNNING,
            "hosted",
            List.of(new EntryPoint("p", false, false, Set.of()))));
  }

  Destination destination() {
    return destinations.find("hosted").orElseThrow();
  }

  DeliverySlot slot() {
    return new DeliverySlot("hosted", "j", "p");
  }

  UUID accepted(String journey, long requested) {
    UUID request = new UUID(++requests, 0);
    jdbc.update(
        "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
            + " application_code, selector, state, accepted_at, requested) values (?, 'http', ?,"
            + " 'p', ?, 'users', 'accepted', '2026-01-01T00:00:00.000000Z', ?)",
        request,
        journey,
        APPLICATION,
        requested);
    return request;
  }

  /** A request whose people are all in one chunk. */
  UUID request(List<String> users, Map<String, String> values) {
    UUID request = accepted("j", users.size());
    record(request, 1, 1, people(users, null), values);
    return request;
  }

  static List<Person> people(List<String> users, String own) {
    return users.stream().map(user -> new Person(user, null, null, own)).toList();
  }

  Recorded record(
      UUID request, int chunk, int last, List<Person> people, Map<String, String> values) {
    return recorder.record(chunk(request, "j", chunk, last, people, null, values));
  }

  static AcceptedChunk chunk(
      UUID request,
      String journey,
      int chunk,
      int last,
      List<Person> people,
      String filter,
      Map<String, String> values) {
    return new AcceptedChunk(
        new AcceptedChunk.Body(
            request, journey, "p", APPLICATION, Instant.EPOCH, people, filter, values),
        chunk,
        chunk == last ? OptionalInt.of(last) : OptionalInt.empty(),
        "");
  }

  Optional<Call> take() {
    return line.take(slot(), destination());
  }

  /** Makes every call there is, as if the period had passed; returns their bodies. */
  List<String> deliverAll() {
    java.util.ArrayList<String> bodies = new java.util.ArrayList<>();
    for (Optional<Call> call = take(); call.isPresent(); call = take()) {
      bodies.add(call.get().body());
      answer(call.get(), CallAnswer.Kind.DELIVERED);
      letThePeriodPass();
    }
    return bodies;
  }

  Optional<DeliveryAnswers.Ended> answer(Call call, CallAnswer.Kind kind) {
    return answers.record(call, CallAnswer.of(kind, "because"), destination());
  }

  void letThePeriodPass() {
    jdbc.update("update delivery_slot set free_at = '2026-01-01T00:00:00.000000Z'");
    jdbc.update("update delivery set not_before = '2026-01-01T00:00:00.000000Z'");
  }

  Map<String, Object> row(UUID request) {
    Map<String, Object> row =
        jdbc.queryForMap(
            "select state, reason, requested, entered, duplicate, unknown_ids, already_entered,"
                + " rejected, cancelled from start_request where request_uuid = ?",
            request);
    row.replaceAll((name, value) -> value instanceof Integer count ? count.longValue() : value);
    return row;
  }

  List<String> entered(UUID request) {
    return jdbc.queryForList(
        "select user_id from entry where request_uuid = ? order by user_id", String.class, request);
  }

  long count(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Long.class);
  }
}
