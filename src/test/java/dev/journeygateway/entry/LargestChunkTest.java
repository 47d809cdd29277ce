package dev.journeygateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.device.DeviceFiles;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.status.State;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A chunk of as many ids as one may have is recorded like any other. */
class LargestChunkTest {

  private static final String APPLICATION = "AAAAA-00001";
  private static final int MOST = 100_000;
  private static final int KNOWN = 10_000;

  private Database database;

  @ParameterizedTest
  @EnumSource
  void recordsUsersHwidsAndWhoeverWasThereBefore(TestDatabase kind) throws IOException {
    fill(kind);
    EntryRecorder recorder = recorder(false);
    assertThat(counts(recorder, people("user-", true)))
        .containsEntry("entered", (long) MOST)
        .containsEntry("already_entered", 0L);
    assertThat(counts(recorder, people("hw-", false))).containsEntry("entered", (long) MOST);

    EntryRecorder skipping = recorder(true);
    assertThat(counts(skipping, people("user-", true)))
        .as("re-entry once and unknown ids skipped")
        .containsEntry("entered", 0L)
        .containsEntry("already_entered", (long) KNOWN)
        .containsEntry("unknown_ids", (long) MOST - KNOWN);
  }

  private static List<AcceptedChunk.Person> people(String prefix, boolean users) {
    return IntStream.range(0, MOST)
        .mapToObj(
            i ->
                new AcceptedChunk.Person(
                    users ? prefix + i : null, users ? null : prefix + i, null, null))
        .toList();
  }

  private Map<String, Object> counts(EntryRecorder recorder, List<AcceptedChunk.Person> people) {
    UUID request = UUID.randomUUID();
    database
        .writing()
        .update(
            "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, 'http',"
                + " 'j', 'p', ?, 'users', 'accepted', '2026-01-01T00:00:00.000000Z', ?)",
            request,
            APPLICATION,
            people.size());
    EntryRecorder.Recorded recorded =
        recorder.record(
            new AcceptedChunk(
                new AcceptedChunk.Body(
                    request, "j", "p", APPLICATION, Instant.EPOCH, people, null, Map.of()),
                1,
                OptionalInt.of(1),
                ""));
    assertThat(recorded.state()).hasValue(State.DONE);
    return database
        .writing()
        .query(
            "select entered, unknown_ids, already_entered from start_request where request_uuid ="
                + " ?",
            (row, n) ->
                Map.<String, Object>of(
                    "entered",
                    row.getLong("entered"),
                    "unknown_ids",
                    row.getLong("unknown_ids"),
                    "already_entered",
                    row.getLong("already_entered")),
            request)
        .get(0);
  }

  /** Whose journey takes nobody twice and skips the ids that no device has, or neither. */
  private EntryRecorder recorder(boolean strict) {
    Journey journey =
        new Journey(
            "j",
            APPLICATION,
            strict,
            Journey.State.RUNNING,
            List.of(new EntryPoint("p", false, strict, Set.of())));
    return new EntryRecorder(
        new JourneyCatalog(id -> Optional.of(journey)),
        new DeviceOwners(database),
        new RecordedChunks(database),
        database);
  }

  private void fill(TestDatabase kind) throws IOException {
    database = kind.migrated();
    database
        .writing()
        .update("insert into application (code, name) values (?, 'Test')", APPLICATION);
    database
        .writing()
        .update(
            "insert into journey (id, application_code, state, fingerprint) values ('j', ?,"
                + " 'running', '')",
            APPLICATION);
    StringBuilder file = new StringBuilder("hwid,user_id\n");
    IntStream.range(0, KNOWN).forEach(i -> file.append("hw-%d,user-%d\n".formatted(i, i)));
    DeviceFiles.load(database, APPLICATION, file.toString());
  }
}
